"""How a kernel ended, in words."""

from __future__ import annotations

import signal

from nnkit.grading.sandbox import Ending

# The supervisor said nothing more: it was killed, or the warm parent.
LOST = Ending("left alone", -signal.SIGKILL, 0, 0.0)

CLAUSES = {
    "timed out": "it reached the time limit",
    "out of memory": "it used more memory than it may",
    "flooded": "it filled the folder of its sockets",
    "left alone": "the process that looks after it has gone",
}


def clause(ending: Ending) -> str:
    """What follows "the kernel ended: "."""
    if ending.reason in CLAUSES:
        return CLAUSES[ending.reason]
    if ending.code < 0:
        return f"it was stopped by {signal.Signals(-ending.code).name}"
    return f"it exited with status {ending.code}"
