"""Yours beside expected, case by case: what the diagnoses look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.check import show
from nnkit.check.nested import numbers, root
from nnkit.check.observation import Outcome, Raised
from nnkit.check.report import Row
from nnkit.check.values import Value, close, same
from nnkit.exercises import Case, Exercise


@dataclass(frozen=True)
class Pair:
    """One case: the value expected (or the exception), and yours.

    ``rtol`` is its tolerance; ``per_sample`` says that answers have one entry a row of the batch.
    """

    case: Case
    expected: Value | None
    yours: Value | None
    wanted: Raised | None
    raised: Raised | None
    rtol: float
    per_sample: bool

    @property
    def right(self) -> bool:
        if self.wanted or self.raised:
            return bool(self.wanted and self.raised and self.wanted.type in self.raised.bases)
        return same(self.yours, self.expected, self.rtol)

    @property
    def finite(self) -> bool:
        """Whether yours holds numbers, neither NaN nor infinite ones."""
        array = self.yours.array if self.yours is not None else None
        return array is not None and bool(np.isfinite(array).all())

    def numbers(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Yours and expected as arrays, where both are numbers of one shape."""
        yours, expected = self.yours, self.expected
        if yours is None or expected is None or yours.array is None or expected.array is None:
            return None
        same_shape = yours.array.shape == expected.array.shape
        return (yours.array, expected.array) if same_shape else None

    def row(self) -> Row | None:
        """The first place where the two differ."""
        numbers = self.numbers()
        if numbers is None:
            return self._lists()
        yours, expected = numbers
        entry_by_entry = [v.shape for v in inputs_of(self.case)] == [yours.shape]
        if yours.ndim == 1 and not (self.per_sample or entry_by_entry):
            return self._lists()
        wrong = np.argwhere(~close(yours, expected, self.rtol))
        if not len(wrong):
            return None
        index = tuple(wrong[0])
        sample = int(index[0]) if index and (self.per_sample or entry_by_entry) else None
        given = show.inputs(self.case.inputs, sample)
        rows = show.array(yours[index[:1]]), show.array(expected[index[:1]])
        if yours.ndim == 2 and self.per_sample and rows[0] != rows[1]:
            return Row(self.case.name, given, *rows, "")
        y, e = float(yours[index]), float(expected[index])
        return Row(self.case.name, given, *show.two_numbers(y, e), show.number(y - e))

    def _lists(self) -> Row | None:
        """Both answers whole, where they are short enough."""
        yours, expected = self.yours, self.expected
        if yours is None or expected is None or yours.array is None or expected.array is None:
            return None
        texts = show.array(yours.array), show.array(expected.array)
        if texts[0] == texts[1]:
            return None
        return Row(self.case.name, show.inputs(self.case.inputs), *texts, "")


def pair_up(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Outcome],
    got: Sequence[Outcome],
    part: int | None = None,
) -> list[Pair]:
    """The cases that were run, with one part of the answers (or all of it) side by side."""
    per_sample = _per_sample(cases, [_part(seen.value, part, exercise) for seen in expected])
    return [
        Pair(
            case,
            _part(wanted.value, part, exercise),
            yours := _part(seen.value, part, exercise),
            wanted.raised,
            seen.raised,
            _tolerance(exercise, case, yours),
            per_sample,
        )
        for case, wanted, seen in zip(cases, expected, got, strict=True)
    ]


def inputs_of(case: Case) -> list[np.ndarray]:
    """All arrays and numbers among the inputs of a case."""
    return list(numbers(case.inputs).values())


def _per_sample(cases: Sequence[Case], answers: Sequence[Value | None]) -> bool:
    """Whether the answer has as many entries as the batch has rows, in every case with a batch."""
    lengths = [
        (samples(case), None if answer is None or answer.array is None else answer.array.shape[:1])
        for case, answer in zip(cases, answers, strict=True)
    ]
    return any(n for n, _ in lengths) and all(shape == (n,) for n, shape in lengths if n)


def samples(case: Case) -> int:
    """The number of rows of the case's batch; 0 without one."""
    return next((len(value) for value in _arrays(case) if value.ndim == 2), 0)


def columns(case: Case) -> int:
    """The number of columns of the case's batch; 0 without one."""
    return next((value.shape[1] for value in _arrays(case) if value.ndim == 2), 0)


def entries(case: Case) -> int:
    """The number of entries of the case's first array; 0 without one."""
    return next((value.size for value in _arrays(case)), 0)


def _arrays(case: Case) -> list[np.ndarray]:
    return [value for value in case.inputs.values() if isinstance(value, np.ndarray)]


def _part(value: Value | None, part: int | None, exercise: Exercise) -> Value | None:
    """One part of a tuple answer; None where the answer hasn't the right number of parts."""
    if part is None or value is None:
        return value
    items = value.items or ()
    return items[part] if len(items) == len(exercise.parts) else None


def _tolerance(exercise: Exercise, case: Case, yours: Value | None) -> float:
    """Single precision has about 7 digits, so it gets 1e-5."""
    arrays = [*numbers(case.inputs).values()]
    arrays += [yours.array] if yours is not None and yours.array is not None else []
    single = any(array.dtype == np.float32 for array in arrays)
    return max(exercise.tolerance, 1e-5) if single else exercise.tolerance


def changed_inputs(case: Case, outcome: Outcome) -> list[str]:
    """The names of the inputs that the call left changed."""
    if not outcome.after:
        return []
    before, after = numbers(case.inputs), outcome.after
    changed = (
        place
        for place in before | after
        if place not in before
        or place not in after
        or not np.array_equal(after[place], before[place], equal_nan=True)
    )
    return list(dict.fromkeys(root(place) for place in changed))
