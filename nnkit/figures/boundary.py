"""What one neuron with two inputs decides: its line, and how sharply it changes its mind there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import plane, style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import line_equation, listing, number, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]


@remembered
def boundary(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    w: npt.ArrayLike,
    b: float,
    *,
    names: tuple[str, str] = ("x1", "x2"),
    says: tuple[str, str] = plane.SAYS,
    title: str = "",
    activation: plane.Activation | None = None,
    previous: tuple[npt.ArrayLike, float] | None = None,
    highlight: int | None = None,
) -> Picture:
    """The line ``w·x + b = 0`` among points ``X`` ``(n, 2)`` with labels ``y`` ``(n,)``, 0 or 1.

    Points on the wrong side are ringed. ``activation`` shades its output instead of two flat
    halves, ``previous`` adds an earlier line, dashed, and ``highlight`` rings one point boldly.
    """
    X, y = np.reshape(np.asarray(X, float), (-1, 2)), np.ravel(np.asarray(y)).astype(int)
    w, b = np.ravel(np.asarray(w, float)), float(b)
    wrong = plane.on_wrong_side(X, y, w, b)
    figure = style.card(4.6, 4.6)
    (ax,) = style.panels(figure, 1)
    plane.frame(ax, X)
    figure.set_figwidth(1.1 + 3.6 * float(np.ptp(ax.get_xlim()) / np.ptp(ax.get_ylim())))
    plane.shade(ax, w, b, activation)
    if previous is not None:
        before = np.ravel(np.asarray(previous[0], float)), float(previous[1])
        plane.line(ax, *before, color=style.MUTED, dashed=True)
    plane.line(ax, w, b)
    plane.normal(ax, w, b)
    plane.points(ax, X, y)
    plane.ring(ax, wrong)
    if highlight is not None:
        plane.ring(ax, X[[highlight]], size=21, width=3)
    plane.sides(ax, w, b, says)
    style.name_axes(ax, *names)
    style.headline(ax, title or f"right on {len(X) - len(wrong)} of {len(X)}")
    parts = (
        f"{title}." if title else "",
        plane.line_in_words(w, b, names, says),
        plane.score_in_words(X, y, wrong),
        "" if activation is None else "Shading: the output, from orange near 0 to blue near 1.",
        "" if previous is None else f"Before, dashed: {plane.equation(*before, names)}.",
        "" if highlight is None else f"Boldly ringed: {vector(X[highlight])}.",
    )
    return Picture(figure, " ".join(filter(None, parts)))


@remembered
def steepening(w: npt.ArrayLike, b: float, scales: Sequence[float] = (0.5, 1, 4)) -> Picture:
    """``(w, b)`` scaled by every ``c > 0``: one line, but ever steeper sigmoids across it."""
    w, b = np.ravel(np.asarray(w, float)), float(b)
    if not plane.drawable(w, b) or min(scales) <= 0:
        raise ValueError("w must not be zero, and every scale must be positive")
    figure = style.card(7, 3.2)
    left, right = style.panels(figure, 2, width_ratios=(1, 1.35))
    length = float(np.linalg.norm(w))
    _one_line(left, w, b)
    _sigmoids(right, length, scales)
    widths = (f"{number(2 * np.log(9) / (c * length))} for c = {number(c)}" for c in scales)
    return Picture(
        figure,
        f"Left: the line {line_equation(w, b, ('x1', 'x2'))}, the same for every c. Right: "
        f"sigmoids of c times z against the signed distance from the line; all pass 0.5 at "
        f"distance 0. The stretch in which the output climbs from 0.1 to 0.9 is "
        f"{listing(widths)} wide.",
    )


def _one_line(ax: Axes, w: Floats, b: float) -> None:
    foot = -b * w / (w @ w)
    plane.frame(ax, np.array([foot - 2, foot + 2]))
    plane.shade(ax, w, b)
    plane.line(ax, w, b)
    plane.normal(ax, w, b)
    style.headline(ax, "the line stays")
    style.name_axes(ax, "x1", "x2")


def _sigmoids(ax: Axes, length: float, scales: Sequence[float]) -> None:
    """``1 / (1 + e^(−c‖w‖d))`` over the signed distance ``d``, one curve per ``c``."""
    reach = 6 / (length * float(np.median(scales)))
    d = np.linspace(-reach, reach, 241)
    colors = (style.ORANGE, style.MUTED, style.BLUE)
    dashes = (style.DASH, "-.", "-")
    for i, c in enumerate(sorted(scales)):
        output = 1 / (1 + np.exp(-np.clip(c * length * d, -500, 500)))
        ax.plot(
            d,
            output,
            color=colors[i % 3],
            ls=dashes[i % 3],
            lw=1.6 + 0.4 * i,
            label=f"c = {number(c)}",
        )
    ax.axvline(0, color=style.INK, lw=0.9, ls=":")
    font = {"family": style.FONT, "size": style.SMALL}
    ax.legend(frameon=False, prop=font, labelcolor=style.INK, loc="upper left", handlelength=3)
    style.headline(ax, "the sigmoid steepens")
    style.name_axes(ax, "signed distance from the line", "output")
