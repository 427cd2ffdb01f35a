"""A grader with a protection switched off: it runs what was handed in, and believes what it sees.

It does what a stock ``nbgrader autograde`` does, or what other graders are known to do, in a kernel
that is not shut in. Run as a program, since an attack may take it along:
``python -m tests.hostile.believing PROTECTION COURSE STUDENT …`` prints one line of JSON for each
student. What raises here has ended a grader that doesn't expect it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbgrader.utils import determine_grade

from nnkit.course.catalogue import find_lesson
from nnkit.grading.gathering import Outputs, Room
from nnkit.grading.kernels import Kernels, open_kernels
from nnkit.grading.limits import Limits
from tests.hostile import careless, textbook, toy
from tests.hostile.course import HONEST
from tests.hostile.protections import PROTECTIONS, Believing

LOTS = 10**12
NONE = Limits(
    cell=9e9,
    submission=9e9,
    message=LOTS,
    traffic=LOTS,
    cell_outputs=LOTS,
    cell_bytes=LOTS,
    notebook_bytes=LOTS,
    nesting=LOTS,
)
SECONDS = 3  # of patience with what would never end
COLD_SECONDS = 20  # the same where a kernel has to be started
HONEST_SECONDS = 60  # for who is to succeed on a busy machine, too
MEMORY = 3_000_000_000  # for the machine's sake, of each process


def main(protection: str, root: Path, students: list[str]) -> None:
    way, lesson = PROTECTIONS[protection], find_lesson(root, toy.LESSON)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _give_up)
    careless.switch_off(way, root)
    out = _reports_alone()
    with open_kernels(lesson, NONE, draw=False, unsafe=True) as warm:
        kernels = warm if way.warm else careless.Cold(NONE, draw=False, settings=way.settings)
        for student in students:
            found = _one(root / "submitted" / student / toy.LESSON, kernels, way)
            print(json.dumps({"student": student} | found), file=out, flush=True)


def _reports_alone() -> TextIO:
    """Where to report: kernels don't inherit it, or whoever reads it would wait for them."""
    out = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nothing, number)
    return out


def _one(folder: Path, kernels: Kernels, way: Believing) -> dict[str, Any]:
    signal.alarm(_patience(folder, way))
    try:
        return believed(folder, kernels, way)
    except BaseException as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}
    finally:
        signal.alarm(0)


def _patience(folder: Path, way: Believing) -> int:
    if folder.parent.name == HONEST:
        return HONEST_SECONDS
    return SECONDS if way.warm else COLD_SECONDS


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError("it did not end")


def believed(folder: Path, kernels: Kernels, way: Believing) -> dict[str, Any]:
    """Points by grade id, everything that was shown, and how much was taken in for it."""
    with tempfile.TemporaryDirectory(prefix="believing-") as name:
        copied = Path(name) / toy.LESSON
        files, largest = careless.copy(folder, copied, way)
        notebook = nbformat.read(copied / f"{toy.LESSON}.ipynb", as_version=4)
        room, scores = Room(NONE), {}
        with kernels.kernel(copied) as kernel:
            careless.open_to_all(kernel, way)
            for number, cell in enumerate(_code_cells(notebook, way)):
                scores |= _judged(kernel, cell, room.new_cell(number), way)
                if way.stops and any(each.output_type == "error" for each in cell.outputs):
                    raise RuntimeError("an error ended it")
            received = kernel.received
        scores = _scores(notebook) | scores
        quiz = careless.points_claimed(copied)
        page = careless.page(notebook) if way.page else ""
        nbformat.writes(notebook).encode()  # as it is stored
    return {
        "scores": scores | {toy.CHECKPOINT: scores.get(toy.CHECKPOINT, 0) + quiz},
        "shown": json.dumps([cell.get("outputs") for cell in notebook.cells])[:2_000_000],
        "outputs": max(len(cell.get("outputs", [])) for cell in notebook.cells),
        "received": received,
        "files": files,
        "largest": largest,
        "page": page,
    }


def _code_cells(notebook: Any, way: Believing) -> list[Any]:
    """In the order in which they are run."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if way.checks == "stored":
        return [cell for cell in cells if not _exercise(cell)]
    return sorted(cells, key=lambda cell: bool(_exercise(cell))) if way.at_the_end else cells


def _judged(kernel: Any, cell: Any, outputs: Outputs, way: Believing) -> dict[str, float]:
    """Run the cell, or whatever is there in its place; its score, if that isn't in the outputs."""
    name, grade_id = _exercise(cell), cell.metadata.get("nbgrader", {}).get("grade_id")
    if name and way.checks == "kernel":
        return {grade_id: textbook.asked(kernel, name)}
    if name and way.checks == "pickle":
        return {grade_id: textbook.unpickled(kernel, name)}
    source = textbook.check_cell(name) if name and way.checks == "textbook" else cell.source
    cell.outputs = []
    if "skip-execution" not in cell.metadata.get("tags", []):
        kernel.run(source, outputs.take)
        cell.outputs = [nbformat.from_dict(output) for output in outputs.kept]
    return {}


def _exercise(cell: Any) -> str:
    """The name of the exercise that the cell checks, or nothing."""
    nbgrader = cell.metadata.get("nbgrader", {})
    name = str(nbgrader.get("grade_id", "")).removeprefix("test-neuron-")
    return name if nbgrader.get("grade") and name in toy.EXERCISES else ""


def _scores(notebook: Any) -> dict[str, float]:
    graded = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    scores: dict[str, float] = {}
    for cell in graded:
        grade_id = cell.metadata.nbgrader.grade_id
        score, _ = determine_grade(cell)
        if score is not None:
            scores[grade_id] = scores.get(grade_id, 0) + score
    return scores


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
