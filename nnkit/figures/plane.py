"""The plane of two inputs: half-planes, the line between them, its normal, the points on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.wording import line_equation, listing, number, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Activation = Callable[[Floats], npt.ArrayLike]
Limits = tuple[float, float, float, float]  # left, right, bottom, top
SAYS = ("says 0", "says 1")


def frame(ax: Axes, X: Floats) -> None:
    """Limits around ``X`` ``(n, 2)``, both axes to one scale, so that right angles look right."""
    seen = X[np.isfinite(X).all(axis=1)] if len(X) else X
    low, high = (seen.min(axis=0), seen.max(axis=0)) if len(seen) else (np.zeros(2), np.ones(2))
    span = max(float((high - low).max()), 1e-9)
    half = np.maximum((high - low) / 2, span / 4) + span * (0.35 if len(seen) <= 4 else 0.15)
    (left, bottom), (right, top) = (low + high) / 2 - half, (low + high) / 2 + half
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")


def limits(X: Floats) -> Limits:
    """Left, right, bottom and top of a square view of ``X``, with some space around it."""
    low, high = X.min(axis=0), X.max(axis=0)
    half = 0.85 * float((high - low).max())
    (left, bottom), (right, top) = (low + high) / 2 - half, (low + high) / 2 + half
    return float(left), float(right), float(bottom), float(top)


def square(ax: Axes, X: Floats) -> None:
    """Sets these limits, and ticks at a few whole numbers."""
    from matplotlib.ticker import MaxNLocator

    left, right, bottom, top = limits(X)
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True, nbins=5))


def drawable(w: npt.ArrayLike, b: float) -> bool:
    """Whether ``w·x + b = 0`` is a line at all: finite numbers, and a ``w`` that isn't zero."""
    return bool(np.isfinite(w).all() and np.isfinite(b) and np.any(np.asarray(w) != 0))


def shade(ax: Axes, w: Floats, b: float, activation: Activation | None = None) -> None:
    """The blue and the orange half-plane; with an ``activation``, ten steps from 0 to 1."""
    if not (np.isfinite(w).all() and np.isfinite(b)):
        return
    x, y, z = _grid(ax, w, b, 2 if activation is None else 160)
    if activation is None:
        reach = float(np.abs(z).max()) + 1
        colors = [style.ORANGE_TINT, style.BLUE_TINT]
        ax.contourf(x, y, z, levels=[-reach, 0, reach], colors=colors, zorder=0)
    else:
        tint(ax, x, y, np.asarray(activation(z), float))


def tint(ax: Axes, x: Floats, y: Floats, output: Floats) -> None:
    """Ten steps from orange, where ``output`` ``(len(y), len(x))`` is 0, to blue, where it is 1."""
    levels = np.linspace(0, 1, 11)
    ax.contourf(x, y, np.clip(output, 0, 1), levels=levels, colors=_steps(), zorder=0)


def _steps() -> list[tuple[float, float, float]]:
    """Ten colours from orange over the card's own to blue."""
    from matplotlib.colors import to_rgb

    orange, card, blue = (np.array(to_rgb(c)) for c in (style.ORANGE, style.CARD, style.BLUE))
    mixes = [(orange if t < 0 else blue, 0.45 * abs(t)) for t in np.linspace(-1, 1, 10)]
    return [tuple(part * color + (1 - part) * card) for color, part in mixes]


def _grid(ax: Axes, w: Floats, b: float, count: int) -> tuple[Floats, Floats, Floats]:
    """``z = w·x + b`` over the view. Two by two points are exact, because z is linear."""
    x, y = np.linspace(*ax.get_xlim(), count), np.linspace(*ax.get_ylim(), count)
    return x, y, w[0] * x[None, :] + w[1] * y[:, None] + b


def line(ax: Axes, w: Floats, b: float, color: str = style.INK, dashed: bool = False) -> None:
    """The line ``w·x + b = 0``, where it crosses the view."""
    if not drawable(w, b):
        return
    view = (*ax.get_xlim(), *ax.get_ylim())
    _, _, z = _grid(ax, w, b, 2)
    if z.min() < 0 < z.max():
        foot, along = normal_of(w, b, view)[0], np.array([-w[1], w[0]]) / np.linalg.norm(w)
        reach = view[1] - view[0] + view[3] - view[2]
        ends = foot + np.array([[-reach], [reach]]) * along
        ax.plot(*ends.T, color=color, lw=2, ls=style.DASH if dashed else "-", zorder=1)


def normal(ax: Axes, w: Floats, b: float, label: str = "w") -> None:
    """The direction of ``w``, standing on the line, with the mark of a right angle."""
    if not drawable(w, b):
        return
    foot, tip = normal_of(w, b, (*ax.get_xlim(), *ax.get_ylim()))
    if not _inside(ax, foot):
        return
    unit = w / np.linalg.norm(w)
    along = np.array([-unit[1], unit[0]])
    width = float(np.ptp(ax.get_xlim()))
    corner = np.array([unit, unit + along, along]) * 0.035 * width + foot
    ax.plot(*corner.T, color=style.INK, lw=1.2, zorder=2)
    style.arrow(ax, tuple(foot), tuple(tip), zorder=3).set_annotation_clip(False)
    ahead, beside = tip + 0.05 * width * unit, tip - 0.05 * width * along
    x, y = ahead if _inside(ax, ahead) else beside
    style.write(ax, x, y, label, fontweight="bold", zorder=3)


def normal_of(w: Floats, b: float, view: Limits) -> tuple[Floats, Floats]:
    """Where the arrow stands, the line's point nearest to the middle of the view; and its tip."""
    left, right, bottom, top = view
    middle = np.array([left + right, bottom + top]) / 2
    foot = middle - w * (w @ middle + b) / (w @ w)
    width, unit = right - left, w / np.linalg.norm(w)
    room = _room(foot, unit, view) - 0.04 * width
    return foot, foot + float(np.clip(room, 0.07 * width, 0.2 * width)) * unit


def _room(start: Floats, unit: Floats, view: Limits) -> float:
    """How far it is from ``start`` to the edge of the view, in the direction ``unit``."""
    left, right, bottom, top = view
    edges = np.where(unit > 0, (right, top), (left, bottom))
    ways = [way / step for way, step in zip(edges - start, unit, strict=True) if step]
    return float(min(ways))


def _inside(ax: Axes, point: Floats) -> bool:
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return bool(left < point[0] < right and low < point[1] < high)


def points(ax: Axes, X: Floats, y: npt.NDArray[np.int64], size: float = 9) -> None:
    """Blue circles for label 1, orange squares for label 0."""
    for label in (0, 1):
        chosen = X[y == label]
        marker, color = style.MARKERS[label], style.COLOURS[label]
        ax.plot(*chosen.T, marker, color=color, mec=style.CARD, ms=size, zorder=4)


def ring(ax: Axes, X: Floats, size: float = 16, width: float = 1.6) -> None:
    """Circles around points, to point at them."""
    ax.plot(*X.T, "o", mfc="none", mec=style.INK, mew=width, ms=size, zorder=5)


def sides(ax: Axes, w: Floats, b: float, says: Sequence[str]) -> None:
    """What the neuron says, written into the far corner of either side."""
    if not drawable(w, b):
        return
    x, y = np.meshgrid([0.03, 0.97], [0.04, 0.96])  # in fractions of the view
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    z = w[0] * (left + x * (right - left)) + w[1] * (low + y * (high - low)) + b
    for side, text in enumerate(says):
        corner = np.unravel_index(z.argmax() if side else z.argmin(), z.shape)
        if text and (z[corner] >= 0) == bool(side):
            _in_corner(ax, float(x[corner]), float(y[corner]), text)


def _in_corner(ax: Axes, x: float, y: float, text: str) -> None:
    ha, va = ("left", "right")[x > 0.5], ("bottom", "top")[y > 0.5]
    place: dict[str, Any] = {"ha": ha, "va": va, "transform": ax.transAxes, "zorder": 6}
    style.write(ax, x, y, text, fontweight="bold", **place)


def on_wrong_side(X: Floats, y: npt.NDArray[np.int64], w: Floats, b: float) -> Floats:
    """The points that a threshold neuron (``step(0) = 1``) gets wrong, ``(k, 2)``."""
    return np.asarray(X[(X @ w + b >= 0) != (y == 1)])


def score_in_words(X: Floats, y: npt.NDArray[np.int64], wrong: Floats) -> str:
    """How many points there are, and how many lie on their own side."""
    blue, orange = int((y == 1).sum()), int((y == 0).sum())
    told = (
        f"{blue} blue {'circle' if blue == 1 else 'circles'} with label 1, "
        f"{orange} orange {'square' if orange == 1 else 'squares'} with label 0; "
        f"{len(X) - len(wrong)} of {len(X)} on their own side."
    )
    if 0 < len(wrong) <= 4:
        told += f" On the wrong side: {listing(vector(point) for point in wrong)}."
    return told


def equation(w: Floats, b: float, names: tuple[str, str] = ("x1", "x2")) -> str:
    """The line's equation, or that there is none."""
    return line_equation(w, b, names) if drawable(w, b) else f"no line, w = {vector(w)}"


def line_in_words(
    w: Floats, b: float, names: tuple[str, str] = ("x1", "x2"), says: Sequence[str] = SAYS
) -> str:
    """What the line is, and which side is whose."""
    if not drawable(w, b):
        return f"There is no line, for w = {vector(w)} and b = {number(b)}."
    return (
        f"The line {equation(w, b, names)} splits the plane. At right angles to it, "
        f'w = {vector(w)} points to the blue half, "{says[1]}"; the other is orange, "{says[0]}".'
    )
