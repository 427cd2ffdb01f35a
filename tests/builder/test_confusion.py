"""The confusion matrix counts every sample once, in its own row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.builder.confusion import confusion_matrix

pairs = st.integers(2, 5).flatmap(
    lambda k: st.tuples(
        st.just(k), st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1)), max_size=40)
    )
)


@given(pairs)
@settings(deadline=None, max_examples=50)
def test_rows_count_the_truth_columns_the_decisions(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    k, both = drawn
    y, guess = [a for a, _ in both], [b for _, b in both]
    matrix = confusion_matrix(np.array(y, int), np.array(guess, int), k)
    assert matrix.sum() == len(both)
    assert np.trace(matrix) == sum(a == b for a, b in both)
    assert matrix.sum(1).tolist() == [y.count(i) for i in range(k)]
    assert matrix.sum(0).tolist() == [guess.count(i) for i in range(k)]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        confusion_matrix([0, 1], [0], 2)
    with pytest.raises(ValueError, match="outside 0 to 1"):
        confusion_matrix([0, 2], [0, 1], 2)
