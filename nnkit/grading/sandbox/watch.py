"""The supervisor's wait: until the kernel ends, or has to be ended."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any, Literal

from nnkit.grading.sandbox.memory import Memory
from nnkit.grading.sandbox.policy import Policy

TICK = 0.05  # seconds between two looks at memory and folder
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


def watch(
    pid: int, policy: Policy, sockets: str = "", connection: socket.socket | None = None
) -> Ending:
    """Wait for the child ``pid``, and kill it with all its processes when it breaks a limit.

    That is: at the deadline, above the memory limit, when it floods the folder of its sockets,
    or when the grader hangs up its ``connection``. The child is reaped.
    """
    with Watch(pid, policy, sockets) as looked_at:
        reason = _wait(looked_at, connection)
        _kill(pid)
        return looked_at.ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), reason)


class Watch:
    """The limits of ``policy`` that somebody has to look at, for the process ``pid``."""

    def __init__(self, pid: int, policy: Policy, sockets: str = "") -> None:
        self.pid = pid
        self._memory, self._sockets = Memory(pid, policy), sockets
        self._start = time.monotonic()
        self._end = self._start + (policy.deadline or float("inf"))

    def __enter__(self) -> Watch:
        self._memory.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._memory.__exit__(*error)

    def broken(self) -> Reason | None:
        """The limit that is broken now; to be asked every ``TICK`` seconds."""
        if time.monotonic() > self._end:
            return "timed out"
        if self._memory.above_limit():
            return "out of memory"
        return "flooded" if self._sockets and _flooded(self._sockets) else None

    def ended(self, code: int, reason: Reason | None) -> Ending:
        """How it ended: ``reason`` is why it was killed, None if it ended by itself."""
        if reason is None:
            out = self._memory.exhausted()
            reason = "out of memory" if out else "crashed" if code else "ended"
        return Ending(reason, code, self._memory.peak, time.monotonic() - self._start)


def _wait(looked_at: Watch, connection: socket.socket | None) -> Reason | None:
    """Why the kernel has to be killed; None when it ended by itself."""
    process = os.pidfd_open(looked_at.pid)
    watched: list[int | socket.socket] = [process, *([connection] if connection else [])]
    try:
        while True:
            ready = select.select(watched, [], [], TICK)[0]
            if process in ready:
                return None
            if ready:
                return "left alone"
            if reason := looked_at.broken():
                return reason
    finally:
        os.close(process)


def _kill(pid: int) -> None:
    """End process 1 of the namespace, and so all of it. It isn't reaped yet: the id is its own."""
    os.kill(pid, signal.SIGKILL)


def _flooded(sockets: str) -> bool:
    """Whether the kernel uses the one real folder that it can write for anything else."""
    size = 0
    with os.scandir(sockets) as entries:
        for count, entry in enumerate(entries):
            size += entry.stat(follow_symlinks=False).st_size
            if count > MOST_IN_SOCKETS or size > MOST_BYTES_IN_SOCKETS or _is_folder(entry):
                return True
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)
