"""Control groups: Linux itself keeps the limits of a kernel's processes together."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

from nnkit.grading.sandbox.policy import Policy

# By version 2 and version 1 of the control groups; only what exists is written.
MEMORY = ("memory.max", "memory.limit_in_bytes")
SWAP = ("memory.swap.max",)
PROCESSES = ("pids.max",)
PEAK = ("memory.peak", "memory.max_usage_in_bytes")
EVENTS = ("memory.events", "memory.oom_control")
HIERARCHY, OWN_GROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
PATIENCE = 1.0  # seconds until the last killed process has left its group


def delegated(root: Path = HIERARCHY, own: Path = OWN_GROUP) -> tuple[str, ...]:
    """The group in which this process may make others that limit memory, if there is one.

    That is its own or the next outer one, of version 2. Version 1 can be named in the policy;
    it isn't looked for, since there the groups belong to whoever started this process.
    """
    with contextlib.suppress(OSError, StopIteration):
        line = next(line for line in own.read_text().splitlines() if line.startswith("0::"))
        here = root / line.removeprefix("0::").strip("/")
        return tuple(str(place) for place in (here, here.parent) if _hands_down(place))[:1]
    return ()


def _hands_down(place: Path) -> bool:
    controllers = place / "cgroup.subtree_control"
    writable = os.access(place, os.W_OK) and os.access(place / "cgroup.procs", os.W_OK)
    return writable and controllers.is_file() and "memory" in controllers.read_text().split()


class Group:
    """A group of its own for one kernel, below ``parent``, with the limits of ``policy``.

    Which limits it keeps depends on the controllers that ``parent`` hands down. Raises
    ``OSError`` if ``parent`` can't be written.
    """

    def __init__(self, parent: Path, policy: Policy, pid: int) -> None:
        self.path = parent / f"nnkit-{pid}"
        self.path.mkdir(exist_ok=True)
        try:
            self._write(MEMORY, policy.memory)
            self._write(SWAP, 0)
            self._write(PROCESSES, policy.limits.processes)
            (self.path / "cgroup.procs").write_text(str(pid))
        except OSError:
            self.remove()
            raise

    def peak(self) -> int:
        """The most memory that the group had, in bytes; 0 if it isn't known."""
        text = self._read(PEAK)
        return int(text) if text else 0

    def killed(self) -> bool:
        """Whether Linux killed a process of the group because the memory was used up."""
        return bool(re.search(r"^oom_kill [1-9]", self._read(EVENTS), re.MULTILINE))

    def remove(self) -> None:
        """Take the group away, as soon as its last process has left."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                self.path.rmdir()
                return
            time.sleep(0.005)

    def _write(self, names: tuple[str, ...], value: int | None) -> None:
        for name in names:
            if value is not None and (self.path / name).exists():
                (self.path / name).write_text(str(value))

    def _read(self, names: tuple[str, ...]) -> str:
        found = [self.path / name for name in names if (self.path / name).exists()]
        return found[0].read_text().strip() if found else ""
