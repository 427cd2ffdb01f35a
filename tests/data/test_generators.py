"""Made-up data: shapes, balance, scale, and the same again for a seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnkit import nn
from nnkit.data import GENERATORS, MOST_ROWS, BadData
from nnkit.data.generators import Generator
from tests.nn.strategies import quick, seeds

every = pytest.mark.parametrize("name", GENERATORS)
REGRESSIONS = {"plane", "gaussian"}


@every
@given(st.integers(2, 200), st.floats(0, 1), seeds)
@quick
def test_each_gives_what_it_promises(name: str, n: int, noise: float, seed: int) -> None:
    data, again = (GENERATORS[name](n, noise, seed) for _ in range(2))
    assert data.name == name
    assert data.X.shape == (n, 2)
    assert data.columns == ("x₁", "x₂")
    assert data.task == ("regression" if name in REGRESSIONS else "binary")
    assert_array_equal(data.X, again.X)
    assert_array_equal(data.y, again.y)
    if data.task == "binary":
        assert abs(int(data.y.sum()) - n / 2) < 1


@every
def test_without_noise_all_lies_in_the_square_and_fills_it(name: str) -> None:
    X = GENERATORS[name](500, 0, 0).X
    assert np.abs(X).max() <= 1.05
    assert np.ptp(X, axis=0).min() > 0.85
    assert_allclose(X.mean(axis=0), 0, atol=0.1)


@every
def test_more_noise_moves_the_same_points_further(name: str) -> None:
    clean, little, much = (GENERATORS[name](300, noise, 0) for noise in (0, 0.1, 0.5))

    def moved(other: object) -> float:
        return float(np.linalg.norm(other.X - clean.X) + np.linalg.norm(other.y - clean.y))

    assert_allclose(moved(much), 5 * moved(little))


def rule_circle(X: np.ndarray) -> np.ndarray:
    return np.linalg.norm(X, axis=1) < 0.6


RULES = {
    "circle": rule_circle,
    "xor": lambda X: X[:, 0] * X[:, 1] < 0,
    "blobs": lambda X: X.sum(axis=1) > 0,
}


@pytest.mark.parametrize("name", RULES)
def test_without_noise_the_classes_are_where_they_are_said_to_be(name: str) -> None:
    data = GENERATORS[name](400, 0, 0)
    assert_array_equal(data.y, RULES[name](data.X))


@pytest.mark.parametrize("name", ["circle", "xor", "blobs", "moons", "plane", "gaussian"])
def test_a_small_network_learns_it(name: str) -> None:
    data = GENERATORS[name](200, 0.05, 0)
    hidden = [nn.Dense(2, 8, "xavier", 0), nn.tanh, nn.Dense(8, 8, "xavier", 1), nn.tanh]
    network = nn.Sequential(*hidden, nn.Dense(8, 1, "xavier", 2))
    loss = nn.mse if data.task == "regression" else nn.binary_cross_entropy
    history = nn.fit(network, data.X, data.y[:, None], loss, nn.Adam(0.03), 150, rng=0)
    if data.task == "regression":
        assert history.loss[-1] < 0.2 * np.var(data.y)
    else:
        assert history.accuracy[-1] > 0.95


@pytest.mark.parametrize("generate", GENERATORS.values(), ids=GENERATORS)
def test_limits_are_told(generate: Generator) -> None:
    for n in (-1, 0, 1, MOST_ROWS + 1, 1_000_000):
        with pytest.raises(BadData, match="between 2 and 20,000"):
            generate(n, 0.1, 0)
    for noise in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadData, match="from 0 to 1"):
            generate(10, noise, 0)
