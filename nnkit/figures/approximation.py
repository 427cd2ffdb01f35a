"""What one hidden layer can follow: a curve by a sum of bumps, a region by many lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
Decide = Callable[[Floats], npt.ArrayLike]  # points (n, 2) in; labels (n,), 0 or 1, out
GRID = 101  # points along each side of the plane at which the network is asked


@remembered
def bump_sum(
    x: npt.ArrayLike,
    target: npt.ArrayLike,
    bumps: Sequence[npt.ArrayLike],
    seen: tuple[float, float],
    *,
    sheet: Sheet | None = None,
) -> Picture:
    """The sum of ``bumps``, each (n,) over ``x`` (n,), beside ``target`` (n,); below, its error.

    What lies outside ``seen``, where the bumps were fitted, is shaded.
    """
    x, target = np.asarray(x, float), np.asarray(target, float)
    parts = [np.asarray(bump, float) for bump in bumps]
    fit = np.sum(parts, axis=0).round(9) if parts else np.full(len(x), np.nan)
    sheet = (sheet or Sheet()).wipe()
    for ax in (sheet.plane, sheet.strip):
        ax.set(xlim=(x[0], x[-1]), xticks=[0, 0.5, 1], aspect="auto")
        _shade_unseen(ax, x, seen)
    _draw_curves(sheet.plane, x, target, fit, parts)
    _draw_error(sheet.strip, x, fit - target, seen)
    inside = (x >= seen[0]) & (x <= seen[1])
    count = f"{len(parts)} bump{'s' * (len(parts) != 1)}"
    worst = float(np.abs(fit - target)[inside].max())
    sheet.head(f"{count}: at most {number(worst, 2)} off" if parts else "no usable bump")
    return Picture(sheet.figure, _fit_in_words(x, target, fit, inside, count, bool(parts)))


def _shade_unseen(ax: Axes, x: Floats, seen: tuple[float, float]) -> None:
    for start, end in ((x[0], seen[0]), (seen[1], x[-1])):
        ax.axvspan(start, end, color=style.FAINT, alpha=0.7, lw=0, zorder=0)


def _draw_curves(ax: Axes, x: Floats, target: Floats, fit: Floats, parts: list[Floats]) -> None:
    ax.set(ylim=(-1.6, 2.1), yticks=[-1, 0, 1])
    for part in parts:
        ax.plot(x, part, color=style.MUTED, lw=0.8)
    ax.plot(x, target, color=style.ORANGE, lw=3.6, alpha=0.55)
    ax.plot(x, fit, color=style.BLUE, lw=1.9, ls=style.DASH)
    place = {"ha": "left", "fontweight": "bold", "transform": ax.transAxes}
    style.write(ax, 0.25, 0.95, "target", color=style.ORANGE, **place)
    style.write(ax, 0.25, 0.89, "network (dashed)", color=style.BLUE, **place)
    style.write(ax, 0.25, 0.83, "its bumps (thin)", color=style.MUTED, **place)
    for left in (0.11, 0.89):
        style.write(ax, left, 0.04, "never seen", transform=ax.transAxes)
    style.name_axes(ax, "x", "y")


def _draw_error(ax: Axes, x: Floats, error: Floats, seen: tuple[float, float]) -> None:
    ax.set(ylim=(-1.2, 1.2), yticks=[-1, 0, 1])
    ax.axhline(0, color=style.MUTED, lw=0.9)
    ax.plot(x, error, color=style.INK, lw=1.6)
    style.name_axes(ax, "x", "error")


def _fit_in_words(
    x: Floats, target: Floats, fit: Floats, inside: npt.NDArray[np.bool_], count: str, usable: bool
) -> str:
    told = f"A broad orange target curve over x from {number(x[0])} to {number(x[-1])}."
    if not usable:
        return f"{told} There is no usable bump."
    gap = np.where(inside, np.abs(fit - target), -1)
    at = int(gap.argmax())
    return (
        f"{told} The sum of {count}, dashed blue, is at most {number(float(gap[at]), 2)} off "
        f"from 0 to 1, at x = {number(float(x[at]), 2)}. Outside, shaded, at "
        f"x = {number(float(x[-1]))}, it is at {number(float(fit[-1]), 2)} and the target at "
        f"{number(float(target[-1]), 2)}. Below, the error."
    )


@remembered
def unit_regions(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    decide: Decide,
    shares: Sequence[float],
    *,
    sheet: Sheet | None = None,
) -> Picture:
    """Where a network with ``len(shares)`` hidden units says 1, among ``X`` ``(n, 2)``.

    Below, the share of the points that was right with 1, 2, … units, from 0 to 1.
    """
    X, y = np.asarray(X, float), np.ravel(np.asarray(y)).astype(int)
    sheet = (sheet or Sheet()).wipe()
    ax = sheet.plane
    plane.square(ax, X)
    across, up = np.linspace(*ax.get_xlim(), GRID), np.linspace(*ax.get_ylim(), GRID)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    said = np.ravel(np.asarray(decide(places), float)).reshape(GRID, GRID)
    tints = [style.ORANGE_TINT, style.BLUE_TINT]
    ax.contourf(across, up, said, levels=[-0.5, 0.5, 1.5], colors=tints, zorder=0)
    if said.min() < said.max():
        ax.contour(across, up, said, levels=[0.5], colors=[style.INK], linewidths=1.2, zorder=1)
    right = np.ravel(np.asarray(decide(X))).astype(int) == y
    plane.points(ax, X, y, size=5.5)
    plane.ring(ax, X[~right], size=11, width=1.3)
    style.name_axes(ax, "x1", "x2")
    _draw_shares(sheet.strip, shares)
    units = f"{len(shares)} hidden unit{'s' * (len(shares) != 1)}"
    score = f"{int(right.sum())} of {len(y)} right"
    sheet.head(f"{units}: {score}")
    blue, orange = int((y == 1).sum()), int((y == 0).sum())
    share = number(100 * float(said.mean()), 2)
    return Picture(
        sheet.figure,
        f"{blue} blue circles with label 1 and {orange} orange squares with label 0. The network "
        f"with {units} has {score}; the wrong ones are ringed. It says 1 on {share} % of the view, "
        f"tinted blue. Below, the share right by number of units: from {_percent(shares[0])} with "
        f"1 to {_percent(shares[-1])} with {len(shares)}.",
    )


def _percent(share: float) -> str:
    return f"{number(100 * share, 3)} %"


def _draw_shares(ax: Axes, shares: Sequence[float]) -> None:
    ax.set(xlim=(0, 41), xticks=[1, 10, 20, 30, 40], ylim=(0.35, 1.08), yticks=[0.5, 1])
    ax.axhline(1, color=style.FAINT, lw=0.9)
    ax.plot(range(1, len(shares) + 1), shares, color=style.BLUE, lw=1.6)
    ax.plot([len(shares)], [shares[-1]], "o", color=style.BLUE, ms=7)
    style.name_axes(ax, "hidden units", "right")
