"""What a diagnosis says, and the differences that it points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnkit.check.evidence import Pair
from nnkit.check.report import Row


@dataclass(frozen=True)
class Finding:
    """``mistake`` names the diagnosis (``shape.transposed``); ``message`` is its sentence."""

    mistake: str
    message: str
    rows: tuple[Row, ...] = ()


Diagnosis = Callable[[Sequence[Pair]], Finding | None]


def wrong(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not pair.right]


def rows(pairs: Sequence[Pair], most: int = 1) -> tuple[Row, ...]:
    """The first differences, of different cases."""
    found = [row for row in (pair.row() for pair in wrong(pairs)) if row is not None]
    return tuple(found[:most])
