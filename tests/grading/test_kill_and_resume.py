"""A run that is killed at any moment, and run again, ends where an uninterrupted one does."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.grading.classroom_kit import NAME, POINTS, hand_in, toy_course

SCRIPT = Path(__file__).with_name("interrupted.py")
KILLS, SUBMISSIONS = 15, 40


@pytest.fixture
def lesson(tmp_path):
    lesson = toy_course(tmp_path)
    choose = random.Random(1)
    for number in range(SUBMISSIONS):
        scores = [choose.choice([0.0, points]) for points in POINTS.values()]
        hand_in(lesson, f"s{number:02}", *scores, sleep=0.3, blank=number % 3 == 0)
    return lesson


class Runs:
    """Starts one run after the other in a course."""

    def __init__(self, root):
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, SCRIPT, root], stdin=PIPE, stdout=PIPE, text=True
        )

    def start(self, *options):
        self.process.stdin.write(" ".join(options) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def code(self):
        return int(self.process.stdout.readline())

    def whole(self, *options):
        """The last line of a run that nobody disturbs."""
        self.start(*options)
        assert self.code() == 0, self.said()
        return self.said()

    def said(self):
        return (self.root / "said").read_text().splitlines()[-1]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


@pytest.fixture
def runs(lesson):
    runs = Runs(lesson.root)
    yield runs
    runs.close()


def state(root):
    """What the gradebook and the autograded folders hold, without the random ids."""
    book = sqlite3.connect(root / "gradebook.db")
    queries = (
        "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade"
        " from grade g join submitted_notebook n on n.id = g.notebook_id"
        " join submitted_assignment s on s.id = n.assignment_id"
        " join base_cell c on c.id = g.cell_id order by 1, 2",
        "select s.student_id, c.name, k.auto_comment"
        " from comment k join submitted_notebook n on n.id = k.notebook_id"
        " join submitted_assignment s on s.id = n.assignment_id"
        " join base_cell c on c.id = k.cell_id order by 1, 2",
        "select s.student_id, fingerprint, problems from nnkit_graded g"
        " join submitted_assignment s on s.id = g.submission_id order by 1",
        "select s.student_id, grade_id, outcome from nnkit_outcome o"
        " join submitted_assignment s on s.id = o.submission_id order by 1, 2",
    )
    rows = [book.execute(query).fetchall() for query in queries]
    book.close()
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "autograded").rglob("*"))
        if path.is_file()
    }
    return rows, files


def recorded(root):
    book = sqlite3.connect(root / "gradebook.db", timeout=30)
    tables = book.execute("select count(*) from sqlite_master where name = 'nnkit_graded'")
    known = tables.fetchone()[0]
    done = (
        book.execute("select count(*) from nnkit_graded where fingerprint <> ''").fetchone()[0]
        if known
        else 0
    )
    book.close()
    return done


def calls(root):
    return sum(len(path.read_text()) for path in (root / "calls").iterdir())


def kill_once(runs, choose, *options):
    """Kill it at a random moment after it has begun to record."""
    before = recorded(runs.root)
    pid = runs.start(*options)
    while recorded(runs.root) in (0, before) and alive(pid):
        time.sleep(0.01)
    time.sleep(choose.random() * 0.1)
    assert alive(pid), runs.said()
    os.kill(pid, signal.SIGKILL)
    assert runs.code() == -signal.SIGKILL


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_fifteen_times_and_nothing_is_lost_or_repeated(lesson, runs, tmp_path_factory):
    root, choose = lesson.root, random.Random(os.getpid())
    done = [0]
    for _ in range(KILLS):
        kill_once(runs, choose)
        done.append(recorded(root))
    assert done == sorted(done)
    assert done[-1] < SUBMISSIONS
    said = runs.whole()
    assert said.startswith(f"{NAME}: {SUBMISSIONS - done[-1]} graded, {done[-1]} unchanged")
    killed = state(root)
    assert not list(root.glob("autograded/*/.*"))
    assert calls(root) <= SUBMISSIONS + KILLS * 4  # two workers, each with one more in hand

    whole = toy_course(tmp_path_factory.mktemp("whole"))
    (whole.root / "submitted").symlink_to(root / "submitted")
    undisturbed = Runs(whole.root)
    undisturbed.whole()
    undisturbed.close()
    assert state(whole.root) == killed


def test_forced_and_killed_it_goes_on_without_force(lesson, runs):
    for number in range(12, SUBMISSIONS):
        (lesson.root / "submitted" / f"s{number:02}").rename(lesson.root / f"away{number}")
    runs.whole()
    before = state(lesson.root)
    kill_once(runs, random.Random(2), "--force")
    done = recorded(lesson.root)
    assert 0 < done < 12
    assert f"{12 - done} graded, {done} unchanged" in runs.whole()
    assert state(lesson.root) == before


def test_stopped_by_hand_the_last_line_says_how_it_goes_on(lesson, runs):
    pid = runs.start()
    while not recorded(lesson.root):
        time.sleep(0.01)
    os.kill(pid, signal.SIGINT)
    assert runs.code() == 130
    assert runs.said().endswith("Run it again, and it goes on from here.")
    assert "Traceback" not in (lesson.root / "said").read_text()
