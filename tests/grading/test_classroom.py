"""Many submissions: what is graded, what is said, and what a second run does."""

import os
import shutil
import sqlite3
import threading

import pytest
from nbgrader.api import Gradebook

from nnkit.course.errors import CourseError
from nnkit.grading.classroom import Wish, grade, printable
from tests.grading.classroom_kit import NAME, dying, hand_in, standin, toy_course, unfit


@pytest.fixture
def lesson(tmp_path):
    return toy_course(tmp_path)


def run(lesson, **wish):
    said = []
    tally = grade(lesson, Wish(jobs=2, **wish), standin, said.append)
    return tally, said


def scores(lesson):
    with Gradebook(f"sqlite:///{lesson.root}/gradebook.db", "nnkit") as book:
        return {each.student.id: each.score for each in book.assignment_submissions(NAME)}


def calls(lesson):
    return {path.name: len(path.read_text()) for path in (lesson.root / "calls").iterdir()}


def test_every_submission_is_graded_once(lesson):
    hand_in(lesson, "ada")
    hand_in(lesson, "bob", 1, 0, 0)
    tally, said = run(lesson)
    assert (tally.graded, tally.unchanged, tally.code, said) == (2, 0, 0, [])
    assert scores(lesson) == {"ada": 6, "bob": 1}
    tally, _ = run(lesson)
    assert (tally.graded, tally.unchanged) == (0, 2)
    assert calls(lesson) == {"ada": 1, "bob": 1}


def test_graded_again_is_what_changed(lesson):
    for student in ("ada", "bob", "eve"):
        hand_in(lesson, student)
    run(lesson)
    hand_in(lesson, "ada", 0, 0, 0)
    (lesson.root / "submitted" / "bob" / NAME / "timestamp.txt").write_text("2026-01-01 UTC")
    tally, _ = run(lesson)
    assert (tally.graded, tally.unchanged) == (2, 1)
    assert scores(lesson)["ada"] == 0
    shutil.rmtree(lesson.root / "autograded" / "eve")
    assert run(lesson)[0].graded == 1
    quiz = lesson.source_folder / "quiz.yaml"
    quiz.write_text(quiz.read_text() + "\n")
    assert run(lesson)[0].graded == 3
    assert run(lesson, draw=False)[0].graded == 3
    assert run(lesson, draw=False)[0].graded == 0
    assert run(lesson, draw=False, force=True)[0].graded == 3


def test_some_students_only(lesson):
    for student in ("ada", "alan", "bob"):
        hand_in(lesson, student)
    assert run(lesson, students=["a*"])[0].graded == 2
    assert set(scores(lesson)) == {"ada", "alan"}
    with pytest.raises(CourseError, match="fits --students zoe"):
        run(lesson, students=["bob", "zoe"])


def test_a_worker_has_a_limit_of_memory(lesson):
    hand_in(lesson, "ada")
    hand_in(lesson, "flood", do="fill")
    tally, said = run(lesson)
    assert (tally.graded, tally.code, len(said)) == (2, 0, 1)
    assert said[0].startswith("flood: The grading process")
    assert scores(lesson) == {"ada": 6, "flood": 0}


def test_a_worker_that_dies_costs_nobody_else_anything(lesson):
    for number in range(4):
        hand_in(lesson, f"s{number}")
    hand_in(lesson, "deadly", do="die")
    hand_in(lesson, "unlucky", do="die-once")
    tally, said = run(lesson)
    assert (tally.graded, tally.code) == (6, 0)
    assert said == ["deadly: The grading process was ended by signal 9, 2 times."]
    assert scores(lesson) == {"s0": 6, "s1": 6, "s2": 6, "s3": 6, "deadly": 0, "unlucky": 6}
    assert calls(lesson)["deadly"] == 2


def test_a_failure_of_the_grader_is_nobodys_grade(lesson):
    hand_in(lesson, "ada")
    hand_in(lesson, "bob", do="fail")
    tally, [said] = run(lesson)
    assert (tally.graded, tally.failed, tally.code) == (1, 1, 1)
    assert said.startswith("bob: could not be graded: OSError('The disk is full.')")
    assert set(scores(lesson)) == {"ada"}
    assert "Not graded: 1, see above. What they had before stays." in list(tally.lines())


def test_a_submission_that_never_ends_loses_its_worker(lesson):
    hand_in(lesson, "slow", sleep=60)
    hand_in(lesson, "quick")
    tally, [said] = run(lesson, patience=4)
    assert (tally.graded, said[:5]) == (2, "slow:")


@pytest.mark.parametrize("workshop", [unfit, dying])
def test_workers_that_cannot_start_stop_the_run(lesson, workshop):
    hand_in(lesson, "ada")
    with pytest.raises(CourseError, match=r"Grading can't start.*(no sandbox|code 3)"):
        grade(lesson, Wish(jobs=2), workshop)


def test_what_must_come_first_is_said(tmp_path):
    lesson = toy_course(tmp_path, known=False)
    with pytest.raises(CourseError, match="`nbgrader generate_assignment 01_toy --force`"):
        run(lesson)


def test_a_lesson_built_anew_must_be_told_to_nbgrader(lesson):
    hand_in(lesson, "ada")
    path = lesson.released / lesson.notebook
    path.write_text(path.read_text().replace('"points": 2.0', '"points": 4.0'))
    with pytest.raises(CourseError, match="other cells or points"):
        run(lesson)


def test_no_submissions_is_a_sentence(lesson):
    with pytest.raises(CourseError, match="Nobody has handed in 01_toy yet"):
        run(lesson)


def test_problems_are_one_line_each(lesson):
    hand_in(lesson, "ada", problems=["too\nmuch \x1b[31moutput", "and more"])
    folder = hand_in(lesson, "bob")
    (folder / "loop").symlink_to(lesson.root)
    (folder / "timestamp.txt").write_text("long ago")
    (lesson.root / "submitted" / "eve").symlink_to(folder.parent)
    tally, said = run(lesson)
    assert sorted(said) == [
        "ada: too much �[31moutput. and more.",
        "bob: timestamp.txt can't be read as a time, so it is not known whether it is late. "
        "loop is a link and was left out.",
        "eve: the student's folder is a symbolic link; put the folder itself there",
    ]
    assert (tally.graded, tally.troubled, tally.failed) == (2, 2, 1)


def test_only_one_run_at_a_time(lesson):
    hand_in(lesson, "ada", sleep=3)
    first = threading.Thread(target=run, args=(lesson,))
    first.start()
    while not (lesson.root / "calls").exists():
        os.sched_yield()
    with pytest.raises(CourseError, match="running in this course already"):
        run(lesson)
    first.join()


def test_a_locked_gradebook_is_waited_for(lesson):
    hand_in(lesson, "ada")
    other = sqlite3.connect(lesson.root / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(4, other.rollback)
    timer.start()
    tally, said = run(lesson)
    assert tally.graded == 1
    assert said[0] == "The gradebook is in use by another program; waiting for it."


def test_lines_do_not_steer_the_terminal():
    assert printable("a\x1b]0;b\n c\u202e") == "a�]0;b c�"
    assert len(printable("x" * 1000)) == 300
