"""General diagnosis: what is wrong, where no known mistake matches. The first that applies speaks.

Every function here gets the pairs of one part of the answer and returns a ``Finding`` or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.check import show
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


def raises(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.raised is None:
            continue
        given = f"For {show.inputs(pair.case.inputs)} ({pair.case.name})"
        error = f"`{pair.raised.type}`" + f": {pair.raised.message}" * bool(pair.raised.message)
        if pair.wanted:
            return Finding(
                "raises.other",
                f"{given} a `{pair.wanted.type}` is wanted, but your function raises {error}",
            )
        where = f" in the line `{pair.raised.line}`" if pair.raised.line else ""
        return Finding("raises", f"{given} your function stops{where} with {error}")
    return None


def accepts_the_impossible(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.wanted and pair.raised is None:
            return Finding(
                "not-refused",
                f"For {show.inputs(pair.case.inputs)} ({pair.case.name}) there is no answer, yet "
                f"your function returns one. Raise a `{pair.wanted.type}` that says why.",
            )
    return None


def returns_none(pairs: Sequence[Pair]) -> Finding | None:
    if any(p.yours is not None and p.yours.type == "None" for p in wrong(pairs)):
        return Finding(
            "none",
            "Your function returns nothing (`None`). Is there a `return`, and is it reached?",
        )
    return None


def wrong_shape(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.numbers() or not pair.yours or not pair.expected:
            continue
        if pair.yours.array is not None and pair.expected.array is not None:
            return _shape(pair, pair.yours.array, pair.expected.array)
    return None


def _shape(pair: Pair, yours: np.ndarray, expected: np.ndarray) -> Finding:
    seen = f"Your result has shape {yours.shape}, and {expected.shape} is expected"
    given = f"for {show.inputs(pair.case.inputs)}"
    if pair.expected is not None and pair.expected.type == "list":
        return Finding(
            "shape.length",
            f"Your list has {len(np.atleast_1d(yours))} entries and {len(expected)} are expected, "
            f"{given}.",
            rows([pair]),
        )
    if yours.ndim == expected.ndim == 2 and yours.shape == expected.shape[::-1]:
        return Finding(
            "shape.transposed",
            f"{seen}, {given}: rows and columns have changed places. Look for a missing or extra "
            "`.T`, or the order of a product.",
        )
    if yours.size == expected.size and yours.ndim > expected.ndim:
        return Finding(
            "shape.keepdims",
            f"{seen}, {given}: the numbers fit, but there is an axis of length 1 too many. Look "
            "for `keepdims=True`, `[:, None]` or a reshape.",
        )
    if yours.size == expected.size:
        return Finding(
            "shape.batch",
            f"{seen}, {given}: the axis of the samples is lost. A batch of one is still a batch.",
        )
    if yours.ndim == expected.ndim + 1 and yours.shape[0] == yours.shape[1] == expected.shape[0]:
        return Finding(
            "shape.broadcast",
            f"{seen}, {given}: an `(n,)` array has met an `(n, 1)` array, and NumPy stretched both "
            "to `(n, n)`. Give the two the same shape first.",
        )
    if yours.shape == expected.shape[1:]:
        return Finding(
            "shape.batch",
            f"{seen}, {given}: the axis of the samples is lost. One result per sample is wanted.",
        )
    return Finding("shape", f"{seen}, {given}.")


def wrong_type(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.yours is None or pair.expected is None:
            continue
        if pair.numbers() and pair.yours.type == pair.expected.type:
            continue
        expected, yours = show.kind(pair.expected), show.kind(pair.yours)
        if expected == yours or (
            pair.numbers() and pair.yours.array is not None and pair.yours.array.ndim == 0
        ):
            continue
        if pair.yours.type == "generator":
            return Finding(
                "type.generator",
                "Your function returns a generator, which has computed nothing yet. Use `return` "
                f"instead of `yield`; {expected} is expected.",
            )
        return Finding(
            f"type.{pair.yours.type}", f"Your function returns {yours}; {expected} is expected."
        )
    return None


def not_finite(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        numbers = pair.numbers()
        if numbers is None or not np.isfinite(numbers[1]).all() or np.isfinite(numbers[0]).all():
            continue
        nan = bool(np.isnan(numbers[0]).any())
        cause = (
            "`0/0`, `inf − inf` and the logarithm of a negative number all give `nan`"
            if nan
            else "a division by 0, `log(0)` and an overflow in `exp` all give `inf`"
        )
        seen = "`nan` (not a number)" if nan else "infinite"
        return Finding(
            "nan" if nan else "inf", f"Some of your results are {seen}: {cause}.", rows([pair])
        )
    return None


def constant_factor(pairs: Sequence[Pair]) -> Finding | None:
    ratios = _ratios(pairs)
    if ratios is None:
        return None
    values, n = ratios
    if np.allclose(values, -1.0, rtol=1e-6):
        return Finding(
            "factor.sign",
            "All your numbers have the right size and the wrong sign. Look for a minus too many, "
            "or a difference taken the other way round.",
            rows(pairs),
        )
    if np.allclose(values, values[0], rtol=1e-6):
        return Finding(
            f"factor.{values[0]:.4g}",
            f"All your numbers are {show.number(values[0])} times what they should be.",
            rows(pairs),
        )
    if np.allclose(values, n, rtol=1e-6):
        return Finding(
            "factor.n",
            "All your numbers are too large by the number of samples `n`. Sum or mean?",
            rows(pairs),
        )
    if np.allclose(values * n, 1.0, rtol=1e-6):
        return Finding(
            "factor.1/n",
            "All your numbers are too small by the number of samples `n`: you divide by it once "
            "too often.",
            rows(pairs),
        )
    return None


def _ratios(pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray] | None:
    """yours / expected over all entries, and beside each its case's number of samples."""
    ratios, samples = [], []
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
        samples.append(np.full(len(ratios[-1]), _samples(pair)))
    values = np.concatenate(ratios or [np.zeros(0)])
    if len(values) < 3 or np.allclose(values, 1.0):
        return None
    return values, np.concatenate(samples)


def _samples(pair: Pair) -> int:
    inputs = (np.asarray(value) for value in pair.case.inputs.values())
    return next((len(value) for value in inputs if value.ndim == 2), 1)


def one_focus(pairs: Sequence[Pair]) -> Finding | None:
    """Everything is right but the cases that share one focus."""
    bad = wrong(pairs)
    focus = bad[0].case.focus
    if not focus or len(bad) == len(pairs) or any(pair.case.focus != focus for pair in bad):
        return None
    return Finding("only", f"Right everywhere but {focus}.", rows(pairs, most=2))


def table(pairs: Sequence[Pair]) -> Finding:
    shown = rows(pairs, most=3)
    first = wrong(pairs)[0].case
    where = "Here is where it differs." if shown else f"It differs for {show.inputs(first.inputs)}."
    right = len(pairs) - len(wrong(pairs))
    return Finding(
        "value",
        f"The numbers differ from what is expected ({right} of {len(pairs)} cases are "
        f"right). {where}",
        shown,
    )


# Of the call as a whole, then of the value; the order is the order in which they are tried.
OF_THE_CALL: tuple[Diagnosis, ...] = (raises, accepts_the_impossible, returns_none)
OF_THE_FORM: tuple[Diagnosis, ...] = (returns_none, wrong_shape, wrong_type, not_finite)
OF_THE_NUMBERS: tuple[Diagnosis, ...] = (constant_factor, one_focus, table)


def first_finding(diagnoses: Sequence[Diagnosis], pairs: Sequence[Pair]) -> Finding | None:
    return next((found for found in (look(pairs) for look in diagnoses) if found), None)
