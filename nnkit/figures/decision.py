"""A neuron tuned by hand: the plane that it decides on, and its output on the way across."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import plane, style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.sheet import Sheet
from nnkit.figures.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Outputs = Callable[[Floats], Floats]  # points (n, 2) in; (n,) out, from 0 to 1
GRID = 161  # points along each side of the plane at which the output is asked for


@remembered
def decision(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    w: npt.ArrayLike,
    b: float,
    outputs: Outputs | None = None,
    *,
    other: tuple[npt.ArrayLike, float] | None = None,
    sheet: Sheet | None = None,
) -> Picture:
    """``w·x + b = 0`` among ``X`` ``(n, 2)``, shaded by ``outputs``; below, a cut across the line.

    A point counts as right if its output is at least 0.5 for label 1, and less for label 0.
    ``other`` adds a perceptron's line, dashed. On a used ``sheet``, its earlier picture is gone.
    """
    X, y = np.asarray(X, float), np.asarray(y).astype(int)
    w, b = np.asarray(w, float), float(b)
    answers = None if outputs is None else outputs(X)
    wrong = X[:0] if answers is None else X[(answers >= 0.5) != (y == 1)]
    sheet = (sheet or Sheet()).wipe()
    _draw_plane(sheet.plane, X, y, w, b, outputs, other)
    plane.ring(sheet.plane, wrong)
    sheet.head(_headline(X, y, wrong, answers is not None, other))
    cut = _cut(sheet.plane, w, b, outputs)
    _draw_strip(sheet.strip, X, y, w, b, answers, cut)
    told = (
        plane.line_in_words(w, b),
        plane.score_in_words(X, y, wrong) if outputs else "The neuron gives no usable output.",
        _cut_in_words(*cut),
        "" if other is None else _other_in_words(X, y, *other),
    )
    return Picture(sheet.figure, " ".join(filter(None, told)))


def _headline(
    X: Floats,
    y: Labels,
    wrong: Floats,
    answered: bool,
    other: tuple[npt.ArrayLike, float] | None,
) -> str:
    mine = f"right on {len(X) - len(wrong)} of {len(X)}" if answered else "no usable output"
    if other is None:
        return mine
    theirs = len(X) - len(plane.on_wrong_side(X, y, np.asarray(other[0]), other[1]))
    return f"{mine}; the perceptron, dashed: {theirs}"


def _draw_plane(
    ax: Axes,
    X: Floats,
    y: Labels,
    w: Floats,
    b: float,
    outputs: Outputs | None,
    other: tuple[npt.ArrayLike, float] | None,
) -> None:
    plane.square(ax, X)
    if outputs is not None:
        _shade(ax, outputs)
    if other is not None:
        plane.line(ax, np.asarray(other[0], float), float(other[1]), style.MUTED, dashed=True)
    plane.line(ax, w, b)
    plane.normal(ax, w, b)
    plane.points(ax, X, y)
    plane.sides(ax, w, b, plane.SAYS)
    style.name_axes(ax, "x1", "x2")


def _shade(ax: Axes, outputs: Outputs) -> None:
    """The output at every place: two flat tints if it is 0 or 1 everywhere, else ten."""
    x, y = np.linspace(*ax.get_xlim(), GRID), np.linspace(*ax.get_ylim(), GRID)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    output = outputs(places).reshape(GRID, GRID)
    if np.isin(output, (0, 1)).all():
        colors = [style.ORANGE_TINT, style.BLUE_TINT]
        ax.contourf(x, y, output, levels=[-0.5, 0.5, 1.5], colors=colors, zorder=0)
    else:
        plane.tint(ax, x[::2], y[::2], output[::2, ::2])


def _cut(ax: Axes, w: Floats, b: float, outputs: Outputs | None) -> tuple[Floats, Floats]:
    """Signed distances from the line, and the output there; none if there is no line."""
    if outputs is None or not plane.drawable(w, b):
        return np.zeros(0), np.zeros(0)
    foot, _ = plane.normal_of(w, b, (*ax.get_xlim(), *ax.get_ylim()))
    d = np.linspace(-1, 1, 241) * _reach(ax)
    return d, outputs(foot + d[:, None] * w / np.linalg.norm(w))


def _reach(ax: Axes) -> float:
    """The view's diagonal: no point in it is further away from a line that crosses it."""
    return float(np.hypot(np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())))


def _draw_strip(
    ax: Axes,
    X: Floats,
    y: Labels,
    w: Floats,
    b: float,
    answers: Floats | None,
    cut: tuple[Floats, Floats],
) -> None:
    from matplotlib.ticker import MaxNLocator

    d, output = cut
    reach = float(d[-1]) if len(d) else 1.0
    ax.set(ylim=(-0.18, 1.18), yticks=[0, 0.5, 1])
    ax.axhline(0.5, color=style.FAINT, lw=0.9)
    ax.axvline(0, color=style.INK, lw=0.9, ls=":")
    ax.plot(d, output, color=style.MUTED, lw=1.8)
    if answers is not None and len(d):
        away = (X @ w + b) / np.linalg.norm(w)
        reach = max(reach, 1.05 * float(np.abs(away).max()))
        plane.points(ax, np.column_stack([away, answers]), y, size=6)
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    style.name_axes(ax, "signed distance from the line", "output")


def _cut_in_words(d: Floats, output: Floats) -> str:
    if not len(d):
        return ""
    low, high = (number(float(value)) for value in (output[0], output[-1]))
    told = f"Below, the output along w: {low} far behind the line, {high} far in front of it"
    climb = d[(output > 0.1) & (output < 0.9)]
    if output[0] <= 0.1 and output[-1] >= 0.9:
        wide = float(np.ptp(climb)) if len(climb) else 0.0
        told += f"; it climbs from 0.1 to 0.9 within {number(wide, 2)}" if wide else ", in one jump"
    return told + "."


def _other_in_words(X: Floats, y: Labels, w: npt.ArrayLike, b: float) -> str:
    w = np.asarray(w, float)
    right = len(X) - len(plane.on_wrong_side(X, y, w, b))
    return f"The perceptron's line, dashed: {plane.equation(w, b)}, right on {right} of {len(X)}."
