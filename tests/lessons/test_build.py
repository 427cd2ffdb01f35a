"""What is stored is what the sources say, and it holds nothing that learners shouldn't have."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nnkit.course.build import differences
from nnkit.course.leaks import find_leaks
from nnkit.exercises import all_exercises
from tests.lessons.conftest import LESSONS, ROOT, answers, read


def test_a_rebuild_changes_nothing(lesson):
    assert differences(ROOT, [lesson]) == []


def test_the_solved_notebook_gives_the_same_outputs_again(lesson, tmp_path):
    """nbval, on a copy: what it runs may leave files."""
    shutil.copytree(ROOT / "solutions" / lesson, tmp_path / lesson)
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", tmp_path / lesson],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def test_every_exercise_has_its_place_in_a_lesson_in_order():
    asked = [id for lesson in LESSONS for id in answers(read(notebook(lesson)))]
    assert asked == list(all_exercises())


def notebook(lesson: str) -> Path:
    return ROOT / "lessons" / lesson / f"{lesson}.ipynb"


def test_the_stored_notebook_is_small(lesson):
    stored = ROOT / "solutions" / lesson / f"{lesson}.ipynb"
    assert stored.stat().st_size <= 1.5e6


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_neither_the_lessons_nor_the_wheel_leak(wheel):
    assert find_leaks(ROOT, wheel=wheel) == []


def test_the_wheel_has_all_that_a_learner_needs(wheel, tmp_path):
    shutil.unpack_archive(wheel, tmp_path, "zip")
    packed = {path.relative_to(tmp_path) for path in (tmp_path / "nnkit").rglob("*.*")}
    here = {
        path.relative_to(ROOT)
        for path in (ROOT / "nnkit").rglob("*.*")
        if "__pycache__" not in path.parts
    }
    assert packed == here
