"""An activation under a probe: its curve, its slope, where nothing gets through, what comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.responses import without_jumps
from nnkit.figures.sheet import Sheet
from nnkit.figures.wording import listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Function = Callable[[Floats], Floats]  # numbers (n,) in; (n,) out

REACH = 6.0  # the curve is shown from −REACH to REACH
Z = np.linspace(-REACH, REACH, 481)
FLAT = 0.01  # a slope below this lets as good as nothing through
ROUNDING = 1e-9  # a slope of 0.01 that was measured by differences is still 0.01
ARM = 1.5  # how far the tangent is drawn to each side
BINS = 40
LINE = 45  # letters of a headline that fit
GROUND = 0.16  # the share of the plane's height that the inputs' histogram may take
KEY = 0.13  # and the key, at the top
_F = {"color": style.BLUE, "lw": 2.2}
_SLOPE = {"color": style.ORANGE, "lw": 1.9, "ls": style.DASH}
_PRODUCT = {"color": style.INK, "lw": 1.9, "ls": ":"}


class Zones(NamedTuple):
    """Which of some numbers lie where nothing gets through."""

    saturated: Bools
    dead: Bools


def zones(a: Floats, slope: Floats) -> Zones:
    """Dead: output 0 and slope 0. Saturated: any other slope below 0.01."""
    dead = (a == 0) & (slope == 0)
    return Zones((np.abs(slope) < FLAT - ROUNDING) & ~dead, dead)


@remembered
def probe(
    name: str,
    f: Function | None,
    slope: Function | None,
    at: float,
    layers: int = 1,
    inputs: npt.ArrayLike = (),
    *,
    sheet: Sheet | None = None,
) -> Picture:
    """``f`` and its ``slope`` with a probe ``at`` z; ``slope(z)ⁿ`` dotted for ``layers`` above 1.

    Below, the histogram of ``inputs`` ``(n,)`` pushed through ``f``. Without ``f`` the picture is
    empty; without ``slope`` it has no zones. On a used ``sheet``, its earlier picture is gone.
    """
    inputs = np.ravel(np.asarray(inputs, float))
    sheet = (sheet or Sheet()).wipe()
    if f is None:
        _draw_nothing(sheet, name)
        return Picture(sheet.figure, f"An empty plane: {name} gives no usable output.")
    here = np.array([float(at)])
    y, a, pushed = f(Z), float(f(here)[0]), f(inputs)
    steep, s = (None, None) if slope is None else (slope(Z), float(slope(here)[0]))
    where = None if steep is None else zones(y, steep)
    fates = None if slope is None else zones(pushed, slope(inputs))
    _set_plane(sheet.plane, y, steep)
    if where is not None:
        _shade(sheet.plane, where)
    _draw_ground(sheet.plane, inputs)
    _draw_curves(sheet.plane, y, steep, layers)
    _draw_probe(sheet.plane, at, a, s, layers)
    _draw_key(sheet.plane, steep is not None, layers)
    sheet.head(_headline(name, at, a, s))
    _draw_strip(sheet.strip, pushed, fates)
    told = (
        _curve_in_words(name, y),
        _probe_in_words(at, a, s, layers),
        "" if where is None else zones_in_words(where),
        _pushed_in_words(pushed, fates),
    )
    return Picture(sheet.figure, " ".join(filter(None, told)))


def _headline(name: str, at: float, a: float, s: float | None) -> str:
    """With the name, unless it is too long for the card."""
    told = f"z = {number(at)}: f = {number(a)}" + ("" if s is None else f", f′ = {number(s)}")
    named = f"{name} at {told}"
    return named if len(named) <= LINE else told


def _draw_nothing(sheet: Sheet, name: str) -> None:
    _set_plane(sheet.plane, np.array([0.0, 1.0]), None)
    sheet.head("no usable output")
    _draw_strip(sheet.strip, np.zeros(0), None)


def _set_plane(ax: Axes, y: Floats, steep: Floats | None) -> None:
    """Limits for the curves, with room for the inputs below and the key above."""
    from matplotlib.ticker import MaxNLocator

    shown = y if steep is None else np.append(y, np.clip(steep, -2, 2))
    shown = shown[np.isfinite(shown)]
    low, high = (float(shown.min()), float(shown.max())) if len(shown) else (0.0, 1.0)
    height = max(high - low, 1e-9 + 0.2 * abs(high), 1e-3) / (1 - GROUND - KEY - 0.04)
    ax.set_ylim(low - (GROUND + 0.02) * height, low + (1 - GROUND - 0.02) * height)
    ax.set_aspect("auto")
    ax.set_xlim(-REACH, REACH)
    ax.set_xticks(range(-6, 7, 2))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6))
    ax.axhline(0, color=style.FAINT, lw=1)
    ax.axvline(0, color=style.FAINT, lw=1)
    style.name_axes(ax, "z", "")


_LOOKS: dict[str, dict[str, Any]] = {
    "saturated": {"color": style.ORANGE_TINT},
    "dead": {"facecolor": "#E3E2DE", "edgecolor": "#C9C7C0", "hatch": "///", "lw": 0},
}


def _shade(ax: Axes, where: Zones) -> None:
    for word, mask in where._asdict().items():
        for left, right in stretches(mask):
            ax.axvspan(left, right, zorder=0, **_LOOKS[word])
            middle, upright = (left + right) / 2, right - left < 2.6
            style.write(
                *(ax, middle, 0.7, word),
                transform=ax.get_xaxis_transform(),
                rotation=90 if upright else 0,
                color=style.MUTED,
                bbox={"facecolor": style.CARD, "edgecolor": "none", "alpha": 0.75, "pad": 1.5},
            )


def stretches(mask: Bools) -> list[tuple[float, float]]:
    """The ends, on the z axis, of every run of true ones in ``mask``, which goes with ``Z``."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(int))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return [(float(Z[i]), float(Z[j])) for i, j in zip(starts, stops, strict=True) if j > i]


def _draw_ground(ax: Axes, inputs: Floats) -> None:
    """The inputs' histogram, standing on the z axis."""
    if not len(inputs):
        return
    counts, edges = np.histogram(inputs, np.linspace(-REACH, REACH, 49))
    low, high = ax.get_ylim()
    tops = low + (high - low) * 0.9 * GROUND * counts / max(counts.max(), 1)
    ax.stairs(tops, edges, baseline=low, fill=True, color=style.MUTED, alpha=0.45, lw=0)


def _draw_curves(ax: Axes, y: Floats, steep: Floats | None, layers: int) -> None:
    without_jumps(ax, Z, y, _F)
    if steep is None:
        return
    without_jumps(ax, Z, steep, _SLOPE)
    if layers > 1:
        without_jumps(ax, Z, steep**layers, _PRODUCT)


def _draw_probe(ax: Axes, at: float, a: float, s: float | None, layers: int) -> None:
    ax.axvline(at, ymax=0.9, color=style.MUTED, lw=0.9)  # not through the key
    if s is not None:
        touching = np.array([at - ARM, at + ARM])
        ax.plot(touching, a + s * (touching - at), color=style.INK, lw=1.4)
        ax.plot([at], [s], "D", color=style.ORANGE, ms=6.5, mec=style.CARD)
        if layers > 1:
            ax.plot([at], [s**layers], "s", color=style.INK, ms=6, mec=style.CARD)
    ax.plot([at], [a], "o", color=style.BLUE, ms=8.5, mec=style.CARD)


def _draw_key(ax: Axes, sloping: bool, layers: int) -> None:
    names = [("f", _F), *([("slope f′", _SLOPE)] if sloping else [])]
    if sloping and layers > 1:
        names.append((f"f′ to the power of {layers}", _PRODUCT))
    for left, (name, look) in zip((0.02, 0.17, 0.47), names, strict=False):
        line = ax.plot([left, left + 0.07], [0.955, 0.955], transform=ax.transAxes)[0]
        line.set(**look)
        style.write(ax, left + 0.085, 0.955, name, transform=ax.transAxes, ha="left")


def _draw_strip(ax: Axes, pushed: Floats, fates: Zones | None) -> None:
    """The outputs' histogram; what is saturated in orange, what is dead in grey."""
    from matplotlib.ticker import MaxNLocator

    low, high = _ends(pushed)
    edges = np.linspace(low, high, BINS + 1)
    counts = np.histogram(pushed, edges)[0]
    ax.stairs(counts, edges, fill=True, color=style.BLUE, lw=0)
    if fates is not None:
        stuck = np.histogram(pushed[fates.saturated | fates.dead], edges)[0]
        dead = np.histogram(pushed[fates.dead], edges)[0]
        ax.stairs(stuck, edges, fill=True, color=style.ORANGE, lw=0)
        ax.stairs(dead, edges, fill=True, color=style.MUTED, lw=0)
    ax.set(xlim=(low, high), ylim=(0, 1.05 * max(int(counts.max()), 1)), yticks=[])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6))
    style.name_axes(ax, "outputs f(z) of the grey inputs", "")
    if fates is None:
        return
    for x, side, text in zip((0, 1), ("left", "right"), _shares(fates), strict=True):
        style.write(ax, x, 1.1, text, transform=ax.transAxes, ha=side, va="bottom")


def _ends(pushed: Floats) -> tuple[float, float]:
    """Where the outputs' axis ends: a little beyond them."""
    pushed = pushed[np.isfinite(pushed)]
    if not len(pushed):
        return 0.0, 1.0
    low, high = float(pushed.min()), float(pushed.max())
    edge = max(0.04 * (high - low), 0.01 * abs(high), 0.01)
    return low - edge, high + edge


def _shares(fates: Zones) -> tuple[str, str]:
    saturated, dead = (_percent(mask) for mask in fates)
    return f"orange: {saturated} saturated", f"grey: {dead} dead"


def _percent(mask: Bools) -> str:
    return f"{round(100 * float(mask.mean())) if len(mask) else 0} %"


def _curve_in_words(name: str, y: Floats) -> str:
    ends = (number(round(float(value), 3)) for value in (y[0], y[-1]))
    return f"{name}, solid blue, for z from −6 to 6: it goes from {' to '.join(ends)}."


def _probe_in_words(at: float, a: float, s: float | None, layers: int) -> str:
    told = f"At the probe, z = {number(at)}, f = {number(a)}"
    if s is None:
        return f"{told}."
    told += f" and the slope f′, dashed orange, is {number(s)}."
    if layers == 1:
        return told
    return f"{told} To the power of {layers}, dotted, that is {number(s**layers)}."


def zones_in_words(where: Zones) -> str:
    """Where the curve is saturated, and where dead."""
    told = []
    for word, mask in where._asdict().items():
        found = [_stretch_in_words(*ends) for ends in stretches(mask)]
        if found:
            told.append(f"{word.capitalize()}, shaded: {listing(found)}.")
    return " ".join(told) or "Nowhere saturated, nowhere dead."


def _stretch_in_words(left: float, right: float) -> str:
    left, right = round(left, 1), round(right, 1)
    if left <= -REACH:
        return "everywhere" if right >= REACH else f"z up to {number(right)}"
    return f"z from {number(left)}" + ("" if right >= REACH else f" to {number(right)}")


def _pushed_in_words(pushed: Floats, fates: Zones | None) -> str:
    if not len(pushed):
        return ""
    ends = (number(round(float(value), 3)) for value in (pushed.min(), pushed.max()))
    told = f"Below, what comes out for {len(pushed):,} inputs: from {' to '.join(ends)}"
    if fates is None:
        return f"{told}."
    return f"{told}; {_percent(fates.saturated)} saturated, {_percent(fates.dead)} dead."
