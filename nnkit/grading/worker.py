"""The inside of a worker: a process that grades one submission after the other.

It is the one that hostile kernels talk to, so it has a limit of memory: over it, it ends, which
costs nobody but the submission at hand anything.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from nnkit.grading.kernels import Kernels
from nnkit.grading.limits import Limits
from nnkit.grading.record import Record

READY, DONE, FAILED, UNFIT = b"R", b"D", b"F", b"U"  # the first byte of what a worker sends

FULL = 9  # the code of a worker that ended for want of memory

GradeOne: TypeAlias = Callable[[Path], Record]


@dataclass(frozen=True)
class Task:
    """What all workers do: which lesson of which course, with figures, in the sandbox."""

    root: Path
    lesson: str
    draw: bool = True
    unsafe: bool = False
    seed: int | None = None
    limits: Limits = field(default_factory=Limits)
    kernels: Kernels | None = None  # those that all workers share


# Called in the worker. While it is open, what it gives grades the folder of one submission.
Workshop: TypeAlias = Callable[[Task], AbstractContextManager[GradeOne]]


def work(pipe: Connection, workshop: Workshop, task: Task) -> None:
    """Grade the folders that come through the pipe until it is closed."""
    signal.signal(signal.SIGINT, _ignore)  # Ctrl-C is the business of the main process
    signal.signal(signal.SIGTERM, _leave)
    try:
        with workshop(task) as grade_one:
            _limit_memory(task.limits.worker)  # now: the kernels' parent has limits of its own
            pipe.send_bytes(READY)
            while True:
                folder = Path(os.fsdecode(pipe.recv_bytes()))
                pipe.send_bytes(_answer(grade_one, folder))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the main process is gone, or has no more work
    except Exception as error:
        pipe.send_bytes(UNFIT + _said(error))


def _answer(grade_one: GradeOne, folder: Path) -> bytes:
    try:
        return DONE + grade_one(folder).pack()
    except MemoryError:  # who knows what is left undone; a new worker is sound
        sys.exit(FULL)
    except Exception as error:  # our fault, so it must not become anybody's grade
        return FAILED + _said(error)


def _limit_memory(most: int) -> None:
    if sys.platform.startswith("linux"):  # elsewhere the system doesn't hold to it
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _said(error: Exception) -> bytes:
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" ({place.tb_frame.f_code.co_name}, line {place.tb_lineno})" if place else ""
    known = type(error).__name__ == "CourseError"
    return (str(error) if known else f"{error!r}{where}").encode("utf-8", "replace")


def _ignore(_number: int, _frame: object) -> None:
    """A handler, and not SIG_IGN: that would be inherited by every kernel."""


def _leave(_number: int, _frame: object) -> None:
    sys.exit(1)
