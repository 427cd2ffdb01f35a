"""Numbers that are all wrong by one factor: what the factor was taken from is named."""

from __future__ import annotations

import numpy as np
import pytest

from tests.check.toys import batches, total, toy, verdict


@pytest.mark.parametrize(
    ("factor", "mistake", "words"),
    [
        (lambda X: X.size, "factor.entries", "too large by the number of entries"),
        (lambda X: 1 / X.size, "factor.1/entries", "once too often"),
        (lambda X: X.shape[1], "factor.columns", "too large by the number of columns"),
        (lambda X: 1 / X.shape[1], "factor.1/columns", "once too often"),
    ],
)
def test_a_mean_over_too_much_or_too_little_is_named(factor, mistake, words):
    report = verdict(toy(total), lambda X: X.sum(axis=1) * factor(X))
    assert report.mistake == mistake
    assert words in report.message


def test_columns_are_not_blamed_where_a_single_one_is_right():
    cases = batches((4, 3), (5, 2), (3, 1))
    assert verdict(toy(total, cases), lambda X: X.mean(axis=1)).mistake == "value"


def test_a_logarithm_of_another_base_is_named():
    report = verdict(toy(total), lambda X: X.sum(axis=1) / np.log(10))
    assert "`np.log10`" in report.message
