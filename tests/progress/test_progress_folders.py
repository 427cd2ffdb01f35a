"""Where nothing can be written, lessons go on, and are told that progress isn't kept."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from nnkit import progress
from nnkit.progress import locking


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every attempt to write fails as on a read-only disk, even for root, whom no mode stops."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    open_file, open_handle = io.open, os.open

    def open_to_read(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        return refuse() if set(mode) & set("wax+") else open_file(file, mode, *args, **kwargs)

    def open_handle_to_read(path: Any, flags: int, *args: Any, **kwargs: Any) -> Any:
        return refuse() if flags & os.O_CREAT else open_handle(path, flags, *args, **kwargs)

    monkeypatch.setattr(io, "open", open_to_read)
    monkeypatch.setattr(os, "open", open_handle_to_read)
    for name in ("replace", "rename", "unlink", "link"):
        monkeypatch.setattr(os, name, refuse)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.usefixtures("read_only")
def test_a_read_only_folder_says_that_progress_is_not_kept(tmp_path: Path) -> None:
    for note in (
        progress.record_pass("a", 1, 1, tmp_path),
        progress.record_answer("q", 1, folder=tmp_path),
    ):
        assert "isn't kept" in note
        assert "Read-only" in note
    assert progress.read(tmp_path) == progress.Progress()


def test_a_read_only_folder_can_be_read(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    progress.record_pass("a", 1, 1, tmp_path)
    before = contents(tmp_path)
    request.getfixturevalue("read_only")
    assert list(progress.read(tmp_path).passed) == ["a"]
    assert "isn't kept" in progress.record_pass("b", 1, 1, tmp_path)
    assert contents(tmp_path) == before


def test_a_damaged_file_in_a_read_only_folder_stays(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / progress.FILE).write_bytes(b"{")
    request.getfixturevalue("read_only")
    assert "damaged" in progress.read(tmp_path).note
    assert "damaged" in progress.record_pass("b", 1, 1, tmp_path)
    assert contents(tmp_path) == {progress.FILE: b"{"}


@pytest.mark.parametrize("name", ["missing", "file", "file/inside"])
def test_a_folder_that_is_none_raises_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    assert "isn't kept" in progress.record_pass("a", 1, 1, tmp_path / name)
    assert progress.read(tmp_path / name).passed == {}


def test_a_folder_in_the_file_s_place_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / progress.FILE).mkdir()
    assert "isn't kept" in progress.record_pass("a", 1, 1, tmp_path)
    assert "can't be read" in progress.read(tmp_path).note


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_half_way_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    progress.record_pass("a", 1, 1, tmp_path)
    before = contents(tmp_path)

    def fail(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fail)
    assert "No space left" in progress.record_pass("b", 1, 1, tmp_path)
    assert contents(tmp_path) == before, "and no unfinished file lies about"


def test_a_damaged_file_that_cannot_be_renamed_stays_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / progress.FILE).write_bytes(b"{")

    def busy(*_: Any) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "replace", busy)
    assert "can't be set aside" in progress.record_pass("a", 1, 1, tmp_path)
    assert sorted(os.listdir(tmp_path)) == [locking.LOCK, progress.FILE]


def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, refusals = os.replace, iter(range(2))

    def sometimes(*args: Any) -> None:
        if next(refusals, None) is not None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace(*args)

    monkeypatch.setattr(os, "replace", sometimes)
    assert progress.record_pass("a", 1, 1, tmp_path) == ""
    assert list(progress.read(tmp_path).passed) == ["a"]


def test_a_frozen_holder_of_the_lock_does_not_freeze_the_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    with locking.locked(tmp_path):
        assert "another program" in progress.record_pass("a", 1, 1, tmp_path)
        assert progress.read(tmp_path) == progress.Progress()
    assert progress.record_pass("a", 1, 1, tmp_path) == ""


def test_a_file_system_without_locks_still_keeps_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(handle: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locking, "_try_to_lock", unsupported)
    assert progress.record_pass("a", 1, 1, tmp_path) == ""
    assert list(progress.read(tmp_path).passed) == ["a"]
