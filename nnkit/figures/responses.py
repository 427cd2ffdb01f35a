"""Functions of one number side by side, each with its slope if that is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
FEW = 15  # between so few points everything is a jump


@remembered
def responses(
    x: npt.ArrayLike,
    curves: Mapping[str, npt.ArrayLike],
    slopes: Mapping[str, npt.ArrayLike] | None = None,
) -> Picture:
    """One panel per curve ``(n,)`` over ``x`` ``(n,)``, by name; its slope ``(n,)`` is dashed."""
    x, slopes = np.ravel(np.asarray(x, float)), slopes or {}
    figure = style.card(7, 2.6)
    axes = style.panels(figure, max(len(curves), 1))
    told = []
    for place, (ax, (name, curve)) in enumerate(zip(axes, curves.items(), strict=False)):
        y = np.ravel(np.asarray(curve, float))
        slope = np.ravel(np.asarray(slopes[name], float)) if name in slopes else None
        _panel(ax, name, x, y, slope)
        if slope is not None and place == 0:
            _name_both(ax)
        told.append(f"{name}: {_in_words(x, y, slope)}")
    return Picture(figure, " ".join(told))


def _panel(ax: Axes, name: str, x: Floats, y: Floats, slope: Floats | None) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.axhline(0, color=style.FAINT, lw=1)
    ax.axvline(0, color=style.FAINT, lw=1)
    for values, look in ((y, {"color": style.BLUE, "lw": 2.2}), (slope, _SLOPE)):
        if values is not None:
            without_jumps(ax, x, values, look)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5))
    style.headline(ax, name)
    style.name_axes(ax, "z" if slope is not None else "x", "")


_SLOPE = {"color": style.ORANGE, "lw": 1.9, "ls": style.DASH}


def without_jumps(ax: Axes, x: Floats, y: Floats, look: Mapping[str, object]) -> None:
    """Lifts the pen where ``y`` jumps: from one of many points to the next by half its range."""
    seen = y[np.isfinite(y)]
    jumps = np.zeros(0, int)
    if len(seen) > FEW:
        jumps = np.flatnonzero(np.abs(np.diff(y)) > 0.5 * np.ptp(seen)) + 1
    ax.plot(np.insert(x, jumps, np.nan), np.insert(y, jumps, np.nan), **look)  # type: ignore[arg-type]


def _name_both(ax: Axes) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=style.BLUE, lw=2.2, label="f"),
        Line2D([], [], label="slope f′", **_SLOPE),  # type: ignore[arg-type]
    ]
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.45 * (high - low))
    ax.legend(
        handles=handles,
        loc="upper left",
        frameon=False,
        prop={"family": style.FONT, "size": style.SMALL},
        labelcolor=style.INK,
        handlelength=1.6,
        labelspacing=0.2,
        borderaxespad=0,
    )


def _in_words(x: Floats, y: Floats, slope: Floats | None) -> str:
    if not len(x):
        return "nothing to draw."
    ends = f"from {_short(y[0])} at {_short(x[0])} to {_short(y[-1])} at {_short(x[-1])}"
    if slope is None:
        return f"{_shape(x, y)} {ends}."
    steepest = _short(float(slope.max()))
    where = x[np.isclose(slope, slope.max(), atol=1e-6)]
    place = f"at z = {_short(where[0])}" if len(where) == 1 else "along a straight piece"
    if np.ptp(slope) == 0:
        return f"{ends}, slope {steepest} everywhere."
    return f"{ends}, steepest {place} with slope {steepest}, least steep {_short(slope.min())}."


def _shape(x: Floats, y: Floats) -> str:
    """A straight line, or one with so many bends."""
    with np.errstate(invalid="ignore", divide="ignore"):
        turns = np.diff(y, 2) / np.diff(x)[0] if len(x) > 2 else np.zeros(1)
    bent = np.abs(turns) > 1e-6 * max(float(np.abs(np.diff(y)).max(initial=0)), 1e-12)
    starts = int(np.count_nonzero(bent[1:] & ~bent[:-1]) + bent[0]) if len(bent) else 0
    if not starts:
        return "a straight line"
    return f"a line with {starts} bends" if starts > 1 else "a line with 1 bend"


def _short(value: float) -> str:
    """Three decimals, as a curve is read."""
    return number(round(float(value), 3))
