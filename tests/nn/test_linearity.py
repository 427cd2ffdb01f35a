"""Two linear layers in a row are one."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


@given(numbers((2, 3)), numbers(2), numbers((4, 2)), numbers(4), numbers((5, 3)))
@quick
def test_the_one_layer_does_what_the_two_do(
    W1: Array, b1: Array, W2: Array, b2: Array, X: Array
) -> None:
    W, b = nn.collapse(W1, b1, W2, b2)
    assert (W.shape, b.shape) == ((4, 3), (4,))
    both = nn.dense(nn.dense(X, W1, b1), W2, b2)
    assert_allclose(nn.dense(X, W, b), both, rtol=1e-9, atol=1e-9)


def test_layers_that_do_not_fit_are_refused_with_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"got \(2, 3\) and \(4, 3\)"):
        nn.collapse(np.ones((2, 3)), np.ones(2), np.ones((4, 3)), np.ones(4))


@given(numbers((2, 3, 4)))
@quick
def test_softmax_along_any_axis_sums_to_one_there(Z: Array) -> None:
    for axis in (0, 1, 2, -1):
        assert_allclose(nn.softmax_axis(Z, axis).sum(axis=axis), 1)
