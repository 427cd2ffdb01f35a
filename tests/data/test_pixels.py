"""The drawn numerals: range, balance, the same again for a seed, and how hard they are."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnkit import nn
from nnkit.data import MOST_ROWS, BadData, Dataset, Scaler, digits, read_csv, split
from nnkit.data.numerals import POINTS, STYLES, Style
from tests.nn.strategies import quick, seeds

EACH_STYLE = [style for styles in STYLES for style in styles]


@given(st.integers(2, 120), st.floats(0, 1), seeds)
@quick
def test_they_are_what_they_promise(n: int, noise: float, seed: int) -> None:
    data, again, other = (digits(n, noise, s) for s in (seed, seed, seed + 1))
    assert data.X.shape == (n, 64)
    assert data.X.min() >= 0
    assert data.X.max() <= 1
    assert (data.task, data.classes) == ("classes", tuple("0123456789"))
    counts = np.bincount(data.y, minlength=10)
    assert counts.max() - counts.min() <= 1
    assert_array_equal(data.X, again.X)
    assert_array_equal(data.y, again.y)
    assert not np.any(np.all(data.X == other.X, axis=1))


def test_unless_said_otherwise_there_are_1797() -> None:
    data = digits()
    assert len(data) == 1797
    assert data.columns[9] == "row 2, column 2"
    assert data.notes == ()


@given(seeds)
@quick
def test_no_two_images_are_the_same_even_without_noise(seed: int) -> None:
    X = digits(300, 0, seed).X
    assert len(np.unique(X, axis=0)) == len(X)


@given(seeds)
@quick
def test_each_has_ink_and_paper(seed: int) -> None:
    X = digits(200, 0, seed).X
    ink = X.sum(axis=1)
    assert ink.min() > 3
    assert ink.max() < 45
    assert np.all((X == 0).sum(axis=1) >= 8)


def test_noise_is_added_to_the_same_strokes() -> None:
    clean, little, much = (digits(200, noise, 0).X for noise in (0, 0.1, 0.6))
    between = (little > 0) & (little < 1) & (much > 0) & (much < 1)
    assert_allclose((much - clean)[between], 6 * (little - clean)[between])


@pytest.mark.parametrize("style", EACH_STYLE)
def test_a_path_lies_in_the_square_and_is_evenly_dense(style: Style) -> None:
    assert style.path.shape == (POINTS, 2)
    assert np.abs(style.path).max() < 1.1
    assert np.ptp(style.path[:, 1]) > 1.7
    steps = np.linalg.norm(np.diff(style.path, axis=0), axis=1)
    jumps = len(style.strokes) - 1
    assert np.sort(steps)[-1 - jumps] < 0.2


def test_no_two_styles_are_the_same() -> None:
    for one, other in combinations(EACH_STYLE, 2):
        assert np.abs(one.path - other.path).max() > 0.1


def halves(seed: int, noise: float = 0.1) -> tuple[Dataset, Dataset]:
    train, held_out = split(digits(noise=noise, rng=seed), 0.3, seed)
    scaler = Scaler.fit(train.X)
    return tuple(
        part.with_columns(scaler.apply(part.X), part.columns) for part in (train, held_out)
    )


def accuracy(network: nn.Sequential, train: Dataset, held_out: Dataset) -> float:
    nn.fit(network, train.X, train.y, nn.cross_entropy, nn.Adam(0.005), 30, rng=0)
    return float(np.mean(network.forward(held_out.X).argmax(axis=1) == held_out.y))


def test_the_nearest_class_mean_does_far_better_than_chance() -> None:
    train, held_out = halves(0)
    means = np.stack([train.X[train.y == k].mean(axis=0) for k in range(10)])
    nearest = ((held_out.X[:, np.newaxis] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert 0.7 < np.mean(nearest == held_out.y) < 0.93


@pytest.mark.parametrize(("noise", "low", "high"), [(0, 0.93, 0.985), (0.1, 0.91, 0.97)])
def test_a_linear_softmax_gets_most_but_not_all(noise: float, low: float, high: float) -> None:
    found = [accuracy(nn.Sequential(nn.Dense(64, 10, rng=0)), *halves(s, noise)) for s in (0, 1)]
    assert low < np.mean(found) < high


def test_a_hidden_layer_gets_more() -> None:
    gains = []
    for seed in (0, 1):
        parts = halves(seed)
        linear = nn.Sequential(nn.Dense(64, 10, "xavier", 0))
        hidden = nn.Sequential(nn.Dense(64, 64, "he", 0), nn.relu, nn.Dense(64, 10, "xavier", 1))
        gains.append(accuracy(hidden, *parts) - accuracy(linear, *parts))
    assert np.mean(gains) > 0.005


def test_pixels_that_are_always_paper_are_told_in_one_sentence() -> None:
    (note,) = digits(20, 0, 0).notes
    assert "columns, row 1, column 1 among them" in note


def test_limits_are_told() -> None:
    for n in (-1, 0, 1, MOST_ROWS + 1, 1_000_000):
        with pytest.raises(BadData, match="between 2 and 20,000"):
            digits(n, 0.1, 0)
    for noise in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadData, match="from 0 to 1"):
            digits(10, noise, 0)


def test_scanned_digits_in_64_counts_and_a_label_are_read_as_a_table() -> None:
    lines = [",".join([str((i + k) % 17) for i in range(64)] + [str(k)]) for k in range(10)]
    data = read_csv("\n".join(lines))
    assert data.X.shape == (10, 64)
    assert data.X[3, 5] == 8
    assert data.y.tolist() == list(range(10))
    assert data.classes == tuple("0123456789")
