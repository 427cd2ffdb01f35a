"""One wave sent through boxes: what goes in, dashed, and what each box makes of it."""

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


@remembered
def waves(wave: npt.ArrayLike, outputs: Mapping[str, npt.ArrayLike]) -> Picture:
    """One panel per output, by name: ``wave`` ``(n,)`` dashed, the output ``(n,)`` solid."""
    before = np.ravel(np.asarray(wave, float))
    figure = style.card(7, 2.5)
    axes = style.panels(figure, max(len(outputs), 1), sharey=True)
    told = []
    for ax, (name, output) in zip(axes, outputs.items(), strict=False):
        after = np.ravel(np.asarray(output, float))
        _panel(ax, name, before, after)
        told.append(f"{name}: {_in_words(after)}")
    _name_both(axes[0])
    return Picture(
        figure,
        f"The wave going in, dashed: {_in_words(before)} Coming out, solid. {' '.join(told)}",
    )


def _panel(ax: Axes, name: str, before: Floats, after: Floats) -> None:
    ax.axhline(0, color=style.FAINT, lw=1)
    ax.plot(before, color=style.MUTED, lw=1.3, ls=style.DASH)
    ax.plot(after, color=style.BLUE, lw=2)
    ax.set_xticks([])
    style.headline(ax, name)
    style.name_axes(ax, "time", "")


def _name_both(ax: Axes) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=style.MUTED, lw=1.3, ls=style.DASH, label="in"),
        Line2D([], [], color=style.BLUE, lw=2, label="out"),
    ]
    font = {"family": style.FONT, "size": style.SMALL}
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.34 * (high - low))
    ax.legend(
        handles=handles,
        loc="upper left",
        ncols=2,
        frameon=False,
        prop=font,
        labelcolor=style.INK,
        handlelength=1.4,
        columnspacing=0.9,
        borderaxespad=0,
    )


def _in_words(wave: Floats) -> str:
    seen = wave[np.isfinite(wave)]
    if not seen.size:
        return "nothing that can be drawn."
    low, high = seen.min(), seen.max()
    if low == high:
        return f"{number(low)} all the time."
    flat = {end: float(np.mean(np.isclose(seen, end, atol=1e-3))) for end in (low, high)}
    stays = [
        f"{number(end)} for {number(100 * share, 2)} % of the time"
        for end, share in flat.items()
        if share > 0.15
    ]
    held = f", at {' and at '.join(stays)}" if stays else ""
    return f"between {number(low)} and {number(high)}{held}."
