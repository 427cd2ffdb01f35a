"""One process at a time: a lock on an empty file, which the system frees when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".progress.lock"
PATIENCE = 10.0  # seconds; a change takes milliseconds, so a longer wait means a frozen holder

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_to_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """While it lasts, nobody else is inside for this folder. TimeoutError if they stay too long.

    Where there can be no lock (a read-only folder, a file system without locks), it goes on
    without: there the change itself will fail, or the notebook is alone.
    """
    handle = _opened(folder / LOCK)
    if handle is None:
        yield
        return
    try:
        held = _wait_for(handle)
        try:
            yield
        finally:
            if held:
                _unlock(handle)
    finally:
        os.close(handle)


def _opened(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        return None


def _wait_for(handle: int) -> bool:
    """True once the lock is held, False where there are no locks."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            _try_to_lock(handle)
            return True
        except (BlockingIOError, PermissionError) as busy:  # the second is what Windows says
            if time.monotonic() > give_up:
                raise TimeoutError(busy.errno, "another program is using it") from None
        except OSError:
            return False
        time.sleep(0.01)
