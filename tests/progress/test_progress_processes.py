"""Several processes and threads write at once, and nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nnkit import progress
from nnkit.progress import locking

WRITER = """
import sys
from nnkit import progress
who, folder = sys.argv[1:]
for i in range(25):
    assert progress.record_pass(f"{who}.{i}", 1, 1, folder) == ""
    assert progress.record_answer("q", i, folder=folder) == ""
"""


def start(code: str, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *args])


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    writers = [start(WRITER, str(who), str(tmp_path)) for who in range(4)]
    while any(writer.poll() is None for writer in writers):
        assert progress.read(tmp_path).note == "", "a reader never sees half a file"
        time.sleep(0.01)
    assert [writer.returncode for writer in writers] == [0] * 4
    found = progress.read(tmp_path)
    assert found.passed.keys() == {f"{who}.{i}" for who in range(4) for i in range(25)}
    assert found.answers["q"]["attempts"] == 100
    assert sorted(os.listdir(tmp_path)) == [".progress.lock", progress.FILE]


def test_threads_of_one_process_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: progress.record_answer("q", i, folder=tmp_path), range(40)))
    assert progress.read(tmp_path).answers["q"]["attempts"] == 40


ENDLESS = """
import sys
from itertools import count
from nnkit import progress
for i in count():
    progress.record_answer("q", "x" * 10_000, folder=sys.argv[1])
"""


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
@pytest.mark.parametrize("delay", [0.0, 0.003, 0.007])
def test_a_process_killed_while_writing_leaves_a_whole_file_and_no_lock(
    tmp_path: Path, delay: float
) -> None:
    writer = start(ENDLESS, str(tmp_path))
    while not (tmp_path / progress.FILE).exists():
        time.sleep(0.005)
    time.sleep(delay)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert progress.read(tmp_path).note == ""
    assert progress.record_pass("a", 1, 1, tmp_path) == ""
    found = progress.read(tmp_path)
    assert found.answers["q"]["attempts"] >= 1
    assert "a" in found.passed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_born_inside_the_lock_does_not_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    with locking.locked(tmp_path):
        child = os.fork()
        if child == 0:
            signal.pause()
    try:
        assert progress.record_pass("a", 1, 1, tmp_path) == ""
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
