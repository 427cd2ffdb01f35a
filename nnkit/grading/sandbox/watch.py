"""The supervisor's wait: until the kernel ends, or has to be ended."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from nnkit.grading.sandbox.memory import Memory
from nnkit.grading.sandbox.policy import Policy

TICK = 0.05  # seconds between two looks at the kernel
MOST_IN_SOCKETS = 64  # files; a kernel needs five sockets and its connection file
MOST_BYTES_IN_SOCKETS = 1_000_000

Reason = Literal["ended", "crashed", "timed out", "out of memory", "flooded", "left alone"]


@dataclass(frozen=True)
class Ending:
    """How a kernel ended.

    ``code`` is its exit code, negative for the signal that killed it; ``peak`` is the most
    memory that its processes had together, in bytes; ``seconds`` is how long it lived.
    """

    reason: Reason
    code: int
    peak: int
    seconds: float


class Guard:
    """Knows when the kernel ``pid`` breaks its policy; to be asked every ``TICK`` seconds."""

    def __init__(self, pid: int, policy: Policy, sockets: str = "") -> None:
        self._start = time.monotonic()
        self._policy, self._sockets = policy, sockets
        self._memory = Memory(pid, policy)

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._memory.remove()

    def trouble(self) -> Reason | None:
        """Why the kernel has to be killed now, if it has to."""
        if self._policy.deadline is not None and self._seconds() > self._policy.deadline:
            return "timed out"
        if self._memory.above_limit():
            return "out of memory"
        return "flooded" if self._sockets and flooded(self._sockets) else None

    def ending(self, code: int, reason: Reason | None = None) -> Ending:
        """How it ended; ``reason`` is why it was killed, None when it wasn't."""
        exhausted = self._memory.exhausted()
        if reason is None:
            reason = "out of memory" if exhausted else "crashed" if code else "ended"
        return Ending(reason, code, self._memory.peak, self._seconds())

    def _seconds(self) -> float:
        return time.monotonic() - self._start


def watch(
    pid: int, policy: Policy, sockets: str = "", connection: socket.socket | None = None
) -> Ending:
    """Wait for the child ``pid``, and kill it with all its processes when it breaks the policy.

    That is: at the deadline, above the memory limit, when it floods the folder of its sockets,
    or when the grader hangs up its ``connection``. The child is reaped.
    """
    with Guard(pid, policy, sockets) as guard:
        try:
            reason = _wait(pid, guard, connection)
        finally:
            code = end(pid)
        return guard.ending(code, reason)


def end(pid: int) -> int:
    """Kill and reap process 1 of a namespace, and so all of it; its exit code."""
    os.kill(pid, signal.SIGKILL)  # if it has ended it isn't reaped yet: the id is its own
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _wait(pid: int, guard: Guard, connection: socket.socket | None) -> Reason | None:
    process = os.pidfd_open(pid)
    watched: list[int | socket.socket] = [process, *([connection] if connection else [])]
    try:
        while True:
            ready = select.select(watched, [], [], TICK)[0]
            if process in ready:
                return None
            reason: Reason | None = "left alone" if ready else guard.trouble()
            if reason:
                return reason
    finally:
        os.close(process)


def flooded(sockets: str) -> bool:
    """Whether a kernel uses the one real folder that it can write for anything else."""
    size = 0
    with os.scandir(sockets) as entries:
        for count, entry in enumerate(entries):
            size += _size(entry)
            if count > MOST_IN_SOCKETS or size > MOST_BYTES_IN_SOCKETS:
                return True
    return False


def _size(entry: os.DirEntry[str]) -> int:
    """A folder counts as too much: what is in it isn't looked at."""
    if entry.is_dir(follow_symlinks=False):
        return MOST_BYTES_IN_SOCKETS + 1
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:  # taken away meanwhile
        return 0
