"""What a kernel can read and write. Each protection is also shown to matter: off, and it fails."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

import pytest

from nnkit.grading.sandbox import Policy
from tests.grading.sandbox.shut_in import shut_in

SECRET = "the answers"
HIDDEN_OFF = frozenset({"hidden"})
READONLY_OFF = frozenset({"readonly"})


@pytest.fixture
def course(at) -> Path:
    """A folder that everybody on the machine may read and write."""
    folder = at.root / "course"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret.txt").chmod(0o666)
    return folder


def test_nothing_is_readable_that_is_not_named(who, at, course):
    read = (course / "secret.txt").read_text
    assert "FileNotFoundError" in shut_in(Policy(), read, who, at).error
    assert shut_in(Policy(without=HIDDEN_OFF), read, who, at).value == SECRET


def test_what_is_hidden_is_so_within_what_is_kept(who, at, course):
    read = (course / "secret.txt").read_text
    kept = (str(at.root),)
    assert shut_in(Policy(keep=kept), read, who, at).value == SECRET
    hidden = Policy(keep=kept, hide=(str(course),))
    assert "FileNotFoundError" in shut_in(hidden, read, who, at).error


def test_what_is_kept_is_readable_within_what_is_hidden(who, at, course):
    policy = Policy(keep=(str(course),), hide=(str(at.root),))
    assert shut_in(policy, (course / "secret.txt").read_text, who, at).value == SECRET
    seen = shut_in(policy, lambda: sorted(os.listdir(at.root)), who, at).value
    assert seen == ["course", "cwd", "sockets"]


def test_a_symbolic_link_leads_nowhere(who, at, course):
    def follow() -> str:
        Path("link").symlink_to(course / "secret.txt")
        return Path("link").read_text()

    assert "FileNotFoundError" in shut_in(Policy(), follow, who, at).error
    assert shut_in(Policy(without=HIDDEN_OFF), follow, who, at).value == SECRET


def test_what_is_kept_cannot_be_written(who, at, course):
    def write() -> None:
        (course / "secret.txt").write_text("nothing")

    kept = (str(course),)
    assert "Read-only" in shut_in(Policy(keep=kept), write, who, at).error
    assert (course / "secret.txt").read_text() == SECRET
    shut_in(Policy(keep=kept, without=READONLY_OFF), write, who, at)
    assert (course / "secret.txt").read_text() == "nothing"


def test_what_is_kept_cannot_be_linked(who, at, course):
    def link() -> None:
        os.link(course / "secret.txt", course / "second.txt")

    kept = (str(course),)
    assert "Read-only" in shut_in(Policy(keep=kept), link, who, at).error
    assert not shut_in(Policy(keep=kept, without=READONLY_OFF), link, who, at).error
    assert (course / "second.txt").exists()


def test_what_is_kept_cannot_be_linked_into_the_own_folder(who, at, course):
    policy = Policy(keep=(str(course),), without=READONLY_OFF)
    link = shut_in(policy, lambda: os.link(course / "secret.txt", "own.txt"), who, at)
    assert "cross-device" in link.error


def test_the_root_and_the_system_are_read_only(who, at):
    def write() -> list[str]:
        written = []
        for folder in ("/", "/etc", "/usr", "/dev", "/proc/1", str(at.root)):
            with contextlib.suppress(OSError):
                Path(folder, "mine").write_text("")
                written.append(folder)
        return written

    assert shut_in(Policy(), write, who, at).value == []


def test_the_own_folders_are_writable_and_private(who, at):
    def write() -> list[str]:
        for folder in (".", "/tmp", "/dev/shm"):
            Path(folder, "mine").write_text("mine")
        return os.listdir(".")

    assert shut_in(Policy(), write, who, at).value == ["mine"]
    assert not list(at.cwd.iterdir())
    assert not Path("/tmp/mine").exists()


def test_data_files_are_copied_and_no_link_is_followed(who, at, course):
    (at.cwd / "data").mkdir()
    (at.cwd / "data" / "sizes.csv").write_text("1,2")
    (at.cwd / "lesson.ipynb").write_text("{}")
    (at.cwd / "link.txt").symlink_to(course / "secret.txt")
    os.mkfifo(at.cwd / "pipe")

    def look() -> list[object]:
        Path("data/sizes.csv").write_text("changed")
        return [sorted(os.listdir(".")), Path("data/sizes.csv").read_text()]

    assert shut_in(Policy(), look, who, at).value == [["data"], "changed"]
    assert (at.cwd / "data" / "sizes.csv").read_text() == "1,2"


def test_the_folder_of_the_sockets_is_the_real_one(who, at):
    assert not shut_in(Policy(), (at.sockets / "shell").touch, who, at).error
    assert (at.sockets / "shell").exists()


def test_a_descriptor_of_a_folder_leads_nowhere(who, at, course):
    outside = os.open(course, os.O_RDONLY)
    inside = shut_in(Policy(), lambda: os.open("secret.txt", os.O_RDONLY, dir_fd=outside), who, at)
    os.close(outside)
    assert "Bad file descriptor" in inside.error


def test_the_devices_are_the_harmless_ones(who, at):
    def read() -> int:
        return len(Path("/dev/urandom").open("rb").read(4))

    names = {"null", "zero", "full", "random", "urandom", "fd", "stdin", "stdout", "stderr", "shm"}
    assert set(shut_in(Policy(), lambda: os.listdir("/dev"), who, at).value) == names
    assert shut_in(Policy(), read, who, at).value == 4


def test_programs_of_the_system_run(who, at):
    def run() -> str:
        command = ["/bin/sh", "-c", "echo $((6 * 7))"]
        return subprocess.run(command, capture_output=True, text=True).stdout

    assert shut_in(Policy(), run, who, at).value == "42\n"
