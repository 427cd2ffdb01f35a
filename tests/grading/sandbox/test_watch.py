"""How the supervisor ends a kernel, and what it says about the end."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from nnkit.grading.sandbox import Limits, Policy, watch
from nnkit.grading.sandbox.watch import flooded
from tests.grading.sandbox.shut_in import shut_in


def test_an_end_of_its_own(who):
    assert shut_in(Policy(), lambda: None, who).ending.reason == "ended"


@pytest.mark.parametrize("code", [1, 7])
def test_a_kernel_that_leaves(who, code):
    ending = shut_in(Policy(), lambda: os._exit(code), who).ending
    assert (ending.reason, ending.code) == ("crashed", code)


def test_a_kernel_that_kills_itself_has_not_timed_out():
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    ending = watch(child, Policy(limits=Limits(cpu=1_000)))
    assert (ending.reason, ending.code) == ("crashed", -signal.SIGKILL)


def ignore_everything() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(1)


def test_the_deadline_holds_whatever_is_ignored(who):
    ending = shut_in(Policy(deadline=0.3), ignore_everything, who).ending
    assert ending.reason == "timed out"
    assert ending.seconds < 0.9
    assert shut_in(Policy(deadline=None), ignore_everything, who).ending.reason == "ended"


def test_the_folder_of_the_sockets_is_no_storage(who, at):
    def flood() -> None:
        (at.sockets / "much").write_bytes(bytes(2_000_000))
        time.sleep(1)

    assert shut_in(Policy(), flood, who, at).ending.reason == "flooded"


@pytest.mark.parametrize(
    ("fill", "too_much"),
    [
        (lambda folder: [(folder / f"shell-{n}").touch() for n in range(6)], False),
        (lambda folder: [(folder / f"{n}").touch() for n in range(80)], True),
        (lambda folder: (folder / "folder").mkdir(), True),
        (lambda folder: (folder / "link").symlink_to("/usr"), False),
    ],
)
def test_what_counts_as_a_flood(tmp_path: Path, fill, too_much):
    fill(tmp_path)
    assert flooded(str(tmp_path)) is too_much


def test_a_kernel_that_is_left_alone_ends():
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        there.close()
        time.sleep(10)
        os._exit(0)
    there.close()
    assert watch(child, Policy(), connection=here).reason == "left alone"
    here.close()


def test_the_peak_is_what_the_processes_had():
    child = os.fork()
    if child == 0:
        kept = bytearray(b"x") * 50_000_000
        time.sleep(0.5)
        os._exit(len(kept) & 1)
    assert watch(child, Policy()).peak > 50_000_000
