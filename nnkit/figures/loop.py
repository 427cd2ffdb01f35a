"""The learning loop: five steps in a ring, thousands of times round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = (  # name, formula, what it says in words
    ("forward", "ŷ = f(x, w)", "the network guesses"),
    ("loss", "L(ŷ, y)", "one number: how wrong"),
    ("backward", "∂L/∂w", "each weight's share in it"),
    ("update", "w ← w − α ∂L/∂w", "a small step downhill"),
)
PLACES = ((3.5, 3.6), (8.35, 3.6), (8.35, 1.0), (3.5, 1.0))
HALF = (1.45, 0.75)  # of a box, in x and y


@remembered
def learning_loop() -> Picture:
    """Data in; forward, loss, backward, update, and round again."""
    figure = style.card(7, 3.25)
    ax = style.canvas(figure, 10, 4.6)
    _box(ax, (0.75, 3.6), 0.6, "data", "x, y", "", style.CARD)
    style.arrow(ax, (1.4, 3.6), (2.0, 3.6), linewidth=2.4, mutation_scale=18)
    for number, (place, (name, formula, words)) in enumerate(zip(PLACES, STEPS, strict=True), 1):
        fill = style.ORANGE_TINT if name == "backward" else style.BLUE_TINT
        _box(ax, place, HALF[0], f"{number} · {name}", formula, words, fill)
    (x, y), gap = HALF, 0.05
    ways = [((1, 0), x), ((0, -1), y), ((-1, 0), x), ((0, 1), y)]
    for i, (way, half) in enumerate(ways):
        start = np.array(PLACES[i]) + (half + gap) * np.array(way)
        end = np.array(PLACES[(i + 1) % 4]) - (half + gap) * np.array(way)
        style.arrow(ax, tuple(start), tuple(end), linewidth=2.4, mutation_scale=18)
    style.write(ax, 5.92, 2.3, "again,\nthousands of times", fontsize=style.LARGE)
    told = "; ".join(f"{n}. {name}, {f}: {what}" for n, (name, f, what) in enumerate(STEPS, 1))
    return Picture(
        figure,
        f"A ring of four boxes, joined by arrows. Data x and y come in from the left. {told}. "
        "From the update an arrow leads back to forward: again, thousands of times.",
    )


def _box(
    ax: Axes,
    place: tuple[float, float],
    half: float,
    name: str,
    formula: str,
    words: str,
    fill: str,
) -> None:
    from matplotlib.patches import FancyBboxPatch

    x, y = place
    corner = (x - half + 0.1, y - HALF[1] + 0.1)
    size = (2 * half - 0.2, 2 * HALF[1] - 0.2)
    rounded = "round,pad=0.1,rounding_size=0.12"
    ax.add_patch(FancyBboxPatch(corner, *size, boxstyle=rounded, fc=fill, ec=style.INK, lw=1.3))
    lift = 0.42 if words else 0.22
    style.write(ax, x, y + lift, name, fontsize=style.LARGE, fontweight="bold")
    style.write(ax, x, y if words else y - 0.22, formula, fontsize=style.NORMAL)
    if words:
        style.write(ax, x, y - 0.42, words, color=style.MUTED)
