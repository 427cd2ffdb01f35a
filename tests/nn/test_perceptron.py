"""The learning rule: what it does once, and what Novikoff proved of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import few, numbers, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
labels = arrays(np.int64, 4, elements=st.integers(0, 1))
whole_numbers = arrays(np.float64, (6, 2), elements=st.integers(-4, 4))


@given(numbers(3), st.floats(-5, 5), numbers(3), st.integers(0, 1), st.floats(0.01, 2))
@quick
def test_one_update(w: Array, b: float, x: Array, y: int, lr: float) -> None:
    before = w.copy(), x.copy()
    new_w, new_b = nn.perceptron_update(w, b, x, y, lr)
    z, new_z = nn.weighted_sum(x, w, b), nn.weighted_sum(x, new_w, new_b)
    assert_array_equal((w, x), before)
    assert not np.shares_memory(new_w, w)
    if nn.step(z) == y:
        assert_array_equal(new_w, w)
        assert new_b == b
    else:
        towards = 1 if y else -1
        assert new_z - z == pytest.approx(towards * lr * (x @ x + 1), abs=1e-9)


def test_on_and_it_makes_these_mistakes() -> None:
    w, b, mistakes = nn.perceptron_fit(CORNERS, [0, 0, 0, 1], lr=1)
    assert mistakes == [2, 3, 3, 2, 1, 0]
    assert_array_equal(nn.neuron(CORNERS, w, b, nn.step), [0, 0, 0, 1])


@given(labels)
@quick
def test_it_learns_whatever_a_line_can_separate(y: NDArray[np.int64]) -> None:
    w, b, mistakes = nn.perceptron_fit(CORNERS, y)
    right = (nn.neuron(CORNERS, w, b, nn.step) == y).sum()
    if y.tolist() in ([0, 1, 1, 0], [1, 0, 0, 1]):
        assert right <= 3
        assert len(mistakes) == 100
        assert 0 not in mistakes, "it never settles"
    else:
        assert right == 4
        assert mistakes.index(0) == len(mistakes) - 1


@given(seeds, st.floats(0.1, 1.0))
@quick
def test_novikoffs_bound(seed: int, margin: float) -> None:
    rng = np.random.default_rng(seed)
    line = rng.standard_normal(3)
    line /= np.linalg.norm(line)
    points = np.column_stack([rng.uniform(-3, 3, (60, 2)), np.ones(60)])
    points = points[np.abs(points @ line) >= margin]
    y = (points @ line > 0).astype(int)
    bound = (points**2).sum(axis=1).max(initial=1.0) / margin**2
    _, _, mistakes = nn.perceptron_fit(points[:, :2], y, max_epochs=int(bound) + 2)
    assert mistakes[-1] == 0
    assert sum(mistakes) <= bound


@given(whole_numbers, arrays(np.int64, 6, elements=st.integers(0, 1)), st.sampled_from([0.25, 3.0]))
@few
def test_from_zero_the_rate_only_scales_the_result(X: Array, y: Array, lr: float) -> None:
    w, b, mistakes = nn.perceptron_fit(X, y, lr=1, max_epochs=20)
    scaled_w, scaled_b, same = nn.perceptron_fit(X, y, lr=lr, max_epochs=20)
    assert same == mistakes
    assert_array_equal(scaled_w, lr * w)
    assert scaled_b == lr * b


def test_fitting_leaves_the_data_alone() -> None:
    X, y = CORNERS.astype(float), np.array([0, 1, 1, 1])
    nn.perceptron_fit(X, y)
    assert_array_equal(X, CORNERS)
    assert_array_equal(y, [0, 1, 1, 1])


@pytest.mark.parametrize(
    ("X", "y", "sentence"),
    [
        (CORNERS, [[0], [0], [0], [1]], r"\(4, 2\) and \(4, 1\)"),
        (CORNERS[0], [0], r"\(2,\) and \(1,\)"),
        (CORNERS, [-1, -1, -1, 1], "labels 0 and 1"),
    ],
)
def test_what_it_refuses(X: Array, y: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        nn.perceptron_fit(X, y)  # type: ignore[arg-type]


def test_three_neurons_do_what_one_can_not() -> None:
    assert_array_equal(nn.xor_from_neurons(CORNERS), [0, 1, 1, 0])
    for x in CORNERS:
        assert nn.xor_from_neurons(x) == x[0] ^ x[1]
        assert np.ndim(nn.xor_from_neurons(x)) == 0
