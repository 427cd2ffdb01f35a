"""Two wishes to Linux about who dies with whom; without effect elsewhere."""

from __future__ import annotations

import ctypes
import signal

SET_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """This process is killed when its parent ends; asked for again after a change of user."""
    _libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """What this process's descendants leave behind becomes its child."""
    _libc.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
