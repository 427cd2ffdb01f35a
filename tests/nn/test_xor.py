"""XOR is learned, by plain descent, from the start that the lesson shows."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])


def lesson_start() -> list[tuple[Array, Array, nn.Activation]]:
    """4 tanh units and a logit, with the weights that the lesson draws."""
    rng = np.random.default_rng(1)
    hidden = (rng.normal(size=(4, 2)), np.zeros(4), nn.tanh)
    return [hidden, (rng.normal(size=(1, 4)), np.zeros(1), nn.identity)]


def test_four_of_four_and_a_small_loss() -> None:
    layers, losses = nn.train_xor(X, Y, lesson_start(), lr=0.5, steps=500)
    logits, _ = nn.forward(X, layers)
    assert_array_equal(nn.predict(X, layers), [0, 1, 1, 0])
    assert nn.binary_cross_entropy(logits, Y)[0] < 0.0125
    assert len(losses) == 500
    assert losses[0] == pytest.approx(0.680, abs=5e-4)
    assert losses[199] < 0.05
    assert np.all(np.diff(losses) < 0)


def test_each_loss_is_measured_before_its_update() -> None:
    start = lesson_start()
    after, losses = nn.train_xor(X, Y, start, lr=0.5, steps=1)
    assert losses == [nn.binary_cross_entropy(nn.forward(X, start)[0], Y)[0]]
    _, both = nn.train_xor(X, Y, start, lr=0.5, steps=2)
    assert both == [losses[0], nn.binary_cross_entropy(nn.forward(X, after)[0], Y)[0]]


def test_the_given_layers_are_left_alone() -> None:
    start = lesson_start()
    trained, losses = nn.train_xor(X, Y, start, lr=0.5, steps=0)
    assert losses == []
    assert not any(
        np.shares_memory(new[0], old[0]) for new, old in zip(trained, start, strict=True)
    )
    nn.train_xor(X, Y, start, lr=0.5, steps=3)
    for now, then in zip(start, lesson_start(), strict=True):
        assert_array_equal(now[0], then[0])
        assert_array_equal(now[1], then[1])


def test_one_step_is_the_gradient_times_the_rate() -> None:
    start = lesson_start()
    logits, cache = nn.forward(X, start)
    _, grads = nn.backward(start, cache, nn.binary_cross_entropy(logits, Y)[1])
    trained, _ = nn.train_xor(X, Y, start, lr=0.25, steps=1)
    for (W, b, _), (dW, db), (new_W, new_b, _) in zip(start, grads, trained, strict=True):
        assert_allclose(new_W, W - 0.25 * dW)
        assert_allclose(new_b, b - 0.25 * db)
