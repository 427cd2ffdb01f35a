"""Diagnosis of numbers that are all wrong by one factor: −1, 2, the number of samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nnkit.check import show
from nnkit.check.evidence import Pair, columns, entries, samples
from nnkit.check.finding import Finding, rows
from nnkit.exercises import Case

# What a mean may have been taken over, in place of what it should be, and how many there are.
COUNTS: tuple[tuple[str, str, Callable[[Case], int]], ...] = (
    ("n", "the number of samples `n`", samples),
    ("entries", "the number of entries that go in", entries),
    ("columns", "the number of columns", columns),
)

# Factors that give their cause away.
LOGARITHMS = {
    "0.4343": ", as with `np.log10` in place of `np.log`",
    "1.443": ", as with `np.log2` in place of `np.log`",
}


def constant_factor(pairs: Sequence[Pair]) -> Finding | None:
    ratios = _ratios(pairs)
    if ratios is None:
        return None
    values, cases = ratios
    if not values.any():
        return Finding(
            "factor.0",
            "Every result is 0, whatever goes in. Is what you compute ever stored, and returned?",
            rows(pairs),
        )
    if np.allclose(values, -1.0, rtol=1e-6):
        return Finding(
            "factor.sign",
            "All your numbers have the right size and the wrong sign. Look for a minus too many, "
            "or a difference taken the other way round.",
            rows(pairs),
        )
    factor = show.number(values[0])
    if np.allclose(values, values[0], rtol=1e-6) and factor != "1":
        return Finding(
            f"factor.{values[0]:.4g}",
            f"All your numbers are {factor} times what they should be{LOGARITHMS.get(factor, '')}.",
            rows(pairs),
        )
    return _by_a_count(pairs, values, cases)


def _by_a_count(pairs: Sequence[Pair], values: np.ndarray, cases: Sequence[Case]) -> Finding | None:
    for name, words, count in COUNTS:
        if name == "columns" and any(pair.right for pair in pairs):
            continue  # one column: the cases' own focus says more
        n = np.array([count(case) or 1 for case in cases])
        if np.allclose(values, n, rtol=1e-6):
            return Finding(
                f"factor.{name}",
                f"All your numbers are too large by {words}. Sum or mean?",
                rows(pairs),
            )
        if np.allclose(values * n, 1.0, rtol=1e-6):
            return Finding(
                f"factor.1/{name}",
                f"All your numbers are too small by {words}: you divide by it once too often.",
                rows(pairs),
            )
    return None


def _ratios(pairs: Sequence[Pair]) -> tuple[np.ndarray, list[Case]] | None:
    """yours / expected over all entries, and beside each the case it comes from."""
    ratios: list[np.ndarray] = []
    cases: list[Case] = []
    for pair in pairs:
        if pair.wanted and pair.right:
            continue
        numbers = pair.numbers()
        if numbers is None:
            return None
        yours, expected = (np.ravel(array).astype(float) for array in numbers)
        zero = np.abs(expected) < 1e-9
        if np.any(np.abs(yours[zero]) > 1e-9):
            return None
        ratios.append(yours[~zero] / expected[~zero])
        cases += [pair.case] * len(ratios[-1])
    values = np.concatenate(ratios or [np.zeros(0)])
    if len(values) < 3 or np.allclose(values, 1.0):
        return None
    return values, cases
