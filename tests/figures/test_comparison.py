"""The plot under a failing check takes whatever a learner's function returned."""

import numpy as np
import pytest

from nnkit.figures import curve_comparison

X = np.linspace(-4, 4, 41)
EXPECTED = 1 / (1 + np.exp(-X))

STRANGE = {
    "text": "hello",
    "None": None,
    "ragged": [1, [2, 3]],
    "complex": 1j * X,
    "too short": [1.0, 2.0],
    "a function": np.sin,
    "objects": np.array([None] * 41, dtype=object),
    "all NaN": np.full(41, np.nan),
    "all infinite": np.full(41, np.inf),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_number_is_counted_in_words(name: str) -> None:
    picture = curve_comparison(X, STRANGE[name], EXPECTED, "sigmoid")
    assert "Nothing of yours can be drawn. At 41 of 41 points" in picture.alt
    assert picture.png


def test_holes_are_counted_and_the_rest_is_compared() -> None:
    yours = np.where(X < 0, np.nan, 0.5)
    alt = curve_comparison(X, yours, EXPECTED, "sigmoid").alt
    assert "furthest from it at x = 4: 0.5 instead of 0.982" in alt
    assert "At 20 of 41 points yours is not a finite number." in alt


def test_the_furthest_point_is_found_whatever_the_order_of_x() -> None:
    alt = curve_comparison([2, 0, 1], [4, 0, 7], [2, 0, 1], "f").alt
    assert "x from 0 to 2" in alt
    assert "at x = 1: 7 instead of 1" in alt


@pytest.mark.parametrize("yours", [EXPECTED[:, None], EXPECTED.tolist(), EXPECTED + 1e-12])
def test_equal_curves_are_said_to_be_equal(yours: object) -> None:
    assert "lies on it" in curve_comparison(X, yours, EXPECTED, "sigmoid").alt


def test_one_number_is_a_level_line() -> None:
    assert "0.5 instead of" in curve_comparison(X, 0.5, EXPECTED, "sigmoid").alt


def test_huge_values_do_not_flatten_the_expected_curve() -> None:
    (ax,) = curve_comparison(X, 1e6 * EXPECTED, EXPECTED, "sigmoid").figure.axes
    low, high = ax.get_ylim()
    assert (EXPECTED.max() - EXPECTED.min()) / (high - low) > 0.2


def test_nothing_to_compare_is_said() -> None:
    assert "no points" in curve_comparison([], [], [], "f").alt


def test_inputs_are_left_as_they_were() -> None:
    x, yours = np.array([2.0, 1.0]), np.array([1.0, 2.0])
    assert curve_comparison(x, yours, yours, "f").png
    assert x.tolist() == [2, 1]
    assert yours.tolist() == [1, 2]
