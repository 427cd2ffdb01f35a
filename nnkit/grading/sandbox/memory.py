"""How much memory a kernel's processes have together."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from nnkit.grading.sandbox.groups import Group
from nnkit.grading.sandbox.policy import Policy

OWN = re.compile(r"^Rss(?:Anon|Shmem):\s+(\d+) kB$", re.MULTILINE)


class Memory:
    """Watches process ``pid`` and all its descendants.

    Every look adds up what they have; that works anywhere. Where control groups can be written,
    Linux keeps the limit itself, also between two looks.
    """

    def __init__(self, pid: int, policy: Policy) -> None:
        self.peak = 0
        self._pid, self._limit = pid, policy.memory
        self._groups = _groups(pid, policy)

    def above_limit(self) -> bool:
        """Look at the memory now."""
        now = sum(map(_own_bytes, _family(self._pid)))
        self.peak = max(self.peak, now)
        return self._limit is not None and now > self._limit

    def exhausted(self) -> bool:
        """Whether Linux has killed a process for want of memory."""
        self.peak = max([self.peak, *(group.peak() for group in self._groups)])
        return any(group.killed() for group in self._groups)

    def remove(self) -> None:
        """Take the control groups away; to be called when the processes have ended."""
        for group in self._groups:
            group.remove()


def _groups(pid: int, policy: Policy) -> list[Group]:
    groups = []
    for parent in policy.groups:
        with contextlib.suppress(OSError):  # not to be had: adding up remains
            groups.append(Group(Path(parent), policy, pid))
    return groups


def _family(pid: int) -> list[int]:
    """The process and its descendants. Orphans become children of process 1, so none is lost."""
    found = [pid]
    for member in found:
        found += _children(member)
    return found


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):  # ended meanwhile
        return [
            int(word)
            for listing in Path(f"/proc/{pid}/task").glob("*/children")
            for word in listing.read_text().split()
        ]
    return []


def _own_bytes(pid: int) -> int:
    """What a process has that isn't a file's content."""
    with contextlib.suppress(OSError):  # ended meanwhile
        return 1024 * sum(map(int, OWN.findall(Path(f"/proc/{pid}/status").read_text())))
    return 0
