"""The judge of the other gradients is judged by functions whose slope is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import anything, numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


@given(numbers(anything, size=100.0))
@quick
def test_known_slopes_for_any_shape(x: Array) -> None:
    before = x.copy()

    def f(probe: Array) -> float:
        assert_array_equal(x, before, "not even on the way")
        return float(np.sum(probe**2))

    gradient = nn.numerical_gradient(f, x)
    assert np.shape(gradient) == x.shape
    size = max(1.0, float(np.abs(x).max()))  # the others' squares round too
    assert_allclose(gradient, 2 * x, rtol=1e-6, atol=1e-9 * size**2)


@given(st.floats(-1e6, 1e6))
@quick
def test_the_step_is_scaled_to_the_value(x: float) -> None:
    assert nn.numerical_gradient(lambda x: float(x**2), x) == pytest.approx(
        2 * x, abs=1e-6, rel=1e-8
    )


def test_a_linear_function_is_exact_however_large_x_is() -> None:
    assert nn.numerical_gradient(lambda x: float(3 * x[0]), [1e8])[0] == pytest.approx(3, rel=1e-9)


def test_a_list_and_a_one_element_array_are_welcome() -> None:
    gradient = nn.numerical_gradient(lambda x: np.sum(x, keepdims=True), [1, 2])
    assert_allclose(gradient, [1, 1])


def test_f_returns_one_number() -> None:
    with pytest.raises(ValueError, match=r"one number; got shape \(2,\)"):
        nn.numerical_gradient(lambda x: x, [1.0, 2.0])  # type: ignore[arg-type, return-value]


@given(numbers((3,)))
@quick
def test_relative_error_runs_from_equal_to_opposite(a: Array) -> None:
    assert nn.relative_error(a, a) == 0
    if a.any():
        assert nn.relative_error(a, -a) == pytest.approx(1)
        assert nn.relative_error(a, 1.002 * a) == pytest.approx(0.001, rel=1e-3)


def test_relative_error_takes_one_shape() -> None:
    with pytest.raises(ValueError, match=r"\(2,\), \(2, 1\)"):
        nn.relative_error([1, 2], [[1], [2]])
