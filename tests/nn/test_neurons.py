"""One neuron and its line."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
biases = st.floats(-5, 5, width=32)


@given(numbers((4, 3)), numbers(3), biases)
@quick
def test_a_batch_is_its_samples(X: Array, w: Array, b: float) -> None:
    z = nn.weighted_sum(X, w, b)
    assert z.shape == (4,)
    for x, one in zip(X, z, strict=True):
        assert nn.weighted_sum(x, w, b) == pytest.approx(sum(x * w) + b, abs=1e-12)
        assert np.ndim(nn.weighted_sum(x, w, b)) == 0
        assert one == pytest.approx(nn.weighted_sum(x, w, b), abs=1e-12)
    assert_allclose(nn.neuron(X, w, b, nn.sigmoid), nn.sigmoid(z))


@pytest.mark.parametrize("shapes", [((4, 3), (4,)), ((3,), (2,)), ((3,), (3, 1)), ((3,), ())])
def test_shapes_that_do_not_fit_are_named(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    X, w = (np.ones(shape) for shape in shapes)
    with pytest.raises(ValueError, match="got") as error:
        nn.weighted_sum(X, w, 0.0)
    assert str(X.shape) in str(error.value)
    assert str(w.shape) in str(error.value)


@given(numbers(2), numbers(2), biases, st.floats(0.01, 100))
@quick
def test_the_distance_is_that_to_the_nearest_point_of_the_line(
    x: Array, w: Array, b: float, c: float
) -> None:
    assume(np.linalg.norm(w) > 0.01)
    d = nn.signed_distance(x, w, b)
    foot = x - d * w / np.linalg.norm(w)
    assert nn.weighted_sum(foot, w, b) == pytest.approx(0, abs=1e-6)
    assert np.sign(d) == np.sign(nn.weighted_sum(x, w, b))
    assert nn.signed_distance(x, c * w, c * b) == pytest.approx(d, abs=1e-9), "scaling keeps it"


def test_no_line_no_distance() -> None:
    with pytest.raises(ValueError, match="draws no line"):
        nn.signed_distance([1, 2], [0, 0], 1)


@given(numbers((3,)), numbers(2), biases)
@quick
def test_the_boundary_lies_on_the_line(x1: Array, w: Array, b: float) -> None:
    assume(abs(w[1]) > 0.01)
    x2 = nn.boundary_x2(x1, w, b)
    assert x2.shape == x1.shape
    assert_allclose(nn.weighted_sum(np.stack([x1, x2], axis=1), w, b), 0, atol=1e-9)


def test_a_vertical_line_says_where_it_is() -> None:
    with pytest.raises(ValueError, match=r"vertical, at x₁ = 1\.5"):
        nn.boundary_x2(0, [2, 0], -3)
    with pytest.raises(ValueError, match="draws no line"):
        nn.boundary_x2(0, [0, 0], 1)
    with pytest.raises(ValueError, match=r"shape \(2,\); got \(3,\)"):
        nn.boundary_x2(0, [1, 2, 3], 1)
