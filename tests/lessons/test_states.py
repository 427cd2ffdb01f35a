"""Solved, blank, wrong, partly solved, noisy: what nbgrader makes of each, with the course's settings."""

from __future__ import annotations

import csv
import re
from html import unescape

import pytest
from nbgrader.api import Gradebook

from nnkit.exercises import exercise
from nnkit.progress import read
from tests.lessons.conftest import questions, worthless


def graded_exercises(course):
    return [exercise(id) for id in course.students["solved"].sources]


def grades(course, student):
    """Points by exercise id, and of the checkpoint, as the gradebook has them."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        notebook = book.find_submission_notebook(course.lesson, course.lesson, student)
        return {
            grade.name.removeprefix("test-").replace("-", ".", 1): grade.auto_score
            for grade in notebook.grades
        }


def quiz_points(course, student):
    """By checkpoint: the points of the questions that this student answered (in these, rightly)."""
    answered = course.students[student].answers
    points = {}
    for question in questions(course.lesson):
        name = f"checkpoint.{question.counts_for.replace('.', '-')}"
        points[name] = points.get(name, 0) + question.points * (question.id in answered)
    return points


def no_quiz_points(course):
    return dict.fromkeys(quiz_points(course, "solved"), 0)


def reports(course, student):
    """The sentence of each check, as the learner reads it in the feedback, by exercise id."""
    found = {}
    for cell in course.autograded(student).cells:
        grader = cell.metadata.get("nbgrader", {})
        if grader.get("grade") and grader.grade_id.startswith("test-"):
            page = "".join(output.data["text/html"] for output in cell.outputs)
            words = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?code>", "`", page)))
            found[grader.grade_id.removeprefix("test-").replace("-", ".", 1)] = words
    return found


def first_words(text):
    """The beginning of an explanation, up to where markup may begin."""
    return re.split(r"[$`*_]", text)[0].strip()


def full(course):
    return {one.id: one.points for one in graded_exercises(course)}


@pytest.mark.parametrize("student", ["solved", "noisy"])
def test_right_answers_get_full_points(graded, student):
    assert grades(graded, student) == full(graded) | quiz_points(graded, "solved")


@pytest.mark.parametrize("student", ["blank", "wrong", "unparsable"])
def test_nothing_right_gets_nothing_and_never_null(graded, student):
    assert grades(graded, student) == dict.fromkeys(full(graded), 0) | no_quiz_points(graded)


def test_a_partly_solved_notebook_gets_just_what_passes(graded):
    wanted = {
        id: points if id in graded.students["partly"].sources else 0
        for id, points in full(graded).items()
    }
    assert grades(graded, "partly") == wanted | quiz_points(graded, "partly")
    total = sum(full(graded).values())
    assert 0 < sum(wanted.values()) < total or total == 0


def test_the_wrong_notebook_gets_each_mistakes_own_sentence(graded):
    told = reports(graded, "wrong")
    for one in graded_exercises(graded):
        assert one.mistakes[worthless(one)].sentence in told[one.id]


def test_what_is_not_there_is_only_called_not_written_yet(graded):
    for words in reports(graded, "blank").values():
        assert "is not written yet" in words
        assert "✗" not in words


def test_what_python_cannot_read_is_told_with_its_line(graded):
    for words in reports(graded, "unparsable").values():
        assert "stops in the line `)` with SyntaxError" in words


@pytest.mark.parametrize("student", ["solved", "blank", "wrong", "partly", "noisy"])
def test_every_notebook_runs_to_its_end(graded, student):
    code = [cell for cell in graded.autograded(student).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code if cell.source.strip())
    errors = [out for cell in code for out in cell.outputs if out.output_type == "error"]
    assert errors == []


def test_the_feedback_page_shows_the_sentence(graded):
    page = unescape(graded.feedback("wrong")).replace("<code>", "`").replace("</code>", "`")
    for one in graded_exercises(graded):
        assert one.mistakes[worthless(one)].sentence in page


def test_the_export_has_every_students_score(graded):
    with open(graded.root / "grades.csv", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    total = sum(full(graded).values()) + sum(quiz_points(graded, "solved").values())
    assert scores["solved"] == scores["noisy"] == total
    assert scores["blank"] == scores["wrong"] == 0
    assert 0 < scores["partly"] < total or total == 0


def test_what_was_handed_in_beside_the_notebook_is_untouched(graded):
    for student, work in graded.students.items():
        kept = graded.root / "autograded" / student / graded.lesson
        assert {id: entry["answer"] for id, entry in read(kept).answers.items()} == work.answers
        handed_in = graded.root / "submitted" / student / graded.lesson / "progress.json"
        assert not work.answers or handed_in.read_text() == (kept / "progress.json").read_text()


def test_the_feedback_explains_what_is_only_told_after_grading(graded):
    page = unescape(graded.feedback("wrong"))
    for question in questions(graded.lesson):
        if question.feedback == "after_grading":
            words = question.explanation or question.choices[0].explanation
            assert first_words(words) in page


def test_no_source_reaches_students_or_feedback(graded):
    given = {path.name for path in (graded.root / "lessons").rglob("*") if path.is_file()}
    back = {path.name for path in (graded.root / "feedback").rglob("*") if path.is_file()}
    assert not {"lesson.md", "quiz.yaml"} & (given | back)
    assert not any("BEGIN SOLUTION" in graded.feedback(student) for student in graded.students)
