"""nbgrader goes on with its own settings where the course's can't be read; no notebook may run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tests.grading.classroom_kit import NAME, ROOT, hand_in, toy_course
from tests.stock_nbgrader import BARE, SOURCES

CONFIG = "nbgrader_config.py"
GONE = """
for _name in ("exporter_class", "autograde_preprocessors"):
    c.Autograde.pop(_name, None)
"""


@pytest.fixture
def course(tmp_path):
    """One notebook is handed in that leaves a trace where it runs."""
    lesson = toy_course(tmp_path)
    shutil.copy(ROOT / "nbgrader_config.json", tmp_path)
    path = hand_in(lesson, "ada") / lesson.notebook
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, new_code_cell(f"open({str(tmp_path / 'trace')!r}, 'w')"))
    nbformat.write(notebook, path)
    return tmp_path


def autograde(root, *more, **environment):
    """nbgrader's own command, from the course's folder or from elsewhere; whether it succeeded."""
    done = subprocess.run(
        [Path(sys.executable).with_name("nbgrader"), "autograde", NAME, *more],
        cwd=root if not more else root.parent,
        env=BARE | {"HOME": str(root)} | SOURCES | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode == 0, done.stdout + done.stderr


def assert_nothing_ran(root, succeeded):
    assert not succeeded
    assert not (root / "trace").exists()
    assert not list(root.glob("autograded/*"))


@pytest.mark.parametrize("broken", ["c.CourseDirectory.ignore = [", "1 / 0", GONE])
def test_settings_that_cannot_be_read_grade_nothing(course, broken):
    with (course / CONFIG).open("a") as settings:
        settings.write(f"\n{broken}\n")
    succeeded, said = autograde(course)
    assert_nothing_ran(course, succeeded)
    assert "No notebook was run. Put nbgrader_config.py right" in said


def test_nor_do_they_when_the_course_is_named_from_elsewhere(course):
    (course / CONFIG).write_text("1 / 0\n")
    succeeded, said = autograde(course, f"--course-dir={course}")
    assert_nothing_ran(course, succeeded)
    assert "Put nbgrader_config.py right" in said


def test_without_the_package_nothing_is_graded(course):
    (course / "elsewhere" / "nnkit").mkdir(parents=True)
    (course / "elsewhere" / "nnkit" / "__init__.py").touch()
    succeeded, said = autograde(course, PYTHONPATH=str(course / "elsewhere"))
    assert_nothing_ran(course, succeeded)
    assert "nnkit.grading" in said


def test_what_guards_them_says_nothing_else(course):
    """The two files agree, or nbgrader would warn."""
    _, said = autograde(course)
    assert "Collisions" not in said
    assert "Put nbgrader_config.py right" not in said


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The settings that come with the package, where Jupyter looks for those of everybody."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    [(source, place)] = built["targets"]["wheel"]["shared-data"].items()
    folder = tmp_path / "everybodys"
    folder.mkdir()
    shutil.copy(ROOT / source, folder / Path(place).relative_to("etc/jupyter"))
    return {"JUPYTER_CONFIG_PATH": str(folder)}


@pytest.mark.parametrize("broken", ["neither can be read", "neither is there"])
def test_without_both_settings_files_nothing_is_graded(course, installed, broken):
    for name in (CONFIG, "nbgrader_config.json"):
        (course / name).write_text("{")
        if broken == "neither is there":
            (course / name).unlink()
    succeeded, said = autograde(course, **installed)
    assert_nothing_ran(course, succeeded)
    assert "No notebook was run. Put nbgrader_config.py right" in said


def test_the_packages_settings_are_not_in_the_way_of_the_courses(course, installed):
    _, said = autograde(course, **installed)
    assert "Collisions" not in said
    assert "No notebook was run" not in said


def test_other_courses_in_the_same_environment_are_graded_as_ever(course, installed):
    shutil.rmtree(course / "lessons")
    (course / "solutions").rename(course / "source")
    for lesson in (course / "source").glob("*/lesson.md"):
        lesson.unlink()
    (course / CONFIG).write_text("c = get_config()\nc.CourseDirectory.course_id = 'nnkit'\n")
    (course / "nbgrader_config.json").unlink()
    _, said = autograde(course, **installed)
    assert "Sanitizing" in said
    assert "No notebook was run" not in said
