"""One kernel for one submission, at the end of a line. Nothing that it sends is believed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nnkit.grading import over
from nnkit.grading.limits import Limits
from nnkit.grading.line import NOTHING, REPLY, Flooded, Gone, Line, Said

Show = Callable[[str, Any], None]

TICK = 0.25  # seconds between two looks at the clock


class Kernel:
    """Runs code and answers questions, one after the other. ``Over`` is raised when it is over:
    then no process is left."""

    def __init__(self, line: Line, limits: Limits) -> None:
        self.line, self.limits = line, limits
        self.doing = "The notebook"
        self.closes = time.monotonic() + limits.submission

    @property
    def received(self) -> int:
        """Bytes."""
        return self.line.received

    def run(self, code: str, show: Show) -> bool:
        """Run a cell, and show its outputs as they come. Whether it came to its end in time.

        Raises ``Over``.
        """
        self.doing = "This cell"
        return self._reply(code, {}, show) is not None

    def skip(self) -> None:
        """Count a cell that isn't run, so that those below it have their usual numbers."""
        self.line.skip()

    def ask(self, expression: str) -> str | None:
        """What the kernel says that the expression gives, as it would be printed; None if it had to
        be interrupted. Raises ``Over``."""
        self.doing = "Your function"
        reply = self._reply(NOTHING, {"it": expression}, lambda _kind, _content: None)
        return None if reply is None else _printed(reply)

    def _reply(
        self, code: str, expressions: dict[str, str], show: Show
    ) -> Mapping[str, Any] | None:
        """The reply; None if an interrupt was needed to get one."""
        try:
            asked = self.line.ask(code, expressions)
        except Gone:
            raise self.end(self._cause_of_death()) from None
        try:
            return self._await(asked, show, time.monotonic() + self.limits.cell)
        except _Late:
            self._interrupt(asked, show)
            return None

    def _interrupt(self, asked: str, show: Show) -> None:
        if time.monotonic() > self.closes:
            raise self.end(over.notebook_took_too_long(self.doing, self.limits.submission))
        self.line.interrupt()
        try:
            self._await(asked, show, time.monotonic() + self.limits.grace)
        except _Late:
            raise self.end(over.took_too_long(self.doing, self.limits.cell)) from None

    def _await(self, asked: str, show: Show, deadline: float) -> Mapping[str, Any]:
        """Show what is published until the reply has come. Raises ``_Late`` at the deadline."""
        deadline = min(deadline, self.closes)
        while time.monotonic() <= deadline:
            for said in self._heard():
                if said.to != asked:
                    continue
                if said.kind == REPLY:
                    return _mapping(said.content)
                show(str(said.kind), said.content)
        raise _Late

    def _heard(self) -> Iterator[Said]:
        """What has come. Raises ``Over`` if the kernel is gone, or sends too much."""
        try:
            yield from self.line.hear(TICK)
        except Gone:
            raise self.end(self._cause_of_death()) from None
        except Flooded:
            raise self.end(over.too_much_output(self.doing)) from None
        if self.received > self.limits.traffic:
            raise self.end(over.too_much_output(self.doing))

    def end(self, why: over.Over) -> over.Over:
        """Kill it. Returns ``why``."""
        self.line.kill()
        return why

    def _cause_of_death(self) -> over.Over:
        ending = self.line.ending()
        if ending is None:
            return over.crashed(self.doing)
        if ending.reason == "timed out" or ending.code == -signal.SIGXCPU:
            return over.notebook_took_too_long(self.doing, self.limits.submission)
        known = {"out of memory": over.out_of_memory, "flooded": over.too_much_output}
        return known.get(ending.reason, over.crashed)(self.doing)


class _Late(Exception):
    """There was no reply in time."""


def _mapping(content: Any) -> Mapping[str, Any]:
    return content if isinstance(content, dict) else {}


def _printed(reply: Mapping[str, Any]) -> str:
    """The text/plain of the only expression, or nothing."""
    found: Any = reply
    for name in ("user_expressions", "it", "data", "text/plain"):
        found = _mapping(found).get(name)
    return found if isinstance(found, str) else ""
