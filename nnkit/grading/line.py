"""What a line to a kernel can do, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from nnkit.course.errors import CourseError
from nnkit.grading.sandbox import Ending

NOTHING = "pass"  # a cell that does nothing but count
REPLY = "execute_reply"


class NoKernel(CourseError):
    """A kernel could not be started: nobody's submission is to blame."""


class Gone(Exception):
    """Nothing more will come."""


class Flooded(Exception):
    """A message has no end."""


@dataclass(frozen=True)
class Said:
    """A message: what it claims to answer, its kind, and its content, which may be anything."""

    to: object
    kind: object
    content: Any


class Line(Protocol):
    """``received`` counts the bytes that have come."""

    received: int

    def ask(self, code: str, expressions: dict[str, str]) -> str:
        """Let it run a cell, and then evaluate the expressions; what the answers will refer to.

        Raises ``Gone``."""

    def skip(self) -> None:
        """Give the next cell a number as if one more had been run."""

    def hear(self, seconds: float) -> Iterator[Said]:
        """What has come by then and can be read. After a ``REPLY`` all has come.

        Raises ``Gone`` and ``Flooded``."""

    def interrupt(self) -> None:
        """As Ctrl-C does."""

    def kill(self) -> None:
        """End it. Does nothing if it has ended."""

    def ending(self) -> Ending | None:
        """How it ended, if it is known: only a sandbox's supervisor tells."""
