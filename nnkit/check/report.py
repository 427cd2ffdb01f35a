"""The verdict on one exercise, and how it looks: in a notebook, in a terminal, to nbgrader."""

from __future__ import annotations

import re
import textwrap
from dataclasses import asdict, dataclass, field, replace
from html import escape
from typing import Any

import numpy as np

from nnkit.progress import grading_mode

WIDTH = 80


@dataclass(frozen=True)
class Row:
    """One line of the table: a case and its input, yours, what was expected, the difference."""

    case: str
    input: str
    yours: str
    expected: str
    difference: str


@dataclass(frozen=True)
class Curve:
    """A function of one variable over ``x``, yours and expected."""

    x: np.ndarray
    yours: np.ndarray
    expected: np.ndarray


@dataclass(frozen=True)
class Report:
    """What ``judge`` found. ``mistake`` is the id of a known mistake or of a general diagnosis."""

    exercise: str
    passed: bool
    score: float
    max_score: float
    mistake: str = ""
    message: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    curve: Curve | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the curve, ready for JSON."""
        facts = asdict(self)
        del facts["curve"]
        return facts

    def with_note(self, note: str) -> Report:
        return replace(self, notes=(*self.notes, note))

    @property
    def name(self) -> str:
        return self.exercise.rpartition(".")[2]

    @property
    def verdict(self) -> str:
        """The first words: what a screen reader says first, and no colour is needed for."""
        if self.passed:
            points = f" ({self._points(self.score)})" if self.max_score else ""
            return f"✓ {self.name} passes{points}."
        if self.mistake == "unwritten":
            return f"○ {self.name} is not written yet."
        if self.mistake == "stale":
            return f"○ {self.name} was not checked."
        if self.mistake == "carried-on":
            return f"○ This is the course's version of {self.name}."
        some = f" yet: {self._points(self.score)} of {self.max_score:g}" if self.score else " yet"
        return f"✗ {self.name} does not pass{some}."

    @staticmethod
    def _points(score: float) -> str:
        return f"{score:g} point" + "s" * (score != 1)

    def __str__(self) -> str:
        """The report as plain text, 80 columns wide."""
        paragraphs = [self.verdict, self.message, *self._table(), *self.notes, self._stuck()]
        return "\n".join(textwrap.fill(text, WIDTH) for text in paragraphs if text)

    def _stuck(self) -> str:
        return "" if self.passed else f'Stuck? Run `hint("{self.exercise}")` in a cell of your own.'

    def _table(self) -> list[str]:
        return [
            f"  {', '.join(filter(None, (row.case, row.input)))}: "
            + f"yours {row.yours}, expected {row.expected}"
            + f" (difference {row.difference})" * bool(row.difference)
            for row in self.rows
        ]

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        """nbgrader reads the score from the plain text; a person reads the HTML."""
        if grading_mode():
            return self.for_nbgrader()
        return {"text/plain": str(self), "text/html": self._html(at_home=True)}

    def for_nbgrader(self) -> dict[str, str]:
        """The score as plain text, and the card with all that came from a learner escaped."""
        return {"text/plain": f"{self.score:g}", "text/html": self._html(at_home=False)}

    def _html(self, at_home: bool) -> str:
        """A card that takes its colours from the page, so that it suits every theme."""
        small = "margin:.4em 0 0;font-size:.95em"
        body = f"<p style='margin:0'><strong>{escape(self.verdict)}</strong></p>"
        if self.message:
            body += f"<p style='margin:.4em 0 0'>{markup(self.message)}</p>"
        if self.rows:
            body += self._html_table()
        if at_home and self.curve:
            body += self._picture(self.curve)
        for text in self._footer(at_home):
            body += f"<p style='{small}'>{markup(text)}</p>"
        edge = "solid" if self.passed else "dotted" if self.mistake == "unwritten" else "dashed"
        return (
            f"<div role='status' style='border-left:4px {edge} currentColor;"
            f"padding:.4em .8em;max-width:46em;line-height:1.5'>{body}</div>"
        )

    def _footer(self, at_home: bool) -> list[str]:
        return [*self.notes, self._stuck()] if at_home and not self.passed else [*self.notes]

    def _html_table(self) -> str:
        cells = "style='text-align:left;padding:.1em .9em .1em 0'"
        heads = ["case", "input", "yours", "expected"] + ["difference"] * any(
            row.difference for row in self.rows
        )
        head = "".join(f"<th scope='col' {cells}>{name}</th>" for name in heads)
        lines = "".join(
            "<tr>"
            + "".join(f"<td {cells}>{escape(getattr(row, name))}</td>" for name in heads)
            + "</tr>"
            for row in self.rows
        )
        return (
            "<table style='margin:.5em 0 0;font-size:.95em'>"
            f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        )

    def _picture(self, curve: Curve) -> str:
        from nnkit import figures  # loads Matplotlib, so only when there is something to draw

        picture = figures.curve_comparison(curve.x, curve.yours, curve.expected, self.name)
        return picture._repr_html_()


def markup(text: str) -> str:
    """Escaped, with `code` between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
