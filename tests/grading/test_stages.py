"""nbgrader's own commands with the shipped settings: odd submissions, regrading, what is kept."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.lessons.conftest import ROOT, read, submissions, submit
from tests.stock_nbgrader import SOURCES, nbgrader

LESSON = "01_neuron"
HONEST = ("solved", "wrong", "blank")
ODD = ("nothing", "broken", "linked", "late", "renamed")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A course where some honest submissions and some odd ones were graded."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / LESSON, root / "solutions" / LESSON)
    states = submissions(LESSON)
    for student in HONEST:
        submit(root, LESSON, student, states[student])
    (root / "secret.txt").write_text("the teacher's own")
    for student in ODD:
        shutil.copytree(root / "submitted" / "solved", root / "submitted" / student)
    handed_in = {student: root / "submitted" / student / LESSON for student in ODD}
    (handed_in["nothing"] / f"{LESSON}.ipynb").unlink()
    (handed_in["broken"] / f"{LESSON}.ipynb").write_text("{'no': notebook}")
    (handed_in["linked"] / "notes.txt").symlink_to(root / "secret.txt")
    (handed_in["late"] / "page.html").write_text("<script>alert(1)</script>")
    (handed_in["linked"] / "progress.json").unlink()
    (handed_in["linked"] / "progress.json").symlink_to(root / "gradebook.db")
    (handed_in["late"] / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    (handed_in["renamed"] / f"{LESSON}.ipynb").rename(handed_in["renamed"] / "mine.ipynb")
    nbgrader(root, "generate_assignment", LESSON, "--force")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        book.update_or_create_assignment(LESSON, duedate="2026-11-19 10:00:00")
    nbgrader(root, "autograde", LESSON)
    return root


def notebook(root, student):
    return read(root / "autograded" / student / LESSON / f"{LESSON}.ipynb")


def grades(root, student):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        found = book.find_submission_notebook(LESSON, LESSON, student)
        return {grade.name: grade.auto_score for grade in found.grades}


@pytest.mark.parametrize("student", ["nothing", "broken", "renamed"])
def test_without_a_notebook_the_exercises_get_zero_and_the_reason_is_told(shipped, student):
    points = grades(shipped, student)
    assert points.pop("checkpoint-neuron") == 6, "the questions were answered all the same"
    assert set(points.values()) == {0}
    told = notebook(shipped, student).cells
    cards = [c.outputs[0].data["text/html"] for c in told if c.id == "test-neuron-neuron"]
    word = {"nothing": "There is no", "broken": "damaged", "renamed": "mine.ipynb"}[student]
    assert word in cards[0]


def test_links_lead_nowhere(shipped):
    folder = shipped / "autograded" / "linked" / LESSON
    assert not (folder / "notes.txt").exists()
    assert not (folder / "progress.json").exists()
    points = grades(shipped, "linked")
    assert (points["test-neuron-neuron"], points["checkpoint-neuron"]) == (2, 0)


def test_only_the_answers_and_the_date_go_on_with_the_notebook(shipped):
    names = {path.name for path in (shipped / "autograded" / "late" / LESSON).iterdir()}
    assert names == {f"{LESSON}.ipynb", "progress.json", "questions.json", "timestamp.txt"}


def test_late_submissions_are_known_as_late(shipped):
    with Gradebook(f"sqlite:///{shipped}/gradebook.db") as book:
        assert book.find_submission(LESSON, "late").total_seconds_late == 24 * 3600


def test_what_the_teacher_wrote_survives_a_regrade(shipped):
    database = f"sqlite:///{shipped}/gradebook.db"
    with Gradebook(database) as book:
        grade = book.find_grade("test-neuron-neuron", LESSON, LESSON, "wrong")
        grade.manual_score = 1.5
        comment = book.find_comment("neuron-neuron", LESSON, LESSON, "wrong")
        comment.manual_comment = "Nearly."
        book.db.commit()
    nbgrader(shipped, "autograde", LESSON, "--student", "wrong", "--force")
    with Gradebook(database) as book:
        grade = book.find_grade("test-neuron-neuron", LESSON, LESSON, "wrong")
        assert (grade.score, grade.auto_score, grade.needs_manual_grade) == (1.5, 0, True)
        comment = book.find_comment("neuron-neuron", LESSON, LESSON, "wrong")
        assert comment.comment == "Nearly."


def test_grades_made_without_a_sandbox_are_marked(shipped, monkeypatch):
    monkeypatch.setitem(SOURCES, "NNKIT_UNSAFE_NO_SANDBOX", "1")
    nbgrader(shipped, "autograde", LESSON, "--student", "blank", "--force")
    assert notebook(shipped, "blank").metadata.nnkit.sandbox is False
    with Gradebook(f"sqlite:///{shipped}/gradebook.db") as book:
        comment = book.find_comment("neuron-neuron", LESSON, LESSON, "blank").comment
    assert comment.startswith("No response. Graded without a sandbox")


def test_how_the_grades_came_about_is_kept(shipped):
    kept = notebook(shipped, "solved").metadata.nnkit
    assert kept.sandbox is True
    assert kept.seed != notebook(shipped, "wrong").metadata.nnkit.seed
    nbformat.validate(notebook(shipped, "solved"))
