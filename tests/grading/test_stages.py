"""nbgrader's own commands with the shipped settings, beside the same commands with its own."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.lessons.conftest import ROOT, read, submissions, submit
from tests.stock_nbgrader import SOURCES, STOCK_SETTINGS, nbgrader

LESSON = "01_neuron"
CUT = "... Output truncated ..."
OWN = re.compile(r"0x[0-9a-f]+|ipykernel_\d+")  # what no two runs have in common


def course(root: Path, settings: str) -> Path:
    """A course with the six states of the lesson handed in, not yet graded."""
    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(text + settings, encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / LESSON, root / "solutions" / LESSON)
    for student, work in submissions(LESSON).items():
        submit(root, LESSON, student, work)
    return root


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    root = course(tmp_path_factory.mktemp("stock"), STOCK_SETTINGS)
    for command in (["generate_assignment", LESSON, "--force"], ["autograde", LESSON], ["export"]):
        nbgrader(root, *command)
    return root


ODD = ("nothing", "broken", "linked", "late", "renamed")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The same, with some odd submissions more."""
    root = course(tmp_path_factory.mktemp("shipped"), "")
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
    nbgrader(root, "export")
    return root


def scores(root):
    with open(root / "grades.csv", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def notebook(root, student):
    return read(root / "autograded" / student / LESSON / f"{LESSON}.ipynb")


@pytest.mark.parametrize("student", list(submissions(LESSON)))
def test_the_same_scores_in_the_export(stock, shipped, student):
    def told(root):
        row = scores(root)[student]
        return {name: row[name] for name in ("raw_score", "score", "max_score")}

    assert told(shipped) == told(stock)


def shown(cell):
    """What a cell shows, without what differs from run to run: how streams are split and mixed."""
    streams, rest = {}, []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            views = [kind for kind in output.get("data", {}) if "widget" in kind]
            data = {k: v for k, v in output.get("data", {}).items() if k not in views}
            rest.append({**output, "data": data, "metadata": {}})
    if any(CUT in text for text in streams.values()):
        streams = {}  # how much is left depends on how the streams were split and mixed
    return OWN.sub("…", json.dumps([streams, rest], sort_keys=True))


def without_reasons(notebook):
    """The scores under the checks, not the cards: stock nbgrader can't know the reason."""
    for cell in notebook.cells:
        if cell.id.startswith("test-"):
            for output in cell.outputs:
                output["data"].pop("text/html", None)
    return notebook


@pytest.mark.parametrize("student", list(submissions(LESSON)))
def test_the_same_cells_with_the_same_outputs(stock, shipped, student):
    ours, theirs = notebook(shipped, student), notebook(stock, student)
    if student == "unparsable":
        ours, theirs = without_reasons(ours), without_reasons(theirs)
    assert [cell.id for cell in ours.cells] == [cell.id for cell in theirs.cells]
    for one, other in zip(ours.cells, theirs.cells, strict=True):
        assert one.source == other.source
        if one.cell_type == "code":
            assert shown(one) == shown(other), one.source
            assert one.execution_count == other.execution_count


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
