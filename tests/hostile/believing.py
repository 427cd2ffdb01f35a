"""A grader without protection: runs what was handed in as it is, and believes what it prints.

It does what a stock ``nbgrader autograde`` does, in a kernel that is warm and not shut in. Run as a
program, since an attack may take it along: ``python -m tests.hostile.believing COURSE STUDENT …``
prints one line of JSON for each student.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.utils import determine_grade

from nnkit.course.catalogue import find_lesson
from nnkit.grading.kernels import Kernels, open_kernels
from nnkit.grading.limits import Limits
from nnkit.grading.outputs import Outputs, Room
from tests.hostile import toy

USUAL = Limits()
NONE = Limits(
    cell=9e9, submission=9e9, message=-1, traffic=10**12, cell_outputs=10**9, cell_bytes=10**12
)
COLD = Kernels(NONE, draw=False)  # a warm one has imported what a poisoned file stands in for
SECONDS = 4  # of patience with what would never end
LARGEST = 100_000_000  # bytes that are copied, for the disk's sake


def main(root: Path, students: list[str]) -> None:
    lesson = find_lesson(root, toy.LESSON)
    signal.signal(signal.SIGALRM, _give_up)
    with open_kernels(lesson, NONE, draw=False, unsafe=True) as warm:
        for student in students:
            kernels = COLD if student.startswith("poisoned") else warm
            signal.alarm(SECONDS)
            try:
                found = believed(root / "submitted" / student / toy.LESSON, kernels)
            except BaseException as error:
                found = {"failed": f"{type(error).__name__}: {error}"[:300]}
            finally:
                signal.alarm(0)
            print(json.dumps({"student": student} | found), flush=True)


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError("it did not end")


def believed(folder: Path, kernels: Kernels) -> dict[str, Any]:
    """Points by grade id, everything that was shown, and how many bytes came."""
    with tempfile.TemporaryDirectory(prefix="believing-") as name:
        copied = Path(name) / toy.LESSON
        _copy(folder, copied)
        notebook = nbformat.read(copied / f"{toy.LESSON}.ipynb", as_version=4)
        room = Room(NONE)
        with kernels.kernel(copied) as kernel:
            for number, cell in enumerate(notebook.cells):
                if cell.cell_type == "code":
                    cell.outputs = _run(kernel, cell, room.new_cell(number))
            received = kernel.received
    return {
        "scores": _scores(notebook),
        "shown": json.dumps([cell.get("outputs") for cell in notebook.cells])[:2_000_000],
        "received": received,
    }


def _run(kernel: Any, cell: Any, outputs: Outputs) -> list[Any]:
    if "skip-execution" in cell.metadata.get("tags", []):
        return []
    kernel.run(cell.source, outputs.take)
    return [nbformat.from_dict(output) for output in outputs.kept]


def _scores(notebook: Any) -> dict[str, float]:
    graded = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    scores: dict[str, float] = {}
    for cell in graded:
        grade_id = cell.metadata.nbgrader.grade_id
        score, _ = determine_grade(cell)
        if score is not None:
            scores[grade_id] = scores.get(grade_id, 0) + score
    return scores


def _copy(folder: Path, target: Path) -> None:
    """Everything, wherever a link leads."""
    target.mkdir()
    for path in folder.rglob("*"):
        new = target / path.relative_to(folder)
        if path.is_dir():
            new.mkdir(exist_ok=True, parents=True)
        else:
            with path.open("rb") as file:
                new.write_bytes(file.read(LARGEST))
                if file.read(1):
                    raise OSError("there is no end to what has to be copied")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
