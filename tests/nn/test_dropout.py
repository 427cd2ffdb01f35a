"""Dropout: the right share, the right scale, the same masks for a seed, and off at evaluation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import batches, numbers, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
shares = st.floats(0, 0.9)


@given(numbers(batches), shares, seeds)
@quick
def test_every_signal_is_dropped_or_scaled_and_so_is_its_gradient(
    X: Array, p: float, seed: int
) -> None:
    Y, mask = nn.dropout_forward(X, p, np.random.default_rng(seed))
    assert np.all((mask == 0) | np.isclose(mask, 1 / (1 - p)))
    assert_array_equal(Y, X * mask)
    assert_array_equal(nn.dropout_backward(X, mask), X * mask)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_p_is_the_share_that_is_dropped_and_the_mean_stays(p: float) -> None:
    Y, mask = nn.dropout_forward(np.ones((400, 400)), p, np.random.default_rng(0))
    assert_allclose((mask == 0).mean(), p, atol=0.01)
    assert_allclose(Y.mean(), 1, atol=0.02)


@given(numbers(batches), shares, seeds)
@quick
def test_a_generator_of_the_same_seed_draws_the_same_masks(X: Array, p: float, seed: int) -> None:
    layer = nn.Dropout(p, seed)
    first = [layer.forward(X, train=True) for _ in range(3)]
    layer.rng = np.random.default_rng(seed)
    for Y in first:
        assert_array_equal(layer.forward(X, train=True), Y)


@given(numbers(batches), shares)
@quick
def test_evaluation_drops_nothing_and_draws_nothing(X: Array, p: float) -> None:
    layer = nn.Dropout(p, 0)
    layer.forward(X, train=True)
    state = layer.rng.bit_generator.state
    assert_array_equal(layer.forward(X), X)
    assert_array_equal(layer.backward(np.ones_like(X)), np.ones_like(X))
    assert layer.rng.bit_generator.state == state


def test_p_can_be_changed_between_steps() -> None:
    layer, X = nn.Dropout(0.5, 0), np.ones((20, 20))
    assert (layer.forward(X, train=True) == 0).any()
    layer.p = 0.0
    assert_array_equal(layer.forward(X, train=True), X)
    assert repr(layer) == "Dropout(0)"


@pytest.mark.parametrize("p", [-0.1, 1, 1.5, float("nan")])
def test_another_p_is_refused_wherever_it_is_set(p: float) -> None:
    layer = nn.Dropout(0.5)
    with pytest.raises(ValueError, match="from 0 to below 1"):
        nn.Dropout(p)
    with pytest.raises(ValueError, match="from 0 to below 1"):
        layer.p = p
    with pytest.raises(ValueError, match="from 0 to below 1"):
        nn.dropout_forward(np.ones(2), p, np.random.default_rng(0))


def test_neighbours_of_a_dropout_are_still_compared() -> None:
    with pytest.raises(ValueError, match="takes 4 inputs, but 3 come"):
        nn.Sequential(nn.Dense(2, 3), nn.Dropout(0.5), nn.Dense(4, 1))
