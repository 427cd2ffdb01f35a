"""What is handed in arrives, by nbgrader's own zip_collect, under the learner's name."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.course.handin import hand_in
from nnkit.course.workspace import lay_out


@pytest.fixture
def lesson(built):
    lay_out(built, built / "work")
    return Lesson(built, "01_toy")


def names(archive):
    with zipfile.ZipFile(archive) as packed:
        return packed.namelist()


def refusal(lesson, name="ada"):
    with pytest.raises(CourseError) as caught:
        hand_in(lesson, name, lesson.root / "work")
    return str(caught.value)


def test_a_hand_in_is_collected_with_its_progress(lesson):
    root, folder = lesson.root, lesson.root / "work" / "01_toy"
    (folder / "progress.json").write_text('{"passed": {}}')
    (folder / "notes.txt").write_text("mine")
    archive = hand_in(lesson, "ada", root / "work")
    assert archive == root / "work" / "ada_01_toy.zip"
    assert names(archive) == ["ada_01_toy/01_toy.ipynb", "ada_01_toy/progress.json"]
    inbox = root / "downloaded" / "01_toy" / "archive"
    inbox.mkdir(parents=True)
    shutil.copy(archive, inbox)
    shutil.copy(hand_in(lesson, "grace.h-2_b", root / "work"), inbox)
    done = subprocess.run(
        [Path(sys.executable).with_name("nbgrader"), "zip_collect", "01_toy"],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", "HOME": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for student in ("ada", "grace.h-2_b"):
        collected = root / "submitted" / student / "01_toy"
        for name in ("01_toy.ipynb", "progress.json"):
            assert (collected / name).read_bytes() == (folder / name).read_bytes()


def test_a_second_hand_in_replaces_the_first(lesson):
    work = lesson.root / "work"
    hand_in(lesson, "ada", work)
    (work / "01_toy" / "progress.json").write_text("{}")
    assert len(names(hand_in(lesson, "ada", work))) == 2
    assert [path.name for path in work.glob(".*.part")] == []


@pytest.mark.parametrize(
    "name", ["", "Ada L", "../ada", "a/b", ".ada", "zoë", "a+b", "*", "x" * 65]
)
def test_a_name_that_would_get_lost_is_refused(lesson, name):
    assert f'"{name}" can\'t be used as a name' in refusal(lesson, name)


@pytest.mark.parametrize("name", ["01_toy.ipynb", "progress.json"])
def test_symbolic_links_are_refused(lesson, tmp_path, name):
    target = tmp_path / "private.ipynb"
    target.write_text('{"cells": []}')
    link = lesson.root / "work" / "01_toy" / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    assert f"work/01_toy/{name} is a symbolic link" in refusal(lesson)


def test_a_linked_folder_is_refused(lesson):
    work = lesson.root / "work"
    os.rename(work / "01_toy", work / "elsewhere")
    (work / "01_toy").symlink_to(work / "elsewhere")
    assert "work/01_toy is a symbolic link" in refusal(lesson)


def test_a_missing_or_damaged_notebook_is_said_to_be(lesson):
    notebook = lesson.root / "work" / "01_toy" / "01_toy.ipynb"
    for damage in ("", "{", "[]", "{}", '{"cells": 1}'):
        notebook.write_text(damage)
        assert "work/01_toy/01_toy.ipynb is damaged" in refusal(lesson)
    notebook.unlink()
    assert "work/01_toy/01_toy.ipynb isn't there" in refusal(lesson)
    assert list(lesson.root.glob("work/*.zip")) == []
