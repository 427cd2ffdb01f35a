"""work/ belongs to the learner: lessons are laid out there, and nothing is ever overwritten."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.course.errors import CourseError
from nnkit.course.workspace import RECORD, lay_out

FILES = ("01_toy/01_toy.ipynb", "01_toy/data.csv", "02_more/02_more.ipynb", "02_more/a/b.txt")


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


@pytest.fixture
def root(tmp_path):
    write(tmp_path / "lessons", {name: f"first {name}" for name in FILES})
    return tmp_path


def test_everything_is_laid_out_once(root):
    first = lay_out(root, root / "work")
    assert read(root / "work") == read(root / "lessons")
    assert first.new == list(FILES)
    assert list(first.lines()) == ["New in work/: 01_toy, 02_more."]
    second = lay_out(root, root / "work")
    assert (second.new, second.kept, second.outdated) == ([], list(FILES), [])


@settings(max_examples=30, deadline=None)
@given(
    mine=st.dictionaries(st.sampled_from(FILES), st.text("ab", max_size=3)),
    rounds=st.lists(st.dictionaries(st.sampled_from(FILES), st.text("cd", max_size=3)), max_size=3),
)
def test_whatever_changes_the_learners_files_stay(mine, rounds):
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root / "lessons", {name: f"first {name}" for name in FILES})
        write(root / "work", mine)
        for changes in [{}, *rounds]:
            write(root / "lessons", changes)
            lay_out(root, root / "work")
            there = read(root / "work")
            assert there | mine == there
            mine = there


def test_a_newer_edition_is_offered_and_never_forced(root):
    work = root / "work"
    lay_out(root, work)
    write(work, {FILES[0]: "mine"})
    write(root / "lessons", {FILES[0]: "second"})
    result = lay_out(root, work)
    assert result.outdated == [FILES[0]]
    assert f"rename work/{FILES[0]} and run this again" in list(result.lines())[-1]
    assert (work / FILES[0]).read_text() == "mine"
    (work / FILES[0]).rename(work / "01_toy" / "old.ipynb")
    assert lay_out(root, work).new == [FILES[0]]
    assert (work / FILES[0]).read_text() == "second"
    assert (work / "01_toy" / "old.ipynb").read_text() == "mine"
    assert lay_out(root, work).outdated == []


def test_a_damaged_record_costs_nothing(root):
    lay_out(root, root / "work")
    for damage in ("{", "[]", ""):
        (root / "work" / RECORD).write_text(damage)
        assert lay_out(root, root / "work").kept == list(FILES)


def test_two_at_once_lay_out_whole_files(root):
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: lay_out(root, root / "work"), range(4)))
    assert read(root / "work") == read(root / "lessons")
    assert sorted(name for result in results for name in result.new) == sorted(FILES)


def test_without_hard_links_nothing_is_overwritten_either(root, monkeypatch):
    def refuse(*names):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    write(root / "work", {FILES[1]: "mine"})
    lay_out(root, root / "work")
    assert read(root / "work") == read(root / "lessons") | {FILES[1]: "mine"}


def test_a_dangling_link_is_the_learners_too(root):
    (root / "work" / "01_toy").mkdir(parents=True)
    link = root / "work" / FILES[0]
    link.symlink_to(root / "nowhere")
    lay_out(root, root / "work")
    assert link.is_symlink()
    assert not (root / "nowhere").exists()


def test_a_file_in_place_of_a_folder_is_named(root):
    write(root / "work", {"02_more": "mine"})
    with pytest.raises(CourseError, match="02_more is a file, but a lesson's folder has to go"):
        lay_out(root, root / "work")
    assert (root / "work" / "02_more").read_text() == "mine"
