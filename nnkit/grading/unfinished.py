"""What is told of a solution cell that was stopped, or raised, before its function was there."""

from __future__ import annotations

import re

from nnkit.grading.gathering import Output, Outputs
from nnkit.grading.verdict import Ending, Stopped

LONGEST = 300  # characters of a message
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"Cell In\[(\d{1,9})\], line (\d{1,9})\b")
_FILE = re.compile(r" \([^()]*, line \d+\)$")  # what IPython adds to a syntax error's message


def was_stopped(source: str, outputs: Outputs, seconds: float) -> Stopped:
    """It had to be interrupted after so many seconds."""
    return Stopped(
        Ending.TIMED_OUT,
        f"The cell with your answer was stopped after {seconds:g} seconds{_where(source, outputs)}."
        " Is there a loop that never ends?",
    )


def raised(source: str, outputs: Outputs) -> Stopped | None:
    """It ended with an exception, if it did."""
    error = outputs.raised
    if error is None:
        return None
    return Stopped(
        Ending.RAISED,
        f"The cell with your answer stops{_where(source, outputs)} with {_told(error)}",
    )


def _told(error: Output) -> str:
    message = _FILE.sub("", " ".join(str(error["evalue"])[: 2 * LONGEST].split()))
    name = " ".join(str(error["ename"])[:LONGEST].split())
    told = f"{name}: {message[:LONGEST]}".removesuffix(": ")
    return told if told.endswith((".", "?", "!")) else f"{told}."


def _where(source: str, outputs: Outputs) -> str:
    """The learner's line: its number is the kernel's claim, its text is what was handed in."""
    traceback = outputs.raised["traceback"] if outputs.raised else []
    places = _PLACE.findall(_COLOUR.sub("", "\n".join(traceback)))
    numbers = [int(line) for cell, line in places if int(cell) == outputs.number]
    lines = dict(enumerate(source.splitlines(), 1))
    text = lines.get(numbers[-1], "").strip() if numbers else ""
    return f" in the line `{text[:LONGEST]}`" if text else ""
