"""What is wrong near zero already is told before an overflow far out."""

from __future__ import annotations

import numpy as np
import pytest

from nnkit.exercises import Case, Mistake
from tests.check.toys import batches, toy, verdict


def log_sum(X):
    """A toy answer of two parts, the first of which overflows when it is written naively."""
    return np.logaddexp.reduce(X, axis=1), X.sum(axis=1)


FAR = (*batches((4, 3), (5, 2)), Case("far", {"X": np.array([[1000.0, 999.0]])}, "far out"))


@pytest.mark.parametrize(
    ("first", "mistake"),
    [
        (lambda X: np.log(np.exp(X).sum(axis=1)), "inf"),
        (lambda X: -np.log(np.exp(X).sum(axis=1)), "factor.sign"),
        (lambda X: np.log(np.exp(X).mean(axis=1)), "mean"),
        (lambda X: np.log(np.exp(X).sum(axis=1)) + 0.1, "value"),
        (lambda X: np.log(X.min(axis=1)), "nan"),
    ],
)
def test_what_is_wrong_near_by_comes_before_an_overflow_far_out(first, mistake):
    mean = Mistake(
        "mean", lambda X: (log_sum(X)[0] - np.log(X.shape[1]), log_sum(X)[1]), "You take the mean."
    )
    exercise = toy(log_sum, FAR, parts=("log", "sum"), mistakes=(mean,))
    report = verdict(exercise, lambda X: (first(X), X.sum(axis=1)))
    assert report.mistake == mistake
    assert report.score == 2
