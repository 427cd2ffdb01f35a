"""How a kernel ended."""

from __future__ import annotations

import signal
from dataclasses import asdict, dataclass
from typing import Any

REASONS = {
    "deadline": "it reached the time limit",
    "grader": "the grader hung up",
    "parent": "the process that starts kernels ended",
    "lost": "its supervisor was killed",
}


@dataclass(frozen=True)
class Ending:
    """The return code as ``subprocess`` has it, and why it was ended; "" when by itself."""

    returncode: int
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As it travels."""
        return asdict(self)

    def __str__(self) -> str:
        """A clause that follows "the kernel ended: "."""
        if self.reason:
            return REASONS.get(self.reason, self.reason)
        if self.returncode < 0:
            return f"it was stopped by {signal.Signals(-self.returncode).name}"
        return f"it exited with status {self.returncode}"


LOST = Ending(-signal.SIGKILL, "lost")
