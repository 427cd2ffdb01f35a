"""The dot product, seen: it grows with how well two arrows align, and with their lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]


@remembered
def alignment(w: npt.ArrayLike, xs: Sequence[npt.ArrayLike]) -> Picture:
    """One panel per ``x`` ``(2,)``: ``w·x = ‖w‖ ‖x‖ cos θ``, and the shadow that x casts on w."""
    w, *arrows = (np.round(np.asarray(v, float), 12) for v in (w, *xs))  # cos 90° is 6e-17
    figure = style.card(7, 2.5 if len(arrows) > 2 else 3.4)
    reach = 1.15 * max(float(np.linalg.norm(v)) for v in (w, *arrows))
    for ax, x in zip(style.panels(figure, len(arrows)), arrows, strict=True):
        _panel(ax, w, x, reach)
    seen = " ".join(_in_words(w, x) for x in arrows)
    return Picture(
        figure, f"The arrow w = {vector(w)}, {number(_length(w))} long, is fixed. {seen}"
    )


def _panel(ax: Axes, w: Floats, x: Floats, reach: float) -> None:
    dot = float(w @ x)
    color = style.BLUE if dot >= 0 else style.ORANGE
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color=style.FAINT)
    shadow = w * dot / max(float(w @ w), 1e-300)
    ax.plot(*np.transpose([x, shadow]), color=style.MUTED, lw=1, ls=":")
    ax.plot(*np.transpose([(0, 0), shadow]), color=color, lw=7, alpha=0.3, solid_capstyle="butt")
    style.arrow(ax, (0, 0), tuple(w))
    style.arrow(ax, (0, 0), tuple(x), color, linestyle="-" if dot >= 0 else "--")
    for name, arrow, tone in (("w", w, style.INK), ("x", x, color)):
        style.write(ax, *_beside(arrow, w, x, reach), name, color=tone, fontweight="bold")
    style.headline(ax, f"w · x = {number(dot)}")
    lengths = f"{number(_length(w))} × {number(_length(x))} × cos {_angle(w, x)}°"
    style.name_axes(ax, lengths, "")
    ax.xaxis.label.set(fontsize=style.SMALL)


def _beside(arrow: Floats, w: Floats, x: Floats, reach: float) -> tuple[float, float]:
    """A place beside an arrow's tip, w's and x's on different sides."""
    sign = -1 if arrow is w else 1
    turn = np.sign(w[0] * x[1] - w[1] * x[0]) or 1
    across = sign * turn * np.array([-arrow[1], arrow[0]]) / max(_length(arrow), 1e-9)
    x_at, y_at = 0.85 * arrow + 0.17 * reach * across
    return float(x_at), float(y_at)


def _in_words(w: Floats, x: Floats) -> str:
    return (
        f"x = {vector(x)}, {number(_length(x))} long and {_angle(w, x)}° away from it: "
        f"w·x = {number(float(w @ x))}."
    )


def _length(v: Floats) -> float:
    return float(np.linalg.norm(v))


def _angle(w: Floats, x: Floats) -> str:
    cosine = w @ x / max(_length(w) * _length(x), 1e-300)
    return number(round(float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))))
