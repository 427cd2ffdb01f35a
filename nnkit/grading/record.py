"""What grading one submission gives: everything that is stored, as text and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scored:
    """One graded cell. ``outcome`` is what became of it: passed, wrong, unwritten, timed out …

    ``mistake`` is the id that the check gave it, ``reason`` the sentence that the learner reads.
    Raises ValueError for a score that is no number from 0 to the points.
    """

    score: float
    points: float
    outcome: str = ""
    mistake: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.score <= self.points:
            raise ValueError(f"A score of {self.score} of {self.points} points can't be stored.")


@dataclass(frozen=True)
class Record:
    """One graded submission.

    ``grades`` are by the id of the graded cell, ``comments`` by that of the solution cell (None
    takes an earlier one back), ``answers`` by the id of the question. ``problems`` are sentences
    for the teacher.
    """

    notebook: str
    grades: Mapping[str, Scored]
    comments: Mapping[str, str | None] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    seed: int = 0
    seconds: float = 0.0

    def pack(self) -> bytes:
        """The record on its way from one process to the other. Nothing is pickled."""
        return json.dumps(asdict(self)).encode("ascii")


def unpack(data: bytes) -> Record:
    """The record that was packed. Raises ValueError if it is none."""
    try:
        plain = json.loads(data)
        plain["grades"] = {name: Scored(**each) for name, each in plain["grades"].items()}
        plain["problems"] = tuple(plain["problems"])
        return Record(**plain)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"A worker sent something that is no record: {error}") from None


def in_one_line(problems: Iterable[str]) -> str:
    """Sentences one after the other, each with its full stop."""
    return " ".join(each if each.endswith((".", "?", "!")) else f"{each}." for each in problems)
