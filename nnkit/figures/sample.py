"""A perceptron learning from one sample: the line before and after, the sample, the mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnkit.figures import plane, style
from nnkit.figures.learning import FEW
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.sheet import Sheet
from nnkit.figures.wording import vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Neuron = tuple[npt.ArrayLike, float]  # (w, b)


@remembered
def one_sample(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    w: npt.ArrayLike,
    b: float,
    *,
    before: Neuron | None = None,
    seen: int | None = None,
    mistaken: bool = False,
    mistakes: Sequence[int] = (),
    unfinished: bool = False,
    sheet: Sheet | None = None,
) -> Picture:
    """The line after sample ``seen``, the line ``before`` it, dashed; below, mistakes per epoch.

    A sample that it got wrong (``mistaken``) is ringed boldly, another one by dots; points that
    are on the wrong side now are ringed thinly. ``unfinished`` leaves the last epoch's bar open.
    On a used ``sheet``, its earlier picture is gone.
    """
    X, y = np.asarray(X, float), np.asarray(y).astype(int)
    w, b = np.asarray(w, float), float(b)
    wrong = plane.on_wrong_side(X, y, w, b)
    sheet = (sheet or Sheet()).wipe()
    ax = sheet.plane
    plane.square(ax, X)
    plane.shade(ax, w, b)
    old = None if before is None else (np.asarray(before[0], float), float(before[1]))
    if old is not None:
        plane.line(ax, *old, style.MUTED, dashed=True)
    plane.line(ax, w, b)
    plane.normal(ax, w, b)
    plane.points(ax, X, y)
    plane.ring(ax, wrong)
    if seen is not None:
        _ring_seen(ax, X[[seen]], mistaken)
    plane.sides(ax, w, b, plane.SAYS)
    style.name_axes(ax, "x1", "x2")
    sheet.head(f"now right on {len(X) - len(wrong)} of {len(X)}")
    _draw_bars(sheet.strip, mistakes, unfinished)
    told = (
        plane.line_in_words(w, b),
        "" if old is None else f"Before, dashed: {plane.equation(*old)}.",
        "" if seen is None else _seen_in_words(X[seen], int(y[seen]), mistaken),
        plane.score_in_words(X, y, wrong),
        _mistakes_in_words(mistakes, unfinished),
    )
    return Picture(sheet.figure, " ".join(filter(None, told)))


def _ring_seen(ax: Axes, x: npt.NDArray[np.float64], mistaken: bool) -> None:
    if mistaken:
        plane.ring(ax, x, size=21, width=3)
    else:
        (across,), (up,) = x.T
        dots: Any = {"facecolors": "none", "edgecolors": style.INK, "linestyles": ":"}
        ax.scatter(across, up, 21**2, linewidths=1.6, zorder=5, **dots)


def _seen_in_words(x: npt.NDArray[np.float64], label: int, mistaken: bool) -> str:
    how = "ringed boldly: it was a mistake" if mistaken else "ringed by dots: it was right"
    return f"The sample just seen, {vector(x)} with label {label}, is {how}."


def _draw_bars(ax: Axes, mistakes: Sequence[int], unfinished: bool) -> None:
    count = len(mistakes)
    epochs = range(1, count + 1)
    most = max(max(mistakes, default=0), 1)
    bars = ax.bar(epochs, mistakes, color=style.BLUE, edgecolor=style.BLUE, width=0.62)
    if unfinished and count:
        bars[-1].set(facecolor="none", linestyle="--")
    if count <= FEW:
        for epoch, value in zip(epochs, mistakes, strict=True):
            style.note(ax, epoch, value, str(value), (0, 3), va="bottom")
    ax.set(xlim=(0.4, max(count, 6) + 0.6), ylim=(0, 1.5 * most), yticks=[0, most])
    ax.set_xticks(_numbered(max(count, 6)))
    style.name_axes(ax, "epoch", "mistakes")


def _numbered(count: int) -> list[int]:
    """The epochs that get a number below them: all, or every fifth or tenth."""
    every = 1 if count <= FEW else 5 if count <= 30 else 10
    return [epoch for epoch in range(1, count + 1) if epoch % every == 0 or every == 1]


def _mistakes_in_words(mistakes: Sequence[int], unfinished: bool) -> str:
    if not mistakes:
        return "Below, mistakes per epoch: none yet."
    listed = ", ".join(map(str, mistakes[-FEW:]))
    which = "" if len(mistakes) <= FEW else f" in the last {FEW} of {len(mistakes)} epochs"
    open_end = ", and the last one isn't over" if unfinished else ""
    return f"Below, mistakes per epoch{which}: {listed}{open_end}."
