"""The supervisor's step: what the kernel will share with nobody."""

from __future__ import annotations

import os
from pathlib import Path

from nnkit.grading.sandbox.kernel_calls import unshare
from nnkit.grading.sandbox.policy import Policy
from nnkit.grading.sandbox.user import own_user

NEW_MOUNTS, NEW_HOST_NAME, NEW_IPC = 0x20000, 0x4000000, 0x8000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000


def separate(policy: Policy) -> int:
    """Give this process and its children namespaces of their own; the id of the kernel's user.

    To be called in the single-threaded supervisor of one kernel, directly before it forks: the
    fork is then process 1 of the new process namespace, and all processes end with it. The new
    network has no interface. An ordinary user gets a user namespace for it, and the id 0 means
    that the kernel remains this user.

    Raises ``OSError`` where Linux refuses; ``available`` says why.
    """
    user = own_user()
    own = os.geteuid(), os.getegid()  # both are "nobody" in a user namespace until they are mapped
    ordinary = own[0] != 0
    unshare(_flags(policy) | (NEW_USER if ordinary else 0))
    if ordinary:
        _remain_oneself(*own)
    return user if policy.has("user") else 0


def separate_mounts() -> None:
    """The kernel's own step: the supervisor keeps its files, by which it watches the kernel."""
    unshare(NEW_MOUNTS)


def _flags(policy: Policy) -> int:
    flags = NEW_HOST_NAME | NEW_IPC
    flags |= NEW_PROCESSES if policy.has("processes") else 0
    return flags | (NEW_NETWORK if policy.has("network") else 0)


def _remain_oneself(user: int, group: int) -> None:
    """In the new user namespace only the own ids exist."""
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"{user} {user} 1")
    (own / "gid_map").write_text(f"{group} {group} 1")
