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
from dataclasses import asdict, dataclass
from pathlib import Path

from nnkit.grading.sandbox import TICK, Ending, Guard, Policy, separate
from nnkit.grading.sandbox.watch import Reason, end
from nnkit.grading.warm.kernel import LONGEST, READY, become_kernel
from nnkit.grading.warm.prctl import adopt_orphans
from nnkit.grading.warm.wire import Request, receive, send

UNLIMITED = Policy(memory=None, deadline=None)


def supervise(connection: socket.socket, pulse: int, policy: Policy | None) -> None:
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
    ending = _watch(kernel, connection, pulse, policy)
    with contextlib.suppress(OSError):  # the grader may be gone
        send(connection, asdict(ending))


@dataclass(frozen=True)
class Kernel:
    """The kernel as its supervisor has it."""

    pid: int
    pidfd: int
    ready: int  # says one byte when the kernel listens
    sockets: str


def _fork(
    request: Request, descriptors: list[int], connection: socket.socket, policy: Policy | None
) -> Kernel:
    user = 0
    if policy is not None:
        user = separate(policy)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        connection.detach()  # closed with all other descriptors; its number will be another's
        become_kernel(request, descriptors, writing, policy, user)
    os.close(writing)
    return Kernel(pid, os.pidfd_open(pid), reading, request.sockets)


def _watch(kernel: Kernel, connection: socket.socket, pulse: int, policy: Policy | None) -> Ending:
    """Wait for the end, or bring it about; everything that the kernel left behind ends, too."""
    tick = None if policy is None else 1000 * TICK
    with Guard(kernel.pid, policy or UNLIMITED, kernel.sockets if policy else "") as guard:
        try:
            reason = _until_the_end(kernel, connection, pulse, guard, tick)
        finally:
            code = end(kernel.pid)
            _end_what_is_left()
        return guard.ending(code, reason)


def _until_the_end(
    kernel: Kernel, connection: socket.socket, pulse: int, guard: Guard, tick: float | None
) -> Reason | None:
    """Pass signals on; the reason why the kernel must end now, None where it ended by itself."""
    poll = select.poll()
    for source in (kernel.pidfd, kernel.ready, connection.fileno(), pulse):
        poll.register(source, select.POLLIN)
    while True:
        found = dict(poll.poll(tick))
        if pulse in found:
            return "left alone"
        if kernel.ready in found:
            poll.unregister(kernel.ready)
            _tell_whether_it_listens(kernel, connection)
        if kernel.pidfd in found:
            return None
        if connection.fileno() in found and not _pass_on(connection, kernel.pid, tick is not None):
            return "left alone"
        if tick is not None and (reason := guard.trouble()):
            return reason


def _tell_whether_it_listens(kernel: Kernel, connection: socket.socket) -> None:
    said = os.read(kernel.ready, LONGEST)
    with contextlib.suppress(OSError):
        if said == READY:
            send(connection, {"pid": kernel.pid}, [kernel.pidfd])
        elif said:
            send(connection, {"failed": said.decode(errors="replace")})


def _pass_on(connection: socket.socket, pid: int, shut_in: bool) -> bool:
    """Whether the grader is still there; the signal that it sends goes to the kernel's group."""
    message, _ = receive(connection)
    if message is None:
        return False
    number = int(message["signal"])
    if shut_in and number == signal.SIGTERM:  # process 1 of a namespace would not notice it
        number = signal.SIGKILL
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
