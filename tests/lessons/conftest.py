"""A course of its own for each lesson, graded once by nbgrader as it is set up here."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from nnkit.check import run_check
from nnkit.course.catalogue import lessons, notebooks
from nnkit.exercises import Exercise, exercise
from nnkit.progress import record_answer
from nnkit.quiz import read_bank
from nnkit.quiz.question import Question
from tests.stock_nbgrader import nbgrader

ROOT = Path(__file__).parents[2]
LESSONS = [lesson.name for lesson in lessons(ROOT)]
NOTEBOOKS = [lesson.name for lesson in notebooks(ROOT)]  # the extras, too
MARKER = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)

# In front of a right answer: things that stock nbgrader would score as 0.
NOISE = """
import logging, sys, warnings
warnings.warn("careful")
logging.warning("logged")
print("to stderr", file=sys.stderr)
np.log(np.zeros(1))
"""


def pytest_generate_tests(metafunc):
    if "graded" in metafunc.fixturenames:
        metafunc.parametrize("lesson", LESSONS, scope="session")
    elif "lesson" in metafunc.fixturenames:
        metafunc.parametrize("lesson", NOTEBOOKS, scope="session")


def read(path: Path):
    return nbformat.read(path, as_version=4)


def answers(notebook) -> dict[str, nbformat.NotebookNode]:
    """The solution cells by exercise id."""
    return {
        cell.metadata.nbgrader.grade_id.replace("-", ".", 1): cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


@dataclass(frozen=True)
class Submission:
    """What somebody hands in: sources by exercise id, and answers by question id."""

    sources: dict[str, str] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """A graded course in a temporary folder."""

    root: Path
    lesson: str
    students: dict[str, Submission]

    def autograded(self, student: str):
        return read(self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb")

    def feedback(self, student: str) -> str:
        page = self.root / "feedback" / student / self.lesson / f"{self.lesson}.html"
        return page.read_text(encoding="utf-8")


def questions(lesson: str) -> list[Question]:
    """The questions of the lesson's checkpoints, with their keys."""
    bank = ROOT / "solutions" / lesson / "quiz.yaml"
    if not bank.is_file():
        return []
    asked = read_bank(bank.read_text(encoding="utf-8"), lesson[3:]).questions
    return [question for question in asked if question.checkpoint]


def right_answer(question: Question) -> object:
    if question.kind == "numeric":
        return question.answer
    right = [choice.text for choice in question.choices if choice.correct]
    return right if question.kind == "multiple" else right[0]


def wrong_answer(question: Question) -> object:
    if question.kind == "numeric":
        return question.answer + 10 * (1 + question.tolerance)
    wrong = [choice.text for choice in question.choices if not choice.correct]
    return wrong[:1] if question.kind == "multiple" else wrong[0]


def submissions(lesson: str) -> dict[str, Submission]:
    """The states in which a notebook can come in."""
    solved = {
        id: MARKER.sub("", cell.source)
        for id, cell in answers(read(ROOT / "solutions" / lesson / f"{lesson}.ipynb")).items()
    }
    every_second = list(solved)[::2]
    asked = questions(lesson)
    right = {question.id: right_answer(question) for question in asked}
    some = {question.id: right_answer(question) for question in asked[::2]}
    wrong = {question.id: wrong_answer(question) for question in asked}

    def mistaken(id: str) -> str:
        name = exercise(id).name
        number = worthless(exercise(id))
        head = "from nnkit.exercises import exercise\n"
        return head + f"{name} = exercise({id!r}).mistakes[{number}].function"

    def noisy(source: str) -> str:
        head, body = source.split('"""\n', 1)
        return head + '"""' + NOISE.replace("\n", "\n    ") + "\n" + body

    return {
        "solved": Submission(solved, right),
        "blank": Submission(),
        "wrong": Submission({id: mistaken(id) for id in solved}, wrong),
        "partly": Submission({id: solved[id] for id in every_second}, some),
        "noisy": Submission({id: noisy(source) for id, source in solved.items()}, right),
        "unparsable": Submission({id: source + "\n)" for id, source in solved.items()}),
    }


def worthless(one: Exercise) -> int:
    """The number of the first known mistake that earns nothing, not even a part of the points."""
    return next(
        number
        for number, mistake in enumerate(one.mistakes)
        if run_check(one.id, mistake.function).score == 0
    )


def submit(root: Path, lesson: str, student: str, work: Submission) -> None:
    notebook = read(ROOT / "lessons" / lesson / f"{lesson}.ipynb")
    for id, cell in answers(notebook).items():
        cell.source = work.sources.get(id, cell.source)
    folder = root / "submitted" / student / lesson
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")
    for id, answer in work.answers.items():
        record_answer(id, answer, folder=folder)


@pytest.fixture(scope="session")
def graded(lesson, tmp_path_factory) -> Course:
    """generate, autograde, feedback, export: nbgrader's commands, once for each lesson."""
    root = tmp_path_factory.mktemp(lesson)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    students = submissions(lesson)
    for student, work in students.items():
        submit(root, lesson, student, work)
    nbgrader(root, "generate_assignment", lesson, "--force")
    nbgrader(root, "autograde", lesson)
    nbgrader(root, "generate_feedback", lesson)
    nbgrader(root, "export")
    return Course(root, lesson, students)
