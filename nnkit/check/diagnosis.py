"""General diagnosis: what is wrong, where no known mistake matches. The first that applies speaks.

Every function here gets the pairs of one part of the answer and returns a ``Finding`` or None.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnkit.check import show
from nnkit.check.entries import wrong_entry
from nnkit.check.evidence import Pair
from nnkit.check.factors import constant_factor
from nnkit.check.finding import Diagnosis, Finding, rows, wrong
from nnkit.check.plainly import error


def raises(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.raised is None:
            continue
        if pair.raised.type == "NotAsAsked":
            return Finding("not-as-asked", pair.raised.message)
        given = f"For {show.occasion(pair.case)}"
        told = error(pair.raised, pair.case)
        if pair.wanted:
            return Finding(
                "raises.other",
                f"{given} a `{pair.wanted.type}` is wanted, but your function raises {told}",
            )
        if pair.raised.type == "NotImplementedError" and pair.raised.function:
            return Finding(
                "raises.unwritten",
                f"Your function calls `{pair.raised.function}`, which is not written yet. Write "
                "it first, or run its `carry_on` cell.",
            )
        return Finding("raises", f"{given} your function stops{_where(pair)} with {told}")
    return None


def _where(pair: Pair) -> str:
    raised = pair.raised
    if raised is None or not raised.line:
        return ""
    helper = f" in `{raised.function}`," if raised.inner else ""
    return f"{helper} in the line `{raised.line}`"


def accepts_the_impossible(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.wanted and pair.raised is None:
            seen = show.kind(pair.yours) if pair.yours else "a value"
            return Finding(
                "not-refused",
                f"For {show.occasion(pair.case)} there is no answer, yet your "
                f"function returns {seen}. `raise` a `{pair.wanted.type}` that says why.",
            )
    return None


def returns_none(pairs: Sequence[Pair]) -> Finding | None:
    silent = [p for p in wrong(pairs) if p.yours is not None and p.yours.type == "None"]
    if not silent:
        return None
    case = silent[0].case
    when = "" if len(silent) == len(pairs) else f", for {show.occasion(case)}"
    return Finding(
        "none",
        f"Your function returns nothing (`None`){when}. Is there a `return`, and is it reached?",
    )


def wrong_shape(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        if pair.numbers() or not pair.yours or not pair.expected:
            continue
        if pair.yours.array is not None and pair.expected.array is not None:
            return _shape(pair, pair.yours.array, pair.expected.array)
    return None


def _shape(pair: Pair, yours: np.ndarray, expected: np.ndarray) -> Finding:
    seen = f"Your result has shape {yours.shape}, and {expected.shape} is expected"
    given = f"for {show.occasion(pair.case)}"
    if (
        pair.expected is not None
        and pair.expected.type == "list"
        and yours.ndim
        and yours.shape[1:] == expected.shape[1:]
    ):
        return Finding(
            "shape.length",
            f"Your list has {len(yours)} entries and {len(expected)} are expected, {given}.",
            rows([pair]),
        )
    if not expected.ndim:
        many = f"{yours.size} numbers where one" if yours.size > 1 else "an array where one number"
        return Finding(
            "shape.number",
            f"Your result has shape {yours.shape}: {many} is expected, {given}.",
        )
    if yours.ndim == expected.ndim == 2 and yours.shape == expected.shape[::-1]:
        return Finding(
            "shape.transposed",
            f"{seen}, {given}: rows and columns have changed places. Look for a missing or extra "
            "`.T`, or the order of a product.",
        )
    if yours.ndim > expected.ndim and np.squeeze(yours).shape == np.squeeze(expected).shape:
        return Finding(
            "shape.keepdims",
            f"{seen}, {given}: there is an axis of length 1 too many. Look for `keepdims=True`, "
            "`[:, None]` or a reshape.",
        )
    if pair.per_sample and yours.shape == expected.shape[1:]:
        return Finding(
            "shape.batch",
            f"{seen}, {given}: the axis of the samples is lost. One result for each sample is "
            "wanted, even if there is only one.",
        )
    if expected.ndim < 3 and yours.shape == (expected.size, expected.size):
        return Finding(
            "shape.broadcast",
            f"{seen}, {given}. Has an `(n,)` array met an `(n, 1)` array somewhere? NumPy then "
            "stretches both to `(n, n)`.",
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
        listed = " `np.array(…)` makes one." if pair.yours.type in ("list", "tuple") else ""
        if pair.yours.type == "generator":
            return Finding(
                "type.generator",
                "Your result is a generator, which has computed nothing yet. Use `return` "
                f"instead of `yield`; {expected} is expected.",
            )
        return Finding(
            f"type.{pair.yours.type}", f"Your result is {yours}; {expected} is expected.{listed}"
        )
    return None


def not_finite(pairs: Sequence[Pair]) -> Finding | None:
    for pair in wrong(pairs):
        numbers = pair.numbers()
        if numbers is None or not np.isfinite(numbers[1]).all() or np.isfinite(numbers[0]).all():
            continue
        nan = bool(np.isnan(numbers[0]).any())
        cause = (
            "`0/0`, `0 · inf`, `inf/inf`, `inf − inf` do that, and the root or logarithm of a "
            "negative number"
            if nan
            else "a division by 0, `log(0)` and an overflow in `exp` all give `inf`"
        )
        seen = "`nan` (not a number)" if nan else "infinite"
        return Finding(
            "nan" if nan else "inf", f"Some of your results are {seen}: {cause}.", rows([pair])
        )
    return None


def rounded(pairs: Sequence[Pair]) -> Finding | None:
    """Yours is the expected number rounded, or cut off."""
    numbers = [found for found in (pair.numbers() for pair in pairs) if found is not None]
    if len(numbers) < len(pairs):
        return None
    yours = np.concatenate([np.ravel(y).astype(float) for y, _ in numbers])
    expected = np.concatenate([np.ravel(e).astype(float) for _, e in numbers])
    whole = np.isin(yours, (0, 1)).all()  # a step, most likely, and no rounding
    for digits in range(1 if whole else 0, 7):
        if np.allclose(yours, np.round(expected, digits), rtol=0, atol=1e-12):
            return Finding(
                "rounded",
                f"Your result is rounded to {digits} decimals. Return it whole, and round only "
                "when you print.",
                rows(pairs),
            )
    if any(np.array_equal(yours, cut(expected)) for cut in (np.floor, np.trunc)):
        return Finding(
            "rounded.down",
            "The decimals of your result are cut off. `//` and `int` do that, and so does writing "
            "into an array of whole numbers.",
            rows(pairs),
        )
    return None


def one_focus(pairs: Sequence[Pair]) -> Finding | None:
    """All cases of one focus are wrong, and all others right."""
    bad = wrong(pairs)
    focus = bad[0].case.focus
    if not focus or any(pair.right == (pair.case.focus == focus) for pair in pairs):
        return None
    return Finding("only", f"Right everywhere but {focus}.", rows(pairs, most=2))


def table(pairs: Sequence[Pair]) -> Finding:
    shown = rows(pairs, most=3)
    first = wrong(pairs)[0].case
    where = "Here is where it differs." if shown else f"It differs for {show.occasion(first)}."
    right = len(pairs) - len(wrong(pairs))
    return Finding(
        "value",
        f"The numbers differ from what is expected ({right} of {len(pairs)} cases are "
        f"right). {where}",
        shown,
    )


# Of the call as a whole, then of the value; the order is the order in which they are tried.
OF_THE_CALL: tuple[Diagnosis, ...] = (raises, accepts_the_impossible, returns_none)
OF_THE_FORM: tuple[Diagnosis, ...] = (wrong_entry, wrong_shape, wrong_type, not_finite)
OF_ALL_NUMBERS: tuple[Diagnosis, ...] = (constant_factor, rounded)
OF_THE_NUMBERS: tuple[Diagnosis, ...] = (*OF_ALL_NUMBERS, one_focus, table)


def first_finding(diagnoses: Sequence[Diagnosis], pairs: Sequence[Pair]) -> Finding | None:
    return next((found for found in (look(pairs) for look in diagnoses) if found), None)
