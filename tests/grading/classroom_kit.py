"""A course with a lesson of two exercises and a checkpoint, and a stand-in for grading."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from nnkit.course.catalogue import Lesson
from nnkit.grading.record import Record, Scored
from nnkit.grading.worker import GradeOne, Task

ROOT = Path(__file__).parents[2]
NAME = "01_toy"
POINTS = {"test-toy-double": 2.0, "test-toy-halve": 1.0, "checkpoint-toy": 3.0}
SOLUTIONS = ("toy-double", "toy-halve")
QUIZ = """\
- id: toy.why
  kind: single
  prompt: Why twice?
  feedback: after_grading
  points: 3
  checkpoint: true
  choices:
    - text: Because it is added to itself.
      correct: true
      explanation: Adding a number to itself gives twice the number.
    - text: Because of the weather.
      explanation: The weather has no influence on numbers at all.
"""


def graded_cell(grade_id: str, **facts: object):
    usual = {"grade": False, "solution": False, "locked": False, "task": False}
    mark = usual | {"grade_id": grade_id, "schema_version": 3, "cell_type": "code"} | facts
    return new_code_cell(f"{grade_id.replace('-', '_')} = 0", metadata={"nbgrader": mark})


def toy_notebook():
    cells = [graded_cell(name, solution=True) for name in SOLUTIONS]
    cells += [graded_cell(n, grade=True, locked=True, points=p) for n, p in POINTS.items()]
    for number, cell in enumerate(cells):
        cell.id = f"toy-{number}"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def toy_course(root: Path, *, known: bool = True) -> Lesson:
    """The course's folders; ``known``: with the lesson in its gradebook."""
    lesson = Lesson(root, NAME)
    for folder in (lesson.released, lesson.source_folder):
        folder.mkdir(parents=True)
        nbformat.write(toy_notebook(), folder / lesson.notebook)
        (folder / "data.csv").write_text("1,2\n")
    lesson.source.write_text("# Toy\n")
    (lesson.source_folder / "quiz.yaml").write_text(QUIZ)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    if known:
        (root / "gradebook.db").write_bytes(_gradebook())
    return lesson


@cache
def _gradebook() -> bytes:
    """The file of a gradebook that knows the lesson: nbgrader takes seconds to make it."""
    from nbgrader.api import Gradebook

    with tempfile.TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        _fill(Gradebook, root)
        return Path(root, "gradebook.db").read_bytes()


def _fill(Gradebook, root: str) -> None:
    with Gradebook(f"sqlite:///{root}/gradebook.db", "nnkit") as book:
        book.add_assignment(NAME, course_id="nnkit")
        book.add_notebook(NAME, NAME)
        for name, points in POINTS.items():
            book.add_grade_cell(name, NAME, NAME, max_score=points, cell_type="code")
        for name in SOLUTIONS:
            book.add_solution_cell(name, NAME, NAME)


def hand_in(lesson: Lesson, student: str, *scores: float, **more: object) -> Path:
    """A submission that tells the stand-in what to do with it."""
    folder = lesson.root / "submitted" / student / lesson.name
    folder.mkdir(parents=True, exist_ok=True)
    order = {"scores": scores or (2.0, 1.0, 3.0), **more}
    notebook = toy_notebook()
    notebook.metadata["order"] = order
    nbformat.write(notebook, folder / lesson.notebook)
    return folder


@contextmanager
def standin(task: Task) -> Iterator[GradeOne]:
    """Does what the submission says."""
    assert Lesson(task.root, task.lesson).released.is_dir()
    yield stand_in_for_grading


@contextmanager
def unfit(task: Task) -> Iterator[GradeOne]:
    raise OSError("There is no sandbox to be had.")
    yield


@contextmanager
def dying(task: Task) -> Iterator[GradeOne]:
    os._exit(3)
    yield


def stand_in_for_grading(folder: Path) -> Record:
    [path] = folder.glob("*.ipynb")
    notebook = json.loads(path.read_text())
    order = notebook["metadata"]["order"]
    (folder.parents[2] / "calls").mkdir(exist_ok=True)
    with (folder.parents[2] / "calls" / folder.parent.name).open("a") as calls:
        calls.write("x")
    time.sleep(order.get("sleep", 0))
    if order.get("do") == "die" or (order.get("do") == "die-once" and tried(folder) == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    if order.get("do") == "fill":
        bytearray(2_100_000_000)
    if order.get("do") == "fail":
        raise OSError("The disk is full.")
    return record_of(order)


def tried(folder: Path) -> int:
    return len((folder.parents[2] / "calls" / folder.parent.name).read_text())


def record_of(order) -> Record:
    mistakes = order.get("mistakes", ["", "", ""])
    grades = {
        name: Scored(score, points, outcome(score, points), mistake, mistake and f"It {mistake}.")
        for (name, points), score, mistake in zip(
            POINTS.items(), order["scores"], mistakes, strict=True
        )
    }
    return Record(
        nbformat.writes(graded_notebook(order["scores"])),
        grades,
        {SOLUTIONS[0]: "No response." if order.get("blank") else None, SOLUTIONS[1]: None},
        order.get("answers", {}),
        tuple(order.get("problems", ())),
        seed=7,
        seconds=0.5,
    )


def graded_notebook(scores):
    notebook = toy_notebook()
    for cell, score in zip(notebook.cells[len(SOLUTIONS) :], scores, strict=True):
        data = {"text/plain": f"{score:g}", "text/html": f"<p>{score:g} points</p>"}
        cell.outputs = [new_output("execute_result", data, execution_count=1)]
    return notebook


def outcome(score: float, points: float) -> str:
    return "passed" if score == points else "partly right" if score else "wrong"
