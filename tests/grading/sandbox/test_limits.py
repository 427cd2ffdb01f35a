"""What a kernel can use up. Each limit is also shown to matter, with a bounded attack."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nnkit.grading.sandbox import Limits, Policy
from tests.grading.sandbox.shut_in import shut_in

MB = 1_000_000
MOST_FORKS = 200


def limited(**changes: int | None) -> Policy:
    """One resource limit as named, the memory of the whole kernel unlimited."""
    return Policy(limits=replace(Limits(), **changes), memory=None)


def fork_bomb() -> int:
    """The number of processes that could be had; they wait to be killed."""
    for count in range(MOST_FORKS):
        try:
            child = os.fork()
        except OSError:
            return count
        if child == 0:
            time.sleep(20)
            os._exit(0)
    return MOST_FORKS


def test_a_fork_bomb_is_stopped(who):
    assert 0 < shut_in(limited(processes=20), fork_bomb, who).value < 20
    assert shut_in(limited(processes=None), fork_bomb, who).value == MOST_FORKS


def take(megabytes: int) -> int:
    return len(bytearray(b"x") * (megabytes * MB))


def virtual_size() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_one_process_gets_no_endless_memory(who):
    tight = limited(address_space=virtual_size() + 200 * MB)
    assert "MemoryError" in shut_in(tight, lambda: take(400), who).error
    assert shut_in(limited(address_space=None), lambda: take(400), who).value == 400 * MB


def take_with_children() -> str:
    """400 MB in four processes."""
    for _ in range(3):
        if os.fork() == 0:
            kept = bytearray(b"x") * (100 * MB)
            time.sleep(2)
            os._exit(len(kept) & 1)
    kept = bytearray(b"x") * (100 * MB)
    time.sleep(1)
    return f"{len(kept)} and more"


def own_memory() -> int:
    """What a fork of this process has from the start."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("RssAnon"))


def test_all_processes_together_get_no_endless_memory(who):
    limit = 4 * own_memory() + 250 * MB
    stopped = shut_in(Policy(memory=limit), take_with_children, who)
    assert not stopped.value
    assert stopped.ending.reason == "out of memory"
    assert stopped.ending.peak > limit
    assert stopped.ending.seconds < 1.5
    assert shut_in(Policy(memory=None), take_with_children, who).value


def test_memory_as_files_is_limited(who):
    def flood() -> None:
        for folder in (".", "/tmp", "/dev/shm"):
            Path(folder, "much").write_bytes(bytes(3 * MB))

    assert "No space left" in shut_in(Policy(scratch=8 * MB), flood, who).error
    assert not shut_in(Policy(scratch=20 * MB), flood, who).error


def test_no_endless_number_of_files(who):
    def flood() -> int:
        with contextlib.suppress(OSError):
            for count in range(12_000):
                Path(f"{count}").touch()
        return len(os.listdir("."))

    assert shut_in(Policy(), flood, who).value < 10_000


def test_a_file_is_limited(who):
    def write() -> int:
        return Path("much").write_bytes(bytes(3 * MB))

    assert "File too large" in shut_in(limited(file=MB), write, who).error
    assert shut_in(limited(file=None), write, who).value == 3 * MB


def test_open_files_are_limited(who):
    def open_many() -> int:
        return len([os.open("/dev/null", os.O_RDONLY) for _ in range(300)])

    assert "Too many open files" in shut_in(limited(), open_many, who).error
    assert shut_in(limited(files=None), open_many, who).value == 300


def test_computing_is_limited(who):
    def compute() -> str:
        while time.process_time() < 1.3:
            pass
        return "done"

    stopped = shut_in(limited(cpu=1), compute, who)
    assert not stopped.value
    assert stopped.ending.reason == "timed out"
    assert shut_in(limited(cpu=None), compute, who).value == "done"


@pytest.mark.parametrize("limits", [Limits(), Limits(None, None, None, None, None)])
def test_there_is_never_a_memory_image(who, limits):
    def crash_limit() -> tuple[int, int]:
        return resource.getrlimit(resource.RLIMIT_CORE)

    assert shut_in(Policy(limits=limits), crash_limit, who).value == [0, 0]
