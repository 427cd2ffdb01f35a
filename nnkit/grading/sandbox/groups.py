"""Control groups: Linux itself keeps the limits of a kernel's processes together."""

from __future__ import annotations

import contextlib
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
PATIENCE = 1.0  # seconds until the last killed process has left its group


class Group:
    """A group of its own for one kernel, below ``parent``, with the limits of ``policy``.

    Which limits it keeps depends on the controllers that ``parent`` hands down. Raises
    ``OSError`` if ``parent`` can't be written.
    """

    def __init__(self, parent: Path, policy: Policy, pid: int) -> None:
        self.path = parent / f"nnkit-{pid}"
        self.path.mkdir(exist_ok=True)
        self._write(MEMORY, policy.memory)
        self._write(SWAP, 0)
        self._write(PROCESSES, policy.limits.processes)
        (self.path / "cgroup.procs").write_text(str(pid))

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
