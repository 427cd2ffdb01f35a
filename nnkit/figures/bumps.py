"""Curves out of ReLU units: three hinges make a bump, many bumps follow a curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number, plus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
LINES = ((style.BLUE, "-"), (style.ORANGE, style.DASH), (style.MUTED, "-."))


@remembered
def bump_parts(left: float, peak: float, right: float) -> Picture:
    """Three weighted ReLU units, and their sum: a triangle from ``left`` over ``peak``.

    Raises ``ValueError`` unless ``left < peak < right``.
    """
    if not left < peak < right:
        raise ValueError(f"left, peak and right must rise; got {left}, {peak}, {right}")
    up, down = 1 / (peak - left), 1 / (right - peak)
    places, weights = (left, peak, right), (up, -up - down, down)
    room = 0.4 * (right - left)
    x = np.linspace(left - room, right + room, 201)
    parts = [w * np.maximum(x - place, 0) for w, place in zip(weights, places, strict=True)]
    figure = style.card(7, 3)
    units, total = style.panels(figure, 2)
    names = [f"{number(w)} · relu(x − {number(p)})" for w, p in zip(weights, places, strict=True)]
    names = [name.replace("− −", "+ ").replace("x − 0)", "x)") for name in names]
    for y, (color, line), name in zip(parts, LINES, names, strict=True):
        units.plot(x, y, color=color, ls=line, lw=2, label=name)
    _legend(units)
    style.headline(units, "three weighted units")
    total.plot(x, sum(parts), color=style.INK, lw=2.2)
    heights = (0, 1, 0)
    total.plot(places, heights, "o", color=style.BLUE, mec=style.CARD, ms=8)
    for place, height, name in zip(places, heights, ("left", "peak", "right"), strict=True):
        style.note(total, place, height, name, (0, 12 if height else -13))
    total.set_ylim(-0.3, 1.3)
    style.headline(total, "their sum")
    for ax in (units, total):
        style.name_axes(ax, "x", "")
    return Picture(
        figure,
        f"Left: the three units {plus([names[0]])}, {names[1]} and {names[2]}; each is 0 up to its "
        f"hinge and straight after it. Right: their sum, a triangle: 0 up to {number(left)}, 1 at "
        f"{number(peak)}, back at 0 from {number(right)} on.",
    )


def _legend(ax: Axes) -> None:
    font = {"family": style.FONT, "size": style.SMALL}
    ax.legend(frameon=False, prop=font, labelcolor=style.INK, loc="lower left", handlelength=2.6)


@remembered
def curve_fits(
    x: npt.ArrayLike,
    target: npt.ArrayLike,
    fits: Mapping[str, npt.ArrayLike],
    names: tuple[str, str] = ("x", "y"),
    seen: tuple[float, float] | None = None,
) -> Picture:
    """One panel per fit, by title: ``fit`` (n,) beside the ``target`` (n,) over ``x`` (n,).

    ``seen`` is the stretch of x on which the fit was made; what lies outside it is shaded.
    """
    x, target = np.asarray(x, float), np.asarray(target, float)
    first, last = seen or (float(x[0]), float(x[-1]))
    inside = (x >= first) & (x <= last)
    figure = style.card(7, 2.9)
    told = []
    axes = style.panels(figure, len(fits), sharey=True)
    for ax, (title, fit) in zip(axes, fits.items(), strict=True):
        y = np.asarray(fit, float)
        _shade_unseen(ax, x, first, last)
        ax.plot(x, target, color=style.ORANGE, lw=3, alpha=0.55)
        ax.plot(x, y, color=style.BLUE, lw=1.8, ls=style.DASH)
        style.headline(ax, title)
        style.name_axes(ax, names[0], "")
        told.append(_fit_in_words(title, x, target, y, inside))
    axes[0].set_ylabel(names[1], color=style.INK, fontsize=style.NORMAL, fontfamily=style.FONT)
    _name_curves(axes[0], first)
    return Picture(
        figure,
        f"{names[1]} over {names[0]}, from {number(x[0])} to {number(x[-1])}. The target is broad "
        f"orange, the network's curve dashed blue. {' '.join(told)}",
    )


def _name_curves(ax: Axes, first: float) -> None:
    """The names of the two curves, above them, where the fitted stretch begins."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.32 * (high - low))
    left, right = ax.get_xlim()
    start = (first - left) / (right - left) + 0.04
    place = {"ha": "left", "va": "top", "transform": ax.transAxes, "fontweight": "bold"}
    style.write(ax, start, 0.98, "target", color=style.ORANGE, **place)
    style.write(ax, start, 0.87, "network (dashed)", color=style.BLUE, **place)


def _shade_unseen(ax: Axes, x: Floats, first: float, last: float) -> None:
    ax.set_xlim(x[0], x[-1])
    for start, end in ((x[0], first), (last, x[-1])):
        if start < end:
            ax.axvspan(start, end, color=style.FAINT, alpha=0.7, lw=0, zorder=0)
            style.write(
                ax,
                (start + end) / 2,
                0.97,
                "never seen",
                va="top",
                transform=ax.get_xaxis_transform(),
            )


def _fit_in_words(
    title: str, x: Floats, target: Floats, y: Floats, inside: npt.NDArray[np.bool_]
) -> str:
    gap = np.abs(y - target)
    worst = float(gap[inside].max())
    told = f"{title}: at most {number(worst, 2)} apart"
    if inside.all():
        return f"{told}."
    return (
        f"{told} where it was fitted; outside, shaded, up to {number(float(gap[~inside].max()), 2)}"
        f", where the network says {number(float(y[-1]), 2)} at the end and the target is "
        f"{number(float(target[-1]), 2)}."
    )


@remembered
def curves(x: npt.ArrayLike, panels: Mapping[str, npt.ArrayLike], name: str = "x") -> Picture:
    """One curve (n,) over ``x`` (n,), called ``name``, a panel, by title; the text counts peaks."""
    x = np.asarray(x, float)
    figure = style.card(7, 2.3)
    told = []
    axes = style.panels(figure, len(panels), sharey=True)
    for ax, (title, values) in zip(axes, panels.items(), strict=True):
        y = np.asarray(values, float)
        ax.plot(x, y, color=style.BLUE, lw=1.6)
        style.headline(ax, title)
        style.name_axes(ax, name, "")
        told.append(f"{title}: {_teeth(y)} peaks, heights {number(y.min())} to {number(y.max())}.")
    return Picture(
        figure, f"Curves over {name} from {number(x[0])} to {number(x[-1])}. " + " ".join(told)
    )


def _teeth(y: Floats) -> int:
    """How often the curve turns from up to down."""
    slope = np.sign(np.diff(y))
    slope = slope[slope != 0]
    return int(((slope[:-1] > 0) & (slope[1:] < 0)).sum())
