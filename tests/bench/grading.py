"""Submissions a minute: stock nbgrader and `nnkit grade`, on the same files, one after the other.

The submissions are of lesson 01 in every state that the tests know, and solved by other right
answers than the lesson's. Stock is `nbgrader autograde` with the lesson's configuration but
without what this course plugs into it: no sandbox, no verifier. What is measured is the whole
command, from its start to its end. NNKIT_BENCH_SUBMISSIONS sets how many there are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from itertools import cycle, islice
from pathlib import Path

from nnkit.exercises import exercise
from tests.bench import otter
from tests.bench.memory import Ran, watched
from tests.lessons.conftest import ROOT, Submission, submissions, submit
from tests.stock_nbgrader import BARE, STOCK_SETTINGS, nbgrader

Row = tuple[str, float, str, str]
LESSON = "01_neuron"
MANY = int(os.environ.get("NNKIT_BENCH_SUBMISSIONS", "24"))
STOCK = STOCK_SETTINGS + 'os.environ.pop("JUPYTER_DEFAULT_PROVISIONER_NAME", None)\n'
WAYS = (
    ("figures drawn, 2 jobs", ["--jobs", "2"], 10),
    ("figures drawn, 1 job", ["--jobs", "1"], 0),
    ("figures not drawn, 2 jobs", ["--jobs", "2", "--no-figures"], 20),
    ("figures not drawn, 1 job", ["--jobs", "1", "--no-figures"], 0),
)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        course = _course(Path(folder) / "course", MANY)
        rate, points = yield from _stock(course)
        yield from _ours(course, rate, points)
        yield from otter.rows(LESSON, Path(folder) / "otter")


def _course(root: Path, many: int) -> Path:
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for part in ("solutions", "lessons"):
        shutil.copytree(ROOT / part, root / part)
    states = submissions(LESSON) | {"otherwise": _otherwise(), "another": _otherwise(1)}
    for number, (state, work) in enumerate(islice(cycle(states.items()), many)):
        submit(root, LESSON, f"{state}-{number:03}", work)
    nbgrader(root, "generate_assignment", LESSON, "--force")
    return root


def _otherwise(which: int = 0) -> Submission:
    """Every exercise answered by one of its other right answers: sums in another order, say."""
    solved = submissions(LESSON)["solved"]
    return Submission({id: _alternative(id, which) for id in solved.sources}, solved.answers)


def _alternative(id: str, which: int) -> str:
    name, count = exercise(id).name, len(exercise(id).alternatives)
    head = "from nnkit.exercises import exercise\n"
    return head + f"{name} = exercise({id!r}).alternatives[{which % count}]"


def _stock(course: Path) -> Generator[Row, None, tuple[float, dict[str, float]]]:
    """Its rows; and then its rate and its points."""
    place = _copy(course, "stock")
    with open(place / "nbgrader_config.py", "a") as settings:
        settings.write(STOCK)
    ran = watched(_command("nbgrader", "autograde", LESSON), place, _environment(place))
    if ran.code:
        raise RuntimeError(f"Stock nbgrader failed:\n{ran.said[-2000:]}")
    yield f"nbgrader autograde, {MANY} submissions", _rate(ran), "/min", _note(ran)
    return _rate(ran), _points(place)


def _ours(course: Path, stock: float, points: dict[str, float]) -> Iterator[Row]:
    if not _can_grade():
        yield "nnkit grade", float("nan"), "/min", "not measured: this nnkit has no such command"
        return
    for name, options, goal in WAYS:
        place = _copy(course, name.replace(" ", "-"))
        ran = watched(_command("nnkit", "grade", LESSON, *options), place, _environment(place))
        if ran.code:
            yield name, float("nan"), "/min", f"failed: {ran.said.strip().splitlines()[-1][:150]}"
            continue
        wanted = f"goal: at least {goal}" if goal else ""
        yield name, _rate(ran), "/min", _note(ran)
        yield (
            f"  {name}, against stock",
            _rate(ran) / stock,
            "×",
            wanted,
        )
        jobs = int(options[1])
        yield f"  {name}, peak memory a job", ran.megabytes / jobs, "MB", "goal: at most 300"
        same = sum(_points(place).get(student) == score for student, score in points.items())
        yield f"  {name}, same points as stock", same, f"of {len(points)}", "stock: no secret cases"
    yield from _alone(course)


def _alone(course: Path) -> Iterator[Row]:
    place = _copy(course, "one")
    only = ["--students", "solved-000", "--jobs", "1"]
    ran = watched(_command("nnkit", "grade", LESSON, *only), place, _environment(place))
    yield "start-up and one submission", ran.seconds, "s", "figures drawn"


def _can_grade() -> bool:
    asked = subprocess.run(_command("nnkit", "grade", "--help"), capture_output=True, check=False)
    return asked.returncode == 0


def _copy(course: Path, name: str) -> Path:
    return Path(shutil.copytree(course, course.with_name(name)))


def _command(program: str, *arguments: str) -> list[str]:
    if program == "nnkit":  # that of this folder, whichever is installed
        return [sys.executable, "-m", "nnkit.cli", *arguments]
    return [str(Path(sys.executable).with_name(program)), *arguments]


def _environment(home: Path) -> dict[str, str]:
    return BARE | {"HOME": str(home), "PYTHONPATH": str(ROOT)}


def _rate(ran: Ran) -> float:
    return 60 * MANY / ran.seconds


def _note(ran: Ran) -> str:
    return f"{ran.seconds:.1f} s with start-up, {ran.megabytes:.0f} MB in all"


def _points(course: Path) -> dict[str, float]:
    """The score of every student in the gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {each.student_id: each.score for each in book.assignment_submissions(LESSON)}
