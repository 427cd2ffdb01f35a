"""What a kernel can do to processes, and which rights it can win."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import select
import signal
import socket
import subprocess
import termios
import threading
import time
from collections.abc import Callable

import pytest

from nnkit.grading.sandbox import Policy
from nnkit.grading.sandbox.kernel_calls import PR_SET_PDEATHSIG, prctl, unshare
from nnkit.grading.sandbox.namespaces import NEW_USER
from tests.grading.sandbox.shut_in import place, shut_in

SHARED = frozenset({"processes"})


def test_no_other_process_is_seen(who, victim):
    def look() -> bool:
        return os.path.exists(f"/proc/{victim.pid}")

    assert shut_in(Policy(), look, who).value is False
    assert shut_in(Policy(without=SHARED), look, who).value is True


def test_no_other_process_can_be_killed(who, victim):
    def kill() -> None:
        os.kill(victim.pid, signal.SIGKILL)

    assert "ProcessLookupError" in shut_in(Policy(), kill, who).error
    assert victim.poll() is None
    # Root's kernel has a user of its own, and so two protections here.
    assert not shut_in(Policy(without=SHARED | {"user", "privileges"}), kill, who).error
    assert victim.wait(5) == -signal.SIGKILL


def test_the_supervisor_cannot_be_killed(who):
    def kill_parent() -> int:
        parent = os.getppid()
        if parent:
            os.kill(parent, signal.SIGKILL)
        return parent

    shut = shut_in(Policy(), kill_parent, who)
    assert shut.value == 0
    assert shut.ending
    open_ = shut_in(Policy(without=SHARED | {"user", "privileges"}), kill_parent, who)
    assert open_.ending is None


def test_the_whole_group_of_the_kernel_is_its_own(who):
    def kill_group() -> None:
        os.killpg(os.getpgid(0), signal.SIGTERM)

    assert shut_in(Policy(), kill_group, who).ending


def outlives(policy: Policy, who: str) -> bool:
    """Whether a daemon is still there after its kernel has ended."""
    reading, writing = os.pipe()

    def start_daemon() -> int:
        child = os.fork()
        if child == 0:
            os.setsid()
            time.sleep(3)
            os._exit(0)
        return child

    result = shut_in(policy, start_daemon, who)
    os.close(writing)
    ended = select.select([reading], [], [], 0.5)[0]
    os.close(reading)
    if not ended:
        os.kill(result.value, signal.SIGKILL)
    return not ended


def test_daemons_end_with_the_kernel(who):
    assert not outlives(Policy(), who)
    assert outlives(Policy(without=SHARED), who)


def test_the_kernel_ends_with_its_supervisor(who):
    reading, writing = os.pipe()
    with place(who) as at:
        grader = os.fork()
        if grader == 0:
            shut_in(Policy(), lambda: time.sleep(20), who, at)
            os._exit(0)
        os.close(writing)
        time.sleep(0.5)
        listing = f"/proc/{grader}/task/{grader}/children"
        with open(listing) as children:
            supervisor = int(children.read().split()[0])
        os.kill(supervisor, signal.SIGKILL)
        assert select.select([reading], [], [], 5)[0]
        os.waitpid(grader, 0)
    os.close(reading)


def test_the_kernel_cannot_choose_to_stay(who):
    def stay() -> None:
        prctl(PR_SET_PDEATHSIG, 0)

    assert "PermissionError" in shut_in(Policy(), stay, who).error
    assert not shut_in(Policy(without=frozenset({"calls"})), stay, who).error


def test_no_user_namespace_gives_rights_over_itself(who):
    def nest() -> None:
        unshare(NEW_USER)

    assert "PermissionError" in shut_in(Policy(), nest, who).error
    assert not shut_in(Policy(without=frozenset({"calls"})), nest, who).error


def test_clone_makes_no_user_namespace_either(who):
    libc = ctypes.CDLL(None, use_errno=True)

    def nest() -> int:
        clone = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
        child = libc.syscall(clone, NEW_USER | signal.SIGCHLD, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        return ctypes.get_errno() if child < 0 else 0

    assert shut_in(Policy(), nest, who).value == 1  # EPERM
    assert shut_in(Policy(without=frozenset({"calls"})), nest, who).value == 0


def test_nobody_is_traced(who):
    libc = ctypes.CDLL(None, use_errno=True)
    trace_me = 0
    assert shut_in(Policy(), lambda: libc.ptrace(trace_me, 0, 0, 0), who).value == -1
    open_ = Policy(without=frozenset({"calls"}))
    assert shut_in(open_, lambda: libc.ptrace(trace_me, 0, 0, 0), who).value == 0


def test_threads_and_subprocesses_work(who):
    def work() -> int:
        thread = threading.Thread(target=time.sleep, args=(0,))
        thread.start()
        thread.join()
        return subprocess.run(["/bin/true"]).returncode

    assert shut_in(Policy(), work, who).value == 0


def test_there_is_no_capability(who):
    def capabilities() -> list[str]:
        with open("/proc/self/status") as status:
            return [line.split()[1] for line in status if line.startswith("Cap")]

    assert set(shut_in(Policy(), capabilities, who).value) == {"0" * 16}
    open_ = shut_in(Policy(without=frozenset({"privileges", "user"})), capabilities, who)
    assert set(open_.value) != {"0" * 16}


CALLS_OFF = Policy(without=frozenset({"calls"}))


def failing(call: Callable[[], object]) -> Callable[[], int]:
    """The number of the call's error, 0 where there is none."""

    def try_it() -> int:
        try:
            call()
        except OSError as failure:
            return failure.errno or 0
        return 0

    return try_it


@pytest.mark.parametrize(
    "call",
    [
        lambda: fcntl.ioctl(os.open(os.devnull, os.O_RDONLY), termios.TIOCSTI, b"x"),
        lambda: socket.socket(socket.AF_VSOCK).close(),
        lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET).close(),
        lambda: os.memfd_create("unseen"),
    ],
    ids=["typing into the terminal", "socket to the host", "kernel crypto", "unseen memory"],
)
def test_calls_that_no_lesson_needs_are_refused(who, call):
    assert shut_in(Policy(), failing(call), who).value == errno.EPERM
    assert shut_in(CALLS_OFF, failing(call), who).value != errno.EPERM
