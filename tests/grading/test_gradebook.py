"""What is written for a submission is what nbgrader itself would have written."""

import csv
import shutil
import sqlite3
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from nnkit.course.errors import CourseError
from nnkit.grading.gradebook import Book, Entry
from nnkit.grading.record import Record, Scored, unpack
from nnkit.grading.settings import read_settings
from nnkit.grading.stages import UNBOXED
from tests.grading.classroom_kit import NAME, SOLUTIONS, graded_notebook, record_of, toy_course
from tests.stock_nbgrader import nbgrader

LATE, IN_TIME = datetime(2026, 3, 2), datetime(2026, 2, 27)
CLASS = {  # student: scores, whether the first cell is as given out, when it came, a manual score
    "ada": ((2.0, 1.0, 3.0), False, IN_TIME, None),
    "bob": ((0.5, 0.0, 1.0), True, None, None),
    "eve": ((2.0, 1.0, 0.0), False, LATE, None),
    "kim": ((2.0, 0.0, 3.0), False, LATE, 1.5),
}


@pytest.fixture
def lesson(tmp_path):
    lesson = toy_course(tmp_path / "ours")
    config = lesson.root / "nbgrader_config.py"
    late = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    config.write_text(config.read_text() + late)
    with opened(lesson.root) as book:
        book.find_assignment(NAME).duedate = datetime(2026, 3, 1)
        for student, (*_, manual) in CLASS.items():
            book.add_student(student)
            if manual is not None:
                book.add_submission(NAME, student)
                book.find_grade("test-toy-double", NAME, NAME, student).manual_score = manual
                book.find_comment(SOLUTIONS[1], NAME, NAME, student).manual_comment = "Nearly!"
        book.db.commit()
    return lesson


def opened(root):
    return Gradebook(f"sqlite:///{root}/gradebook.db", "nnkit")


def write_ours(lesson, **more):
    with Book(read_settings(lesson), lesson) as book:
        for student, (scores, blank, when, _) in CLASS.items():
            record = record_of({"scores": scores, "blank": blank})
            book.write(Entry(student, record, f"mark of {student}", timestamp=when, **more))


def write_stock(root):
    config = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
    for student, (scores, blank, when, _) in CLASS.items():
        with opened(root) as book:
            more = {"timestamp": str(when)} if when else {}
            book.update_or_create_submission(NAME, student, **more)
        notebook = graded_notebook(scores)
        for cell in notebook.cells:
            same = blank and cell.metadata.nbgrader.grade_id == SOLUTIONS[0]
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell) if same else "other"
        who = {"notebook": NAME, "assignment": NAME, "student": student}
        resources = {"nbgrader": who | {"db_url": f"sqlite:///{root}/gradebook.db"}}
        for stage in (SaveAutoGrades, AssignLatePenalties):
            stage(config=config).preprocess(notebook, resources)


def rows(root):
    """nbgrader's rows, without the random ids."""
    with opened(root) as book:
        found = []
        for submission in book.assignment_submissions(NAME):
            [notebook] = submission.notebooks
            found.append(submission.to_dict() | {"id": 0, "late": notebook.late_submission_penalty})
            found.append(notebook.to_dict() | {"id": 0})
            found += [each.to_dict() | {"id": 0} for each in notebook.grades]
            found += [each.to_dict() | {"id": 0} for each in notebook.comments]
        return sorted(found, key=str)


def exported(root):
    nbgrader(root, "export")
    with (root / "grades.csv").open() as file:
        return list(csv.DictReader(file))


def test_the_rows_and_the_export_are_those_of_nbgrader(lesson):
    stock = lesson.root.with_name("stock")
    shutil.copytree(lesson.root, stock)
    write_ours(lesson)
    write_stock(stock)
    assert rows(lesson.root) == rows(stock)
    ours = exported(lesson.root)
    assert ours == exported(stock)
    assert [each["score"] for each in ours] == ["6.0", "1.5", "0.0", "0.0"]


def test_written_twice_it_is_the_same_and_the_teachers_words_stay(lesson):
    write_ours(lesson)
    before = rows(lesson.root)
    write_ours(lesson)
    assert rows(lesson.root) == before
    with opened(lesson.root) as book:
        grade = book.find_grade("test-toy-double", NAME, NAME, "kim")
        assert (grade.score, grade.auto_score, grade.needs_manual_grade) == (1.5, 2.0, True)
        assert book.find_comment(SOLUTIONS[1], NAME, NAME, "kim").comment == "Nearly!"


def test_an_upgrade_of_the_gradebook_leaves_our_tables_alone(lesson):
    write_ours(lesson)
    before = rows(lesson.root)
    nbgrader(lesson.root, "db", "upgrade")
    assert rows(lesson.root) == before
    book = sqlite3.connect(lesson.root / "gradebook.db")
    assert book.execute("select count(*) from nnkit_graded").fetchone() == (len(CLASS),)


def test_a_submission_that_was_removed_is_not_known_any_more(lesson):
    write_ours(lesson)
    with opened(lesson.root) as book:
        book.remove_submission(NAME, "bob")
    with Book(read_settings(lesson), lesson) as book:
        assert book.knows("ada", "mark of ada")
        assert not book.knows("ada", "another")
        assert not book.knows("bob", "mark of bob")


def test_without_the_sandbox_every_comment_says_so(lesson):
    write_ours(lesson, unsafe=True)
    with opened(lesson.root) as book:
        said = [book.find_comment(name, NAME, NAME, "bob").comment for name in SOLUTIONS]
    assert said == [f"No response. {UNBOXED}", UNBOXED]


def test_all_of_a_submission_is_stored_or_nothing(lesson):
    bad = record_of({"scores": (2.0, 1.0, 3.0), "answers": {"toy.why": object()}})
    with Book(read_settings(lesson), lesson) as book, pytest.raises(TypeError):
        book.write(Entry("zoe", bad, "mark"))
    with opened(lesson.root) as book:
        assert "zoe" not in {student.id for student in book.students}


def test_a_gradebook_that_stays_locked_is_given_up_with_a_sentence(lesson):
    other = sqlite3.connect(lesson.root / "gradebook.db")
    with Book(read_settings(lesson), lesson, say=lambda line: None) as book:
        other.execute("BEGIN EXCLUSIVE")
        book.patience = 0
        with pytest.raises(CourseError, match="keeps the gradebook locked"):
            book.knows("ada", "mark")
        other.rollback()


@pytest.mark.parametrize("score", [float("nan"), -1, 2.5, float("inf")])
def test_a_score_that_is_none_can_not_be_recorded(score):
    with pytest.raises(ValueError, match="can't be stored"):
        Scored(score, 2.0)


def test_a_record_comes_whole_out_of_the_pipe():
    record = record_of({"scores": (2.0, 0.0, 1.5), "problems": ["half a pair: \ud83d"]})
    assert unpack(record.pack()) == record
    for junk in (b"", b"{}", b"[]", b'{"grades": 1}', b"[" * 100_000):
        with pytest.raises(ValueError, match=r".+"):
            unpack(junk)
    assert isinstance(record, Record)
