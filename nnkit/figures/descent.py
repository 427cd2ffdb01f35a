"""Gradient descent from above: the map of a loss with the path of its steps; below, the loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.sheet import Sheet
from nnkit.figures.wording import listing, number, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
LEVELS = 12  # contour lines, each so many times higher than the one before
LOWEST = 1e-6  # smaller losses are drawn here
FLAT = 1e-6  # a shorter gradient has no direction worth an arrow
FEWEST = 10  # steps that the strip has room for


@remembered
def descent(
    weights: npt.ArrayLike,
    heights: npt.ArrayLike,
    path: npt.ArrayLike,
    losses: npt.ArrayLike,
    gradient: npt.ArrayLike,
    *,
    bottoms: Sequence[tuple[float, float]] = (),
    sheet: Sheet | None = None,
) -> Picture:
    """Contours of ``heights`` (k, k), a row for each w2, over ``weights`` (k,) on both axes.

    On it the ``path`` (steps + 1, 2), and the ``gradient`` (2,) at its end as an arrow uphill;
    below, ``losses`` (steps + 1,) on a logarithmic scale. ``bottoms`` are marked.
    """
    weights, heights = np.asarray(weights, float), np.asarray(heights, float)
    path, losses = np.asarray(path, float), np.asarray(losses, float)
    gradient = np.asarray(gradient, float)
    sheet = (sheet or Sheet()).wipe()
    ax = sheet.plane
    levels = _draw_map(ax, weights, heights)
    for w1, w2 in bottoms:
        ax.plot(w1, w2, "x", color=style.INK, ms=8, mew=2, zorder=4)
    _draw_path(ax, path, weights)
    if _inside(path[-1], weights):
        _draw_gradient(ax, path[-1], gradient)
    _draw_losses(sheet.strip, losses)
    sheet.head(f"{_steps(len(path) - 1)}: loss {number(losses[-1])}")
    return Picture(sheet.figure, _in_words(weights, levels, path, losses, gradient, bottoms))


def _draw_map(ax: Axes, weights: Floats, heights: Floats) -> Floats:
    low, high = float(weights[0]), float(weights[-1])
    ticks = range(int(np.ceil(low)), int(np.floor(high)) + 1)
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xticks=ticks, yticks=ticks)
    style.name_axes(ax, "w1", "w2")
    known = heights[np.isfinite(heights)]
    floor, top = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    rise = max(top - floor, 1e-9)
    levels = floor + rise * np.geomspace(2e-3, 0.9, LEVELS)  # closer together near the bottom
    tints = [(0.086, 0.376, 0.647, alpha) for alpha in np.linspace(0.02, 0.3, LEVELS + 1)]
    edges = np.array([floor - 1, *levels, floor + 2 * rise])
    ax.contourf(weights, weights, heights, levels=edges, colors=tints, zorder=0)
    ax.contour(weights, weights, heights, levels=levels, colors=style.MUTED, linewidths=0.5)
    return levels


def _draw_path(ax: Axes, path: Floats, weights: Floats) -> None:
    ax.plot(*path.T, "-o", color=style.BLUE, lw=1.4, ms=3.5, zorder=5)
    ends: list[tuple[Floats, dict[str, Any]]] = [
        (path[0], {"marker": "s", "color": style.CARD, "mec": style.BLUE, "mew": 2, "ms": 13}),
        (path[-1], {"marker": "o", "color": style.BLUE, "mec": style.CARD, "mew": 1, "ms": 9}),
    ]
    for order, (place, look) in enumerate(ends, start=6):
        if _inside(place, weights):  # then its whole mark, also on the edge
            ax.plot(*place, zorder=order, clip_on=False, **look)


def _draw_gradient(ax: Axes, end: Floats, gradient: Floats) -> None:
    """The direction is true, the length is squeezed: a slope of 30 has to fit in, too."""
    size = float(np.linalg.norm(gradient))
    if size < FLAT:
        return
    tip = end + gradient / size * (0.45 + 0.8 * size / (size + 5))
    drawn = style.arrow(ax, tuple(end), tuple(tip), style.ORANGE, linewidth=2.4)
    drawn.set(annotation_clip=False, zorder=8)


def _draw_losses(ax: Axes, losses: Floats) -> None:
    """Powers of ten on a plain axis: matplotlib's own logarithmic one takes long to set up."""
    heights = np.log10(np.clip(losses, LOWEST, None))
    seen = heights[np.isfinite(heights)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 0.0)
    decades = np.arange(np.floor(low), np.ceil(max(high, low + 0.1)) + 1)
    shown = decades[:: max(1, int(np.ceil((len(decades) - 1) / 2)))]
    ax.plot(heights, "-o", color=style.BLUE, lw=1.4, ms=3)
    ax.set(xlim=(-0.3, max(len(losses) - 1, FEWEST) + 0.3), ylim=(decades[0], decades[-1]))
    ax.set_yticks(shown, [_power(decade) for decade in shown])
    every = max(1, int(np.ceil(max(len(losses) - 1, FEWEST) / 10)))
    every = next(each for each in (1, 2, 5, 10, 20, 50, len(losses)) if each >= every)
    ax.set_xticks(range(0, max(len(losses) - 1, FEWEST) + 1, every))
    style.name_axes(ax, "step", "loss")


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power(decade: float) -> str:
    if -2 <= decade <= 2:
        return number(10.0**decade)
    return "10" + str(int(decade)).translate(_RAISED)


def _steps(count: int) -> str:
    return f"{count} step{'s' * (count != 1)}"


def _inside(point: Floats, weights: Floats) -> bool:
    return bool((np.abs(point - weights.mean()) <= np.ptp(weights) / 2).all())


def _in_words(
    weights: Floats,
    levels: Floats,
    path: Floats,
    losses: Floats,
    gradient: Floats,
    bottoms: Sequence[tuple[float, float]],
) -> str:
    told = [
        f"A map of the loss over w1 and w2, both from {number(weights[0])} to "
        f"{number(weights[-1])}, with contour lines from {number(levels[0])} to "
        f"{number(levels[-1])}; darker is higher."
    ]
    if bottoms:
        places = listing(vector(each) for each in bottoms)
        told.append(f"Lowest, marked ×, at {places}.")
    told.append(f"The path starts at {vector(path[0])}, a square, with loss {number(losses[0])}.")
    if len(path) > 1:
        last = ", ".join(number(each) for each in losses[-3:])
        told.append(f"After {_steps(len(path) - 1)} it is at {vector(path[-1])}, a filled circle;")
        told.append(f"the last losses, drawn below, are {last}.")
    if not _inside(path[-1], weights):
        told.append("That lies outside the map.")
    elif np.linalg.norm(gradient) < FLAT:
        told.append("The gradient there is zero.")
    else:
        told.append(f"There an orange arrow shows the gradient, {vector(gradient)}, uphill.")
    return " ".join(told)
