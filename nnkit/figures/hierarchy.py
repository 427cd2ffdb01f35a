"""What the layers of an image network respond to: edges, corners, parts, objects. A sketch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Strokes = tuple[Floats, ...]  # each (points, 2), in a square from −1 to 1


def _stroke(*points: tuple[float, float]) -> Floats:
    return np.array(points, dtype=float)


def _arc(x: float, y: float, r: float, first: float = 0, last: float = 360) -> Floats:
    t = np.radians(np.linspace(first, last, 40))
    return np.column_stack([x + r * np.cos(t), y + r * np.sin(t)])


EDGES: tuple[Strokes, ...] = (
    (_stroke((-0.6, 0), (0.6, 0)),),
    (_stroke((-0.45, -0.45), (0.45, 0.45)),),
    (_stroke((0, -0.6), (0, 0.6)),),
    (_stroke((-0.45, 0.45), (0.45, -0.45)),),
)
CORNERS: tuple[Strokes, ...] = (
    (_stroke((-0.4, 0.5), (-0.4, -0.4), (0.5, -0.4)),),
    (_stroke((-0.5, 0.5), (0, -0.5), (0.5, 0.5)),),
    (_arc(0, -0.35, 0.65, 20, 160),),
    (_arc(0, 0.35, 0.65, 200, 340),),
)
EYE: Strokes = (_arc(0, -0.5, 0.8, 40, 140), _arc(0, 0.5, 0.8, 220, 320), _arc(0, 0, 0.16))
NOSE: Strokes = (_stroke((0.1, 0.6), (-0.3, -0.4), (0.2, -0.4)),)
MOUTH: Strokes = (_arc(0, 0.45, 0.75, 215, 325), _stroke((-0.6, 0.02), (0.6, 0.02)))
EAR: Strokes = (_arc(-0.1, 0, 0.6, -70, 160), _arc(-0.1, 0, 0.3, -60, 150))
PARTS: tuple[Strokes, ...] = (EYE, NOSE, MOUTH, EAR)


def _moved(strokes: Strokes, x: float, y: float, scale: float) -> Strokes:
    return tuple(scale * stroke + np.array([x, y]) for stroke in strokes)


FACE: Strokes = (
    _arc(0, 0, 0.95),
    *_moved(EYE, -0.38, 0.28, 0.32),
    *_moved(EYE, 0.38, 0.28, 0.32),
    *_moved(NOSE, 0, -0.08, 0.3),
    *_moved(MOUTH, 0, -0.48, 0.45),
)


@remembered
def feature_hierarchy() -> Picture:
    """Edges make corners, corners make parts, parts make an object: a sketch, not a measurement."""
    figure = style.card(7, 2.55)
    ax = style.canvas(figure, 12.4, 4.3)
    cards = (("edges", EDGES), ("corners and curves", CORNERS), ("parts", PARTS))
    for i, (name, cells) in enumerate(cards):
        left = 0.2 + 3.2 * i
        for k, strokes in enumerate(cells):
            _draw(ax, _moved(strokes, left + 0.62 + 1.2 * (k % 2), 2.6 - 1.3 * (k // 2), 0.5))
        _name(ax, left + 1.2, name, f"layer {i + 1}")
        style.arrow(ax, (left + 2.45, 1.95), (left + 3.05, 1.95), style.MUTED)
    _draw(ax, _moved(FACE, 10.95, 1.95, 1.15))
    _name(ax, 10.95, "object", "layer 4")
    return Picture(figure, _IN_WORDS)


_IN_WORDS = (
    "A sketch of four layers, from left to right. Layer 1, edges: 4 strokes in 4 directions. "
    "Layer 2, corners and curves: an L, a V and 2 arcs. Layer 3, parts: an eye, a nose, a mouth "
    "and an ear. Layer 4, object: a face of 2 eyes, a nose and a mouth."
)


def _draw(ax: Axes, strokes: Strokes) -> None:
    for stroke in strokes:
        ax.plot(*stroke.T, color=style.BLUE, lw=2.2, solid_capstyle="round")


def _name(ax: Axes, x: float, name: str, layer: str) -> None:
    style.write(ax, x, 3.85, name, fontweight="bold")
    style.write(ax, x, 0.3, layer, color=style.MUTED)
