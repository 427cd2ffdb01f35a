"""Lesson 03: every number that its prose states, computed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from nnkit import nn

pytestmark = pytest.mark.filterwarnings("error")
BEDTIME: list[nn.ForwardLayer] = [
    ([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]], [0.1, -0.2, 0.0], nn.relu),
    ([[0.7, -0.3, 0.5]], [0.1], nn.identity),
]


@pytest.mark.parametrize(
    ("evening", "z", "y"),
    [
        ([1, 2], [0.1, 0.8, 0.7], 0.28),
        ([2, 1], [0.4, 0.9, -0.4], 0.11),
        ([0, 0], [0.1, -0.2, 0.0], 0.17),
        ([4, 4], [0.5, 2.6, 0.4], -0.13),
    ],
)
def test_the_evenings(evening, z, y):
    output, cache = nn.forward([evening], BEDTIME)
    assert_allclose(output, [[y]], atol=1e-12)
    assert_allclose(cache[0][1], [z], atol=1e-12)
    assert_allclose(cache[1][0], [np.maximum(z, 0)], atol=1e-12)


def test_minutes_after_midnight():
    assert [round(60 * hours) for hours in (0.28, 0.11, -0.13)] == [17, 7, -8]


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ([2, 3, 1], 13),
        ([784, 128], 100_480),
        ([128, 10], 1_290),
        ([784, 128, 10], 101_770),
        ([784, 64, 64, 64, 64, 10], 63_370),
        ([3, 4, 2], 26),
    ],
)
def test_parameters(sizes, count):
    assert nn.shapes(sizes, 7)[1] == count


def alertness(hour):
    u = 2 * np.pi * (hour - 4) / 24
    return 5 - 2 * np.cos(u) - 2 * np.cos(2 * u)


def tents(x, how_many):
    peaks = np.linspace(4, 28, how_many)
    width = peaks[1] - peaks[0]
    return sum(alertness(p) * nn.relu_bump(x, p - width, p, p + width) for p in peaks)


def test_my_day_has_two_peaks_and_a_dip_and_comes_back_tomorrow():
    assert_allclose(alertness(np.array([4, 11, 16, 21])), [1, 7.25, 5, 7.25], atol=0.01)
    assert_allclose(alertness(35), alertness(11))
    hours = np.linspace(4, 28, 2401)
    turns = np.flatnonzero(np.diff(np.sign(np.diff(alertness(hours))))) + 1
    assert_allclose(hours[turns], [11, 16, 21], atol=0.1)


def test_thirteen_tents_stay_within_a_third_and_four_miss_the_dip():
    hours = np.linspace(4, 28, 2401)
    apart = {n: np.abs(tents(hours, n) - alertness(hours)).max() for n in (4, 7, 13)}
    assert 0.29 < apart[13] <= 0.3
    four = tents(np.array([12, 16, 20]), 4)
    assert np.ptp(four) < 1e-9, "level from peak to peak"
    seven = tents(np.array([12, 16, 20]), 7)
    assert seven[1] < min(seven[0], seven[2]) - 1
    assert_allclose(tents(np.array([35, 48]), 13), 0, atol=1e-9)


def test_folding_doubles_the_peaks():
    y = x = np.linspace(0, 1, 2**12 + 1)
    for depth in range(1, 11):
        y = nn.relu_bump(y, 0, 0.5, 1)
        slope = np.diff(y)
        peaks = int(((slope[:-1] > 0) & (slope[1:] < 0)).sum())
        pieces = 1 + int((np.diff(np.sign(slope)) != 0).sum())
        assert (peaks, pieces) == (2 ** (depth - 1), 2**depth)
    assert len(x) == len(y)


def test_twelve_units_fence_in_the_good_nights():
    rng = np.random.default_rng(3)
    nights = rng.uniform(-4, 4, (80, 2))
    away = np.hypot(*nights.T)
    nights, away = nights[abs(away - 2) > 0.25], away[abs(away - 2) > 0.25]
    assert len(nights) == 72
    right = []
    for posts in (3, 5, 12):
        t = 2 * np.pi * np.arange(posts) / posts
        fence: list[nn.ForwardLayer] = [
            (np.column_stack([np.cos(t), np.sin(t)]), -2 * np.ones(posts), nn.relu),
            (-10 * np.ones((1, posts)), [1.0], nn.identity),
        ]
        right.append(int((nn.predict(nights, fence) == (away < 2)).sum()))
    assert right == [57, 69, 72]


def test_the_sums_that_any_evening_can_reach():
    grid = np.array([[c, e] for c in range(11) for e in range(11)])
    W = np.array(BEDTIME[0][0])
    assert_allclose((grid @ W.T).max(axis=0), [2, 7, 6])
    output, _ = nn.forward(grid, [(W, [-100] * 3, nn.relu), BEDTIME[1]])
    assert_allclose(output, 0.1)


def test_the_checkpoint_by_hand():
    layers: list[nn.ForwardLayer] = [
        ([[1, -1], [2, 1]], [0, -1], nn.relu),
        ([[5, 2]], [1], nn.identity),
    ]
    assert nn.forward([[1, 2]], layers)[0] == 7
    assert round(float(nn.sigmoid(0.3)), 2) == 0.57
