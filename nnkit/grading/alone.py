"""One `nnkit grade` at a time in a course."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnkit.course.errors import CourseError

LOCK = ".nnkit-grade.lock"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Raises ``CourseError`` if there is another one. The system lets go when its process dies."""
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle)
        yield
    except BlockingIOError:
        raise CourseError(
            "`nnkit grade` is running in this course already. Wait for it, or stop it first."
        ) from None
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # children don't inherit the handle
