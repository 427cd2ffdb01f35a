"""Batch norm: standardised in training, running statistics at evaluation, nothing in place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
some = numbers((5, 3))
per_feature = numbers(3)


def spread(X: Array) -> Array:
    """X with a variance of at least 1 or so in each column, or ε would show."""
    return X + 40 * np.arange(len(X))[:, np.newaxis]


@given(some, per_feature, per_feature)
@quick
def test_the_output_has_mean_beta_and_standard_deviation_gamma(
    X: Array, gamma: Array, beta: Array
) -> None:
    Y, *_ = nn.batchnorm_forward(spread(X), gamma, beta, np.zeros(3), np.ones(3), train=True)
    assert_allclose(Y.mean(axis=0), beta, atol=1e-9)
    assert_allclose(Y.std(axis=0), np.abs(gamma), rtol=1e-6, atol=1e-9)


@given(some, st.floats(0, 1))
@quick
def test_running_statistics_move_by_the_momentum_with_the_unbiased_variance(
    X: Array, momentum: float
) -> None:
    mean, var = np.full(3, 2.0), np.full(3, 3.0)
    _, new_mean, new_var, _ = nn.batchnorm_forward(
        X, np.ones(3), np.zeros(3), mean, var, True, momentum
    )
    assert_allclose(new_mean, (1 - momentum) * 2 + momentum * X.mean(axis=0), atol=1e-9)
    assert_allclose(new_var, (1 - momentum) * 3 + momentum * X.var(axis=0, ddof=1), atol=1e-9)
    assert_array_equal([mean, var], [[2] * 3, [3] * 3])


@given(some)
@quick
def test_evaluation_treats_each_sample_alone_and_changes_no_statistics(X: Array) -> None:
    layer = nn.BatchNorm(3)
    layer.forward(spread(X), train=True)
    mean, var = layer.running_mean.copy(), layer.running_var.copy()
    Y = layer.forward(X)
    assert_allclose(np.vstack([layer.forward(x[np.newaxis]) for x in X]), Y, atol=1e-12)
    assert_allclose(Y, (X - mean) / np.sqrt(var + layer.eps), atol=1e-12)
    assert_array_equal([layer.running_mean, layer.running_var], [mean, var])


@given(some)
@quick
def test_many_passes_bring_the_running_statistics_to_those_of_the_data(X: Array) -> None:
    layer, X = nn.BatchNorm(3, momentum=0.5), spread(X)
    for _ in range(60):
        layer.forward(X, train=True)
    assert_allclose(layer.running_mean, X.mean(axis=0), rtol=1e-9, atol=1e-9)
    assert_allclose(layer.running_var, X.var(axis=0, ddof=1), rtol=1e-9)


def test_a_batch_of_one_is_taken_as_at_evaluation() -> None:
    layer, x = nn.BatchNorm(2), np.array([[3.0, -1.0]])
    assert_allclose(layer.forward(x, train=True), x, rtol=1e-4)
    assert_array_equal([layer.running_mean, layer.running_var], [[0, 0], [1, 1]])
    assert_allclose(layer.backward(np.ones((1, 2))), [[1, 1]], rtol=1e-4)


def test_a_constant_column_gives_beta_and_no_nan() -> None:
    layer = nn.BatchNorm(1)
    layer.params["beta"] += 4
    assert_array_equal(layer.forward(np.full((3, 1), 7.0), train=True), np.full((3, 1), 4.0))
    assert np.isfinite(layer.backward(np.ones((3, 1)))).all()


@given(some, some)
@quick
def test_a_shift_of_the_whole_batch_changes_nothing(X: Array, dY: Array) -> None:
    layer = nn.BatchNorm(3)
    X = spread(X)
    Y = layer.forward(X, train=True)
    assert_allclose(layer.forward(X + 100, train=True), Y, atol=1e-9)
    assert_allclose(layer.backward(dY).sum(axis=0), np.zeros(3), atol=1e-9)


def test_a_network_with_it_learns_and_says_what_does_not_fit() -> None:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    network = nn.Sequential(
        nn.Dense(2, 8, rng=0), nn.BatchNorm(8), nn.relu, nn.Dropout(0.1, 0), nn.Dense(8, 1, rng=1)
    )
    nn.fit(network, X, y, nn.binary_cross_entropy, nn.Adam(0.05), 200, rng=0)
    assert_array_equal(nn.binary_cross_entropy.decide(network.predict(X)), y)
    assert "gamma (8,), beta (8,)" in repr(network)
    with pytest.raises(ValueError, match="takes 3 inputs, but 2 come"):
        nn.Sequential(nn.Dense(1, 2), nn.BatchNorm(3))
    with pytest.raises(ValueError, match=r"batch X of shape \(n, 3\); got \(4, 2\)"):
        nn.BatchNorm(3).forward(np.ones((4, 2)))
    with pytest.raises(ValueError, match="at least 1 feature"):
        nn.BatchNorm(0)
