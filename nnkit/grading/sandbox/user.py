"""Under which user a kernel runs, and what it may no longer do."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from nnkit.grading.sandbox.kernel_calls import (
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    drop_capabilities,
    prctl,
)

MOST_PIDS = 4_194_304  # PID_MAX_LIMIT of Linux
LAST_ID = 2_147_000_000  # above what systems hand out, below where ids become negative
FEWEST_IDS = 60_000
LAST_CAPABILITY = 63


def own_user() -> int:
    """The id of the user that only this supervisor's kernel has; 0 for an ordinary user.

    It is counted from the supervisor's process id: two supervisors that live at the same time
    can't have the same, whichever grader started them. In a container that has few ids there
    may be none, which is 0, too.
    """
    last = min(LAST_ID, _last_mapped_id())
    if os.geteuid() != 0 or last < FEWEST_IDS:
        return 0
    return last - os.getpid() % min(MOST_PIDS, last // 2)


def _last_mapped_id() -> int:
    """Within a container fewer ids may exist."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [[int(word) for word in line.split()] for line in lines]
    return max(first + count - 1 for first, _, count in ranges)


def become(user: int) -> None:
    """Drop root for ``user`` and its group, for good; 0 changes nothing."""
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def close_the_way_back() -> None:
    """From now on no program that is started gives rights to whoever starts it."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    with contextlib.suppress(OSError):  # beyond the last capability
        for capability in range(LAST_CAPABILITY + 1):
            prctl(PR_CAPBSET_DROP, capability)


def give_up_capabilities() -> None:
    """Not even the root of the own user namespace has any."""
    drop_capabilities()


def die_with_parent() -> None:
    """The kernel ends when its supervisor does, and leaves no memory image anywhere."""
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
