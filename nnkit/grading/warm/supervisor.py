"""One kernel's supervisor: forked from the warm parent, ends with its kernel.

To the grader it says first whether there is a sandbox, then that the kernel is ready, at last how
it ended. From the grader it takes the request, then signals to pass on; when the grader hangs up,
the kernel goes.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nnkit.grading.warm.ending import Ending
from nnkit.grading.warm.kernel import become_kernel
from nnkit.grading.warm.prctl import adopt_orphans
from nnkit.grading.warm.wire import Request, receive, send

if TYPE_CHECKING:
    from nnkit.grading.sandbox import Policy


def supervise(connection: socket.socket, lifeline: int, policy: Policy | None) -> None:
    """Start the kernel that the connection asks for, and look after it until it has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    adopt_orphans()
    send(connection, {"sandbox": policy is not None})
    message, descriptors = receive(connection)
    if message is None:
        return
    kernel = _fork(Request(**message), descriptors, connection, policy)
    for descriptor in descriptors:
        os.close(descriptor)
    ending = _watch(kernel, connection, lifeline, policy)
    with contextlib.suppress(OSError):  # the grader may be gone
        send(connection, ending.to_dict())


@dataclass(frozen=True)
class Kernel:
    """The kernel as its supervisor has it."""

    pid: int
    pidfd: int
    ready: int  # says one byte when the kernel listens


def _fork(
    request: Request, descriptors: list[int], connection: socket.socket, policy: Policy | None
) -> Kernel:
    user = 0
    if policy is not None:
        from nnkit.grading.sandbox import separate

        user = separate(policy)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        connection.detach()  # closed with all other descriptors; its number will be another's
        become_kernel(request, descriptors, writing, policy, user)
    os.close(writing)
    return Kernel(pid, os.pidfd_open(pid), reading)


def _watch(
    kernel: Kernel, connection: socket.socket, lifeline: int, policy: Policy | None
) -> Ending:
    """Wait for the end, or bring it about; everything that the kernel left behind ends, too."""
    limit = policy.deadline if policy is not None else None
    reason = _until_the_end(kernel, connection, lifeline, limit)
    os.kill(kernel.pid, signal.SIGKILL)  # not yet waited for, so the number is still its own
    _, status = os.waitpid(kernel.pid, 0)
    _end_what_is_left()
    return Ending(os.waitstatus_to_exitcode(status), reason)


def _until_the_end(
    kernel: Kernel, connection: socket.socket, lifeline: int, limit: float | None
) -> str:
    """Pass signals on; the reason why the kernel must end now, "" where it ended by itself."""
    end = None if limit is None else time.monotonic() + limit
    poll = select.poll()
    for source in (kernel.pidfd, kernel.ready, connection.fileno(), lifeline):
        poll.register(source, select.POLLIN)
    while True:
        left = None if end is None else max(0.0, end - time.monotonic()) * 1000
        found = dict(poll.poll(left))
        if kernel.pidfd in found:
            return ""
        if not found:
            return "deadline"
        if lifeline in found:
            return "parent"
        if connection.fileno() in found and not _pass_on(connection, kernel.pid):
            return "grader"
        if kernel.ready in found:
            poll.unregister(kernel.ready)
            _tell_that_it_listens(kernel, connection)


def _tell_that_it_listens(kernel: Kernel, connection: socket.socket) -> None:
    if os.read(kernel.ready, 1):
        with contextlib.suppress(OSError):
            send(connection, {"pid": kernel.pid}, [kernel.pidfd])


def _pass_on(connection: socket.socket, pid: int) -> bool:
    """Whether the grader is still there; the signal that it sends goes to the kernel's group."""
    message, _ = receive(connection)
    if message is None:
        return False
    number = int(message["signal"])
    try:
        os.killpg(pid, number)
    except OSError:  # not yet a group of its own
        with contextlib.suppress(OSError):
            os.kill(pid, number)
    return True


def _end_what_is_left() -> None:
    """Kill and reap what outlived the kernel: as its adopter, all of it comes to this process."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    with contextlib.suppress(ChildProcessError):
        while True:
            for pid in children.read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            os.waitpid(-1, 0)
