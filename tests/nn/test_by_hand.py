"""Networks chosen by hand: a triangle, and XOR."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


@given(st.floats(-5, 5), st.floats(0.1, 3), st.floats(0.1, 3))
@quick
def test_a_bump_is_a_triangle(left: float, up: float, down: float) -> None:
    peak, right = left + up, left + up + down
    x = np.concatenate([np.linspace(left - 2, right + 2, 101), [-1000, 1000]])
    wanted = np.interp(x, [left, peak, right], [0, 1, 0])
    assert_allclose(nn.relu_bump(x, left, peak, right), wanted, atol=1e-9)


def test_a_bump_of_a_number_is_a_number() -> None:
    assert nn.relu_bump(1, 0, 1, 3) == 1
    assert np.ndim(nn.relu_bump(1, 0, 1, 3)) == 0


@pytest.mark.parametrize("places", [(0, 0, 1), (0, 1, 1), (2, 1, 0)])
def test_a_bump_without_width_is_refused(places: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="left < peak < right"):
        nn.relu_bump(0, *places)


def test_two_relu_units_do_xor() -> None:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    W1, b1, w2, b2 = nn.xor_network()
    layers: list[nn.ForwardLayer] = [(W1, b1, nn.relu), (w2[None], [b2], nn.identity)]
    assert_array_equal(nn.forward(X, layers)[0][:, 0], [0, 1, 1, 0])
