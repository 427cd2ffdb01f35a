"""Exceptions of NumPy and Python, told in words that help."""

from __future__ import annotations

import numpy as np

from nnkit.exercises import Case
from tests.check.toys import centre, total, toy, verdict


def test_numpys_own_words_are_put_plainly():
    unpaired = verdict(toy(centre), lambda X: X - X.mean(axis=1))
    assert "shape (4, 3) meets one of shape (4,)" in unpaired.message
    assert "Given are `X` (4, 3)." in unpaired.message
    undecided = verdict(toy(total), lambda X: 1 if X > 0 else 0)
    assert "it wants one yes or no" in undecided.message
    unaligned = verdict(toy(total), lambda X: np.dot(X, X))
    assert "here 3 of them meet 4" in unaligned.message
    power = verdict(toy(total), lambda X: (X ^ 2).sum(axis=1))
    assert "`**`" in power.message


def test_writing_decimals_into_whole_numbers_is_put_plainly():
    def add_half(X):
        X += 0.5
        return X.sum(axis=1)

    cases = (Case("whole numbers", {"X": np.array([[1, 2], [3, 4]])}),)
    assert "can't hold decimals" in verdict(toy(total, cases), add_half).message
