"""Diagnosis of an answer that is a list of lists, or of arrays of many shapes: where it differs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnkit.check import show
from nnkit.check.evidence import Pair
from nnkit.check.finding import Finding, wrong
from nnkit.check.report import Row
from nnkit.check.values import Value, same


def wrong_entry(pairs: Sequence[Pair]) -> Finding | None:
    """The first entry that is wrong, by its place in the answer: ``[1][0]``."""
    for pair in wrong(pairs):
        if pair.yours and pair.expected and _nested(pair.yours, pair.expected):
            return _entry(pair, pair.yours, pair.expected)
    return None


def _nested(yours: Value, expected: Value) -> bool:
    """Whether there are entries to compare, and at least one of the two is no plain array."""
    ragged = expected.array is None or yours.array is None
    return bool(ragged and expected.items and yours.items is not None)


def _entry(pair: Pair, yours: Value, expected: Value, place: str = "") -> Finding:
    """Goes to the first difference, and says what it is."""
    where = f"Entry `{place}`" if place else "Your result"
    given = f"for {show.occasion(pair.case)}"
    if _nested(yours, expected):
        y, e = yours.items or (), expected.items or ()
        if len(y) != len(e):
            return Finding(
                "entry.count", f"{where} has length {len(y)}, and {len(e)} is expected, {given}."
            )
        i = next(i for i, both in enumerate(zip(y, e, strict=True)) if not same(*both, pair.rtol))
        return _entry(pair, y[i], e[i], f"{place}[{i}]")
    if yours.array is None or expected.array is None:
        kinds = f"{show.kind(yours)}; {show.kind(expected)} is expected"
        return Finding(f"entry.{yours.type}", f"{where} is {kinds}, {given}.")
    if yours.array.shape != expected.array.shape:
        shapes = f"{yours.array.shape}, and {expected.array.shape} is expected"
        return Finding("entry.shape", f"{where} has shape {shapes}, {given}.")
    return _numbers(pair, where, yours.array, expected.array)


def _numbers(pair: Pair, where: str, yours: np.ndarray, expected: np.ndarray) -> Finding:
    texts = show.array(yours), show.array(expected)
    row = Row(pair.case.name, show.inputs(pair.case.inputs), *texts, "")
    return Finding(
        "entry.value",
        f"{where} has the right shape, but other numbers than expected, for "
        f"{show.occasion(pair.case)}.",
        (row,) if texts[0] != texts[1] else (),
    )
