"""Descent on functions whose path is known, for any shape of w."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import anything, numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


@given(numbers(anything))
@quick
def test_on_a_bowl_every_step_keeps_the_same_share_of_the_distance(w: Array) -> None:
    before = w.copy()
    path = nn.descend(lambda w: 2 * (w - 3), w, 0.1, 5)
    assert path.shape == (6, *w.shape)
    for t, point in enumerate(path):
        assert_allclose(point - 3, 0.8**t * (w - 3), atol=1e-12)
    assert_array_equal(w, before)


def test_whole_numbers_lose_no_decimals() -> None:
    assert_allclose(nn.descend(lambda w: w, np.array([4, -2]), 0.25, 1), [[4, -2], [3, -1.5]])


def test_no_steps_are_a_path_of_one_point() -> None:
    assert_array_equal(nn.descend(lambda w: w, [1.0, 2.0], 0.1, 0), [[1.0, 2.0]])


def test_fewer_than_no_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="0 steps or more; got -1"):
        nn.descend(lambda w: w, 1.0, 0.1, -1)
