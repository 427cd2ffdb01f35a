"""nbgrader's stock commands work from the course's folder, without an activated environment."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from nnkit.course.leaks import find_leaks
from nnkit.course.release import course_config
from tests.stock_nbgrader import STOCK_SETTINGS, nbgrader

PROGRESS = {"answers": {"toy.why": {"answer": "Because it is added to itself."}}, "kept": True}


def submit(root):
    """Hand in the toy lesson with right answers."""
    folder = root / "submitted" / "ada" / "01_toy"
    folder.mkdir(parents=True)
    notebook = nbformat.read(root / "solutions" / "01_toy" / "01_toy.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = "\n".join(line for line in cell.source.splitlines() if "###" not in line)
    nbformat.write(notebook, folder / "01_toy.ipynb")
    (folder / "progress.json").write_text(json.dumps(PROGRESS))


def graded_points(root):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        grades = book.find_submission_notebook("01_toy", "01_toy", "ada").grades
        return {grade.name: grade.auto_score for grade in grades}


@pytest.fixture
def config(built_once):
    return course_config(built_once)


def test_a_learners_progress_is_never_overwritten(config):
    assert config.Autograde.exclude_overwriting == {"01_toy": ["progress.json"]}
    assert "progress.json" not in config.CourseDirectory.ignore


def test_the_config_needs_no_solutions_folder(built):
    (built / "solutions").rename(built / "elsewhere")
    assert course_config(built).Autograde.exclude_overwriting == {}


def test_stock_commands_grade_without_leaking(built):
    with (built / "nbgrader_config.py").open("a") as config:  # the toys are no exercises of ours
        config.write(STOCK_SETTINGS)
    before = (built / "lessons" / "01_toy" / "01_toy.ipynb").read_bytes()
    submit(built)
    nbgrader(built, "generate_assignment", "01_toy", "--force")  # makes the gradebook, by alembic
    nbgrader(built, "autograde", "01_toy")
    nbgrader(built, "generate_feedback", "01_toy")
    nbgrader(built, "export")
    assert (built / "lessons" / "01_toy" / "01_toy.ipynb").read_bytes() == before
    assert "ada" in (built / "grades.csv").read_text()
    assert graded_points(built) == {"test-toy-double": 2, "test-toy-halve": 0, "checkpoint-toy": 2}
    page = (built / "feedback" / "ada" / "01_toy" / "01_toy.html").read_text()
    assert "Adding a number to itself gives twice the number." in page
    for folder in ("autograded", "feedback"):
        kept = built / folder / "ada" / "01_toy" / "progress.json"
        assert json.loads(kept.read_text()) == PROGRESS
    assert find_leaks(built, feedback=built / "feedback") == []
