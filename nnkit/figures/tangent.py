"""The slope of a curve at a point: the straight line that touches it there."""

from __future__ import annotations

import numpy as np

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

REACH = 2.5  # the curve is shown from −REACH to REACH
ARM = 1.1  # how far the tangent is drawn to each side


@remembered
def tangent(x: float) -> Picture:
    """``y = x²`` with its tangent at ``x``, whose slope is ``2x``; ``x`` from −2.5 to 2.5."""
    slope = 2 * x
    figure = style.card(5, 3.2)
    (ax,) = style.panels(figure, 1)
    across = np.linspace(-REACH, REACH, 201)
    touching = np.array([x - ARM, x + ARM])
    ax.plot(across, across**2, color=style.BLUE, lw=2.2)
    ax.plot(touching, x**2 + slope * (touching - x), color=style.ORANGE, lw=2.2, ls=style.DASH)
    ax.plot([x], [x**2], "o", color=style.INK, ms=8)
    ax.set(xlim=(-REACH, REACH), ylim=(-1.5, REACH**2))
    style.headline(ax, f"x = {number(x)}: slope {number(slope)}")
    style.name_axes(ax, "x", "y = x²")
    way = "rises" if slope > 0 else "falls" if slope < 0 else "is level"
    return Picture(
        figure,
        f"The curve y = x², solid blue. At x = {number(x)}, y = {number(x**2)}, its tangent, "
        f"dashed orange, {way}: its slope is {number(slope)}.",
    )
