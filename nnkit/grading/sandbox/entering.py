"""The step into the sandbox."""

from __future__ import annotations

import contextlib
import os
import stat

from nnkit.grading.sandbox.calls_refused import refuse_calls
from nnkit.grading.sandbox.files import change_root
from nnkit.grading.sandbox.limits import set_limits
from nnkit.grading.sandbox.namespaces import separate_mounts
from nnkit.grading.sandbox.policy import Policy
from nnkit.grading.sandbox.user import (
    become,
    close_the_way_back,
    die_with_parent,
    give_up_capabilities,
)


def enter(policy: Policy, cwd: str, sockets: str, user: int) -> None:
    """Shut this process in, for good: it sees, may and uses what ``policy`` says.

    To be called in the child of a process that called ``separate``, while it has one thread and
    after it has taken its environment; ``user`` is what ``separate`` returned. Both folders are
    absolute and keep their names; ``cwd`` becomes a private copy. Descriptors of folders are
    closed, since they would lead out; others stay: close what the kernel must not have. Raises
    ``OSError`` where Linux refuses, and then this process must end.
    """
    separate_mounts()
    change_root(policy, cwd, sockets, user)
    _close_folders()
    if policy.has("privileges"):
        close_the_way_back()
    become(user)
    if policy.has("privileges"):
        give_up_capabilities()
    set_limits(policy.limits)
    die_with_parent()
    if policy.has("calls"):
        refuse_calls()


def _close_folders() -> None:
    for number in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):  # the listing's own, closed by now
            if stat.S_ISDIR(os.fstat(number).st_mode):
                os.close(number)
