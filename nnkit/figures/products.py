"""What is left of a signal that is multiplied by the same slope in layer after layer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

LOOKS = (
    (style.ORANGE, style.DASH, "s"),
    (style.MUTED, "-.", "^"),
    (style.BLUE, "-", "o"),
)


@remembered
def slope_products(slopes: Mapping[str, float], depth: int = 10) -> Picture:
    """``slope`` to the power of 1 … ``depth``, one line per name, on a logarithmic scale.

    Raises ValueError for a slope that isn't positive: it has no place on that scale.
    """
    if min(slopes.values(), default=1) <= 0:
        raise ValueError("slope_products takes positive slopes: 0 has no logarithm.")
    figure = style.card(6, 3)
    (ax,) = style.panels(figure, 1)
    layers = np.arange(1, depth + 1)
    told = []
    for i, (name, slope) in enumerate(slopes.items()):
        color, dash, marker = LOOKS[i % len(LOOKS)]
        left = slope ** layers.astype(float)
        ax.plot(layers, left, color=color, ls=dash, marker=marker, ms=4.5, lw=1.8)
        style.note(ax, depth, left[-1], name, (8, 0), color=color, ha="left")
        told.append(
            f"{name}, slope {number(slope)}: {number(left[0])} after 1 layer, "
            f"{number(left[-1])} after {depth}."
        )
    ax.set_yscale("log")
    ax.set_xticks(layers[:: max(1, depth // 10)])
    style.name_axes(ax, "layers", "product of the slopes")
    for label in ax.get_yticklabels():
        label.set_fontfamily(style.FONT)
    return Picture(figure, " ".join(told))
