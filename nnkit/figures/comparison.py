"""Yours against expected: the small plot under a check that failed."""

from __future__ import annotations

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
FEW = 15  # so few points are also marked one by one


@remembered
def curve_comparison(
    x: npt.ArrayLike, yours: object, expected: npt.ArrayLike, name: str
) -> Picture:
    """A function of one variable as the learner wrote it, and as it should be.

    ``x`` and ``expected`` have shape ``(n,)``. ``yours`` may be anything at all: what is no number
    is left out of the drawing and counted in the text.
    """
    x, expected = _floats(x), _floats(expected)
    order = np.argsort(x, kind="stable")
    mine = _fitted(yours, x.size)[order]
    x, expected = x[order], expected[order]
    figure = style.card(4, 2.4)
    (ax,) = style.panels(figure, 1)
    ax.set_ylim(*_view(mine, expected))
    _draw(ax, x, mine, expected)
    style.name_axes(ax, "", f"{name}")
    return Picture(figure, _alt(x, mine, expected, name))


def _draw(ax: Axes, x: Floats, mine: Floats, expected: Floats) -> None:
    few = len(x) <= FEW
    ax.plot(x, expected, color=style.BLUE, lw=2.2, marker="o" if few else "", ms=5)
    ax.plot(x, mine, color=style.ORANGE, lw=2.2, ls=style.DASH, marker="s" if few else "", ms=4)
    holes = x[~np.isfinite(mine)]
    bottom = ax.get_ylim()[0]
    ax.plot(holes, np.full(len(holes), bottom), "x", color=style.ORANGE, ms=6, clip_on=False)
    worst = _worst(mine, expected)
    if worst is not None:
        ax.plot([x[worst]] * 2, [mine[worst], expected[worst]], color=style.INK, lw=1.2, ls=":")
    _label_ends(ax, x, mine, expected)


def _label_ends(ax: Axes, x: Floats, mine: Floats, expected: Floats) -> None:
    """Writes each curve's name at its right end, pushed apart where the ends are close."""
    low, high = ax.get_ylim()
    blue, orange = (float(np.clip(_last(y, low), low, high)) for y in (expected, mine))
    gap, middle = 0.16 * (high - low), (blue + orange) / 2
    if abs(blue - orange) < gap:
        middle = float(np.clip(middle, low + gap / 2, high - gap / 2))
        side = 1 if blue >= orange else -1
        blue, orange = middle + side * gap / 2, middle - side * gap / 2
    yours = "yours" if np.isfinite(mine).any() else "yours:\nno number"
    ends = ((blue, "expected", style.BLUE), (orange, yours, style.ORANGE))
    for y, text, color in ends:
        style.note(ax, x[-1] if len(x) else 0.0, y, text, (6, 0), color=color, ha="left")


def _alt(x: Floats, mine: Floats, expected: Floats, name: str) -> str:
    if not len(x):
        return f"{name}: there are no points to compare."
    span = f"{name} for x from {number(x[0])} to {number(x[-1])}."
    ends = f"Expected, solid blue, goes from {number(expected[0])} to {number(expected[-1])}."
    holes = np.count_nonzero(~np.isfinite(mine))
    lost = f"At {holes} of {len(x)} points yours is not a finite number." if holes else ""
    return " ".join(filter(None, (span, ends, _difference(x, mine, expected), lost)))


def _difference(x: Floats, mine: Floats, expected: Floats) -> str:
    worst = _worst(mine, expected)
    if worst is None:
        return "Nothing of yours can be drawn."
    if np.allclose(mine, expected, rtol=1e-7, atol=1e-9):
        return "Yours, dashed orange, lies on it."
    return (
        f"Yours, dashed orange, is furthest from it at x = {number(x[worst])}: "
        f"{number(mine[worst])} instead of {number(expected[worst])}."
    )


def _worst(mine: Floats, expected: Floats) -> int | None:
    """Where the two differ most, among the points at which both are finite."""
    both = np.isfinite(mine) & np.isfinite(expected)
    if not both.any():
        return None
    gap = np.full(len(mine), -1.0)
    gap[both] = np.abs(mine[both] - expected[both])
    return int(gap.argmax())


def _view(mine: Floats, expected: Floats) -> tuple[float, float]:
    """Heights that show expected well, and twice its span above and below for yours."""
    target = expected[np.isfinite(expected)]
    low, high = (target.min(), target.max()) if target.size else (0.0, 1.0)
    span = max(high - low, 0.1 * max(abs(low), abs(high)), 1e-9)
    seen = mine[np.isfinite(mine)]
    if seen.size:
        low = min(low, max(seen.min(), low - 2 * span))
        high = max(high, min(seen.max(), high + 2 * span))
    pad = 0.08 * max(high - low, span)
    return float(low - pad), float(high + pad)


def _last(values: Floats, fallback: float) -> float:
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if finite.size else fallback


def _fitted(values: object, size: int) -> Floats:
    """``values`` as ``size`` floats: one number is repeated, a wrong count is all NaN."""
    floats = _floats(values)
    if floats.size == 1:
        return np.repeat(floats, size)
    return floats if floats.size == size else np.full(size, np.nan)


def _floats(values: object) -> Floats:
    """Anything as a flat float array; NaN where an element is no real number."""
    try:
        array = np.ravel(np.asarray(values))
    except (TypeError, ValueError):  # ragged lists, among others
        return np.array([np.nan])
    return np.array([_float(value) for value in array.tolist()], dtype=float)


def _float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # what isn't a number raises, and is NaN
    except (TypeError, ValueError, OverflowError):
        return float("nan")
