"""The numbers that lesson 02 works out by hand, with the functions that it teaches."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from nnkit import nn

NIGHTS = np.column_stack(
    [[1, 0, 3, 2, 3, 5, 4, 2, 5, 6, 4, 1], [9, 4, 9, 7, 4, 8, 6, 2, 3, 7, 10, 5]]
)


def test_two_boxes_are_one():
    W, b = nn.collapse([[1.5]], [0.2], [[-0.8]], [0.5])
    assert_allclose((W[0, 0], b[0]), (-1.2, 0.34))


def test_two_layers_are_one():
    W1, W2, x = np.array([[1, 2], [3, 4]]), np.array([[0.5, -1], [1.5, 0.5]]), [1, 1]
    W, b = nn.collapse(W1, [0, 0], W2, [0, 0])
    assert_array_equal(W1 @ x, [3, 7])
    assert_array_equal(W2 @ (W1 @ x), [-5.5, 8])
    assert_array_equal(W, [[-2.5, -3], [3, 5]])
    assert_array_equal(W @ x + b, [-5.5, 8])
    assert_array_equal(W1 @ W2 @ x, [3.5, 6.5])


def test_slopes_of_the_sigmoid():
    slopes = nn.sigmoid.derivative([0.0, 2.0, 5.0, 10.0])
    assert_allclose(slopes.round(6), [0.25, 0.104994, 0.006648, 4.5e-5])
    assert nn.sigmoid.derivative(nn.sigmoid(0)).round(3) == 0.235
    assert_allclose(0.25**10, 9.5e-7, rtol=0.005)
    taken_at_a = nn.sigmoid.derivative(nn.sigmoid(np.linspace(-50, 50, 999)))
    assert 0.19 < taken_at_a.min() < taken_at_a.max() < 0.2501


def test_slopes_of_tanh():
    assert nn.tanh.derivative(1).round(2) == 0.42
    assert 1e-4 < nn.tanh.derivative(1) ** 10 < 2e-4
    z = np.linspace(-4, 4, 99)
    assert_allclose(nn.tanh(z), 2 * nn.sigmoid(2 * z) - 1, atol=1e-12)


def test_two_valves_make_the_xor():
    total = np.array([0, 1, 1, 2])
    assert_array_equal(nn.relu(total) - 2 * nn.relu(total - 1), [0, 1, 1, 0])


@pytest.mark.parametrize(("bias", "nights"), [(-1, 6), (-8, 0)])
def test_how_often_the_neuron_of_lesson_01_fires(bias, nights):
    assert (nn.relu(NIGHTS @ [-2, 1] + bias) > 0).sum() == nights


def test_cat_dog_rabbit():
    scores = np.array([2.0, 1.0, 0.1])
    assert_array_equal(nn.softmax(scores).round(2), [0.66, 0.24, 0.1])
    assert_allclose(nn.softmax(scores + 100), nn.softmax(scores))
    assert_allclose(nn.softmax([2.0, 1.0])[0], nn.sigmoid(1.0))


def test_killing_every_relu():
    W = np.random.default_rng(2).normal(size=(8, 2))
    z = NIGHTS @ W.T
    assert (z.max(axis=0) <= 0).sum() == 4
    assert (z - 18).max() > 0 > (z - 19).max()
    assert np.unravel_index(z.argmax(), z.shape) == (9, 2)
    assert_array_equal(W[2].round(2), [1.8, 1.14])
    assert round(float(W[2] @ [7, 10])) == 24
