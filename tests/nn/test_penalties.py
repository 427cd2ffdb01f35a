"""Penalties: value and gradient, on weights alone, and in the training step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import away_from, few, numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
strengths = st.floats(0, 2)
X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])


@given(numbers((3, 2)), strengths)
@quick
def test_the_gradient_is_the_slope_of_the_value(W: Array, lam: float) -> None:
    W = away_from([0], W)
    for penalty in (nn.l1_penalty, nn.l2_penalty):
        value, gradient = penalty(W, lam)
        slope = nn.numerical_gradient(lambda W, f=penalty: f(W, lam)[0], W)
        assert_allclose(gradient, slope, atol=1e-6)
        assert value >= 0
        assert penalty(W, 0) == (0, pytest.approx(np.zeros((3, 2))))


def test_the_values_are_those_of_the_course() -> None:
    W = np.array([[1.0, -2.0], [0.0, 3.0]])
    value, gradient = nn.l2_penalty(W, 0.5)
    assert value == 0.25 * 14
    assert_array_equal(gradient, 0.5 * W)
    value, gradient = nn.l1_penalty(W, 0.5)
    assert value == 3
    assert_array_equal(gradient, [[0.5, -0.5], [0, 0.5]])


@pytest.mark.parametrize("penalty", [nn.l1_penalty, nn.l2_penalty])
@pytest.mark.parametrize("lam", [-1e-9, float("nan")])
def test_a_negative_strength_is_refused(penalty: object, lam: float) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        penalty(np.ones(2), lam)


def mlp() -> nn.Sequential:
    return nn.Sequential(nn.Dense(2, 4, rng=1), nn.BatchNorm(4), nn.tanh, nn.Dense(4, 1, rng=2))


@given(strengths, strengths)
@few
def test_a_step_adds_the_pull_to_the_weights_and_to_nothing_else(l1: float, l2: float) -> None:
    plain, pulled = mlp(), mlp()
    before = {name: w.copy() for name, w in plain.params.items()}
    one = nn.train_step(plain, X, y, nn.binary_cross_entropy, nn.SGD(0.1))
    other = nn.train_step(pulled, X, y, nn.binary_cross_entropy, nn.SGD(0.1), l1=l1, l2=l2)
    assert one[0] == other[0], "the loss is told without the penalties"
    for name, w in before.items():
        pull = l1 * np.sign(w) + l2 * w if name.endswith("W") else 0
        assert_allclose(pulled.params[name], plain.params[name] - 0.1 * pull, atol=1e-12)


@given(strengths, strengths)
@few
def test_the_gradients_are_those_of_the_loss_with_the_penalty(l1: float, l2: float) -> None:
    network = nn.Sequential(nn.Dense(2, 3, rng=1), nn.tanh, nn.Dense(3, 1, rng=2))

    def price(W: Array) -> float:
        network.layers[0].params["W"] = W
        loss = nn.mse(network.forward(X), y)[0]
        return loss + sum(
            f(w, lam)[0]
            for f, lam in ((nn.l1_penalty, l1), (nn.l2_penalty, l2))
            for name, w in network.params.items()
            if name.endswith("W")
        )

    W = network.params["0.W"].copy()
    slope = nn.numerical_gradient(price, W)
    network.layers[0].params["W"] = W
    loss, gradient = nn.mse(network.forward(X), y)
    network.backward(gradient)
    assert loss + nn.add_penalties(network, l1, l2) == pytest.approx(price(W))
    assert_allclose(network.grads["0.W"], slope, rtol=1e-6, atol=1e-7)


def test_l2_makes_weights_small_and_l1_makes_them_vanish() -> None:
    def weights(**penalty: float) -> Array:
        network = nn.Sequential(nn.Dense(2, 8, rng=1), nn.tanh, nn.Dense(8, 1, rng=2))
        nn.fit(network, X, y, nn.binary_cross_entropy, nn.SGD(0.1), 600, rng=0, **penalty)
        return np.concatenate([w.ravel() for k, w in network.params.items() if k.endswith("W")])

    plain, small, sparse = weights(), weights(l2=0.02), weights(l1=0.02)
    assert np.linalg.norm(small) < 0.8 * np.linalg.norm(plain)
    assert (np.abs(sparse) < 0.01).sum() > (np.abs(plain) < 0.01).sum()
