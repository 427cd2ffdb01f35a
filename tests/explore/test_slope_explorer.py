"""The first explorer: a point on a curve, and its slope."""

from __future__ import annotations

import pytest

from nnkit import explore


@pytest.mark.parametrize(("x", "slope"), [(1.0, "2"), (-1.5, "−3"), (0.0, "0")])
def test_the_slope_of_a_square_is_twice_x(x, slope):
    explorer = explore.slope()
    explorer.x = x
    assert explorer.wait()
    assert explorer.shown.said.endswith(f"the slope is {slope}.")
    assert explorer.shown.alt == explorer.figure(x=x).alt
    assert f"its slope is {slope}." in explorer.shown.alt
