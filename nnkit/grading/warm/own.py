"""The warm parent of this process, for who has not started one: alone, without a sandbox."""

from __future__ import annotations

import atexit
import os
import threading

from nnkit.grading.warm.starting import Parent, launch, stop

_parents: dict[int, Parent] = {}  # by process: a fork has none yet
_one_at_a_time = threading.Lock()


def address() -> str:
    """Its address. Started when first asked for, again when it has died, stopped at exit."""
    with _one_at_a_time:
        parent = _parents.get(os.getpid())
        if parent is None or not parent.runs():
            parent = _parents[os.getpid()] = launch()
            atexit.register(_stop, parent, os.getpid())
        return parent.address


def _stop(parent: Parent, starter: int) -> None:
    if os.getpid() == starter:
        stop(parent)
