"""A network as a graph of numbers: values in its circles, slopes on its edges, gradients below."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.sheet import SHARPNESS
from nnkit.figures.wording import listing, number
from nnkit.nn import computation_graph as graph

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT, SCALE = 10.0, 7.1, 0.7  # in units, and inches a unit
MIDDLE, GAP, RADIUS = 3.65, 2.15, 0.47
COLUMNS = {0.62: graph.INPUTS, 3.85: graph.SUMS, 5.68: graph.HIDDEN, 7.65: "ŷ", 9.4: "L"}
PLACES = {
    name: (x, MIDDLE + (2.2 if len(names) == 2 else GAP) * ((len(names) - 1) / 2 - i))
    for x, names in COLUMNS.items()
    for i, name in enumerate(names)
}
DIGITS = 4
LEGEND = "circle: value    edge: local derivative    ∂: gradient of L"


@remembered
def chain_graph(
    values: Mapping[str, float],
    gradients: Mapping[str, float],
    slopes: Mapping[tuple[str, str], float],
    *,
    fresh: Collection[str] = (),
    chosen: str = "",
    marked: Collection[str] = (),
    wrong: Collection[str] = (),
    quick: bool = False,
    used: Picture | None = None,
) -> Picture:
    """The graph of ``nn.computation_graph``; what isn't among the numbers has none yet.

    The names of ``fresh`` were just computed; the way from the ``chosen`` weight to L is drawn
    boldly, with "?" where its gradient isn't given. The gradients of ``marked`` are framed, those
    of ``wrong`` have ≠ for ∂. ``quick`` is for redrawing, on a ``used`` quick picture if there is
    one.
    """
    figure = used.figure if used is not None else _card(quick)
    ax = _wiped(figure.axes[0])
    bold = graph.path(chosen) if chosen else []
    ways = [_way(edge, fresh, gradients) for edge in graph.EDGES]
    _draw_edges(ax, ways, [edge in bold for edge in graph.EDGES])
    for edge in graph.EDGES:
        if edge[:2] in slopes:
            _draw_slope(ax, edge, slopes[edge[:2]], edge.weight == chosen != "")
    for name in graph.NODES:
        _draw_node(ax, name, values, name in fresh and name not in gradients)
    for name in _gradient_places():
        if name in gradients or name == chosen:
            sign = "≠" if name in wrong else "∂"
            text = f"{sign} {_said(gradients[name])}" if name in gradients else "∂ ?"
            _draw_gradient(ax, name, text, name in fresh, name in marked)
    style.write(ax, WIDTH / 2, 0.22, LEGEND, color=style.MUTED)
    return Picture(figure, _in_words(values, gradients, slopes, chosen, marked, wrong))


def weight_at(x: float, y: float) -> str:
    """The weight that is nearest, at fractions of the picture from its left and its top."""
    point = (x * WIDTH, (1 - y) * HEIGHT)
    away = {name: (point[0] - a) ** 2 + (point[1] - b) ** 2 for name, (a, b) in _boxes().items()}
    return min(away, key=lambda name: away[name])


def _card(quick: bool) -> Figure:
    figure = style.card(SCALE * WIDTH, SCALE * HEIGHT)
    figure.set_layout_engine("none")
    if quick:
        figure.set_dpi(SHARPNESS * style.PIXELS_PER_INCH)
    style.canvas(figure, WIDTH, HEIGHT).set_position((0, 0, 1, 1))
    return figure


def _wiped(ax: Axes) -> Axes:
    for drawn in (*ax.collections, *ax.patches, *ax.texts):
        drawn.remove()
    return ax


def _boxes() -> dict[str, tuple[float, float]]:
    """Where each weight is written."""
    return {edge.weight: _box(edge) for edge in graph.EDGES if edge.weight}


def _box(edge: graph.Edge) -> tuple[float, float]:
    end = PLACES[edge.end]
    if edge.start == "1":
        return end[0] + 0.08, end[1] + 0.82
    start = PLACES[edge.start]
    along = {graph.LOSS: 0.5, graph.OUTPUT: 0.46}.get(edge.end, 0.67 if edge.weight else 0.5)
    return start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])


@cache
def _gradient_places() -> dict[str, tuple[float, float]]:
    """Below a circle or a weight, and to the right of a bias."""
    below = {name: (x, y - RADIUS - 0.24) for name, (x, y) in PLACES.items()}
    for edge in graph.EDGES:
        x, y = _box(edge)
        if edge.weight:
            below[edge.weight] = (x + 0.78, y) if edge.start == "1" else (x, y - 0.31)
    return below


def _way(edge: graph.Edge, fresh: Collection[str], gradients: Mapping[str, float]) -> str:
    """The colour of what travels along an edge just now: blue forward, orange backward."""
    if not gradients:
        return style.BLUE if edge.end in fresh else ""
    return style.ORANGE if edge.weight in fresh or edge.start in fresh else ""


def _draw_edges(ax: Axes, ways: Sequence[str], bold: Sequence[bool]) -> None:
    from matplotlib.collections import LineCollection

    lines = [(PLACES.get(edge.start, _box(edge)), PLACES[edge.end]) for edge in graph.EDGES]
    looks = list(zip(ways, bold, strict=True))
    colors = [way or (style.INK if thick else style.MUTED) for way, thick in looks]
    widths = [4.0 if thick else 2.2 if way else 1.1 for way, thick in looks]
    ax.add_collection(LineCollection(lines, colors=colors, linewidths=widths), autolim=False)


def _draw_slope(ax: Axes, edge: graph.Edge, slope: float, chosen: bool) -> None:
    text = f"f′ {_said(slope)}" if edge.end in graph.HIDDEN else _said(slope)
    color, width = (style.INK, 2.4) if chosen else (style.MUTED, 0.8)
    box = {"boxstyle": "square,pad=0.18", "fc": style.CARD, "ec": color, "lw": width}
    style.write(ax, *_box(edge), text, bbox=box, zorder=3)


def _draw_node(ax: Axes, name: str, values: Mapping[str, float], fresh: bool) -> None:
    from matplotlib.patches import Circle

    x, y = PLACES[name]
    known = name in values
    look: dict[str, Any] = {"fc": style.BLUE_TINT if known else style.CARD, "zorder": 4}
    look |= {"ec": style.BLUE if known else style.MUTED, "lw": 3 if fresh else 1.4}
    look["ls"] = style.DASH if name in graph.HIDDEN and values.get(name) == 0 else "-"
    ax.add_patch(Circle((x, y), RADIUS, **look))
    style.write(ax, x, y + (0.2 if known else 0), name, color=style.MUTED, zorder=5)
    if known:
        bold: Any = {"color": style.BLUE, "fontweight": "bold", "zorder": 5}
        style.write(ax, x, y - 0.1, _said(values[name]), **bold)


def _draw_gradient(ax: Axes, name: str, text: str, fresh: bool, marked: bool) -> None:
    look: dict[str, Any] = {"color": style.ORANGE, "fontweight": "bold" if fresh else "normal"}
    if marked:
        tint = {"fc": style.ORANGE_TINT, "ec": style.ORANGE, "lw": 1.2}
        look["bbox"] = {"boxstyle": "square,pad=0.12", **tint}
    elif name in graph.WEIGHTS:  # on its edge
        look["bbox"] = {"boxstyle": "square,pad=0.12", "fc": style.CARD, "ec": "none"}
    style.write(ax, *_gradient_places()[name], text, zorder=6, **look)


def _said(value: float) -> str:
    return number(round(value, 9), DIGITS)


def _listed(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {_said(value)}" for name, value in numbers.items())


def _in_words(
    values: Mapping[str, float],
    gradients: Mapping[str, float],
    slopes: Mapping[tuple[str, str], float],
    chosen: str,
    marked: Collection[str],
    wrong: Collection[str],
) -> str:
    nodes = {name: values[name] for name in graph.NODES if name in values}
    given = [edge for edge in graph.EDGES if edge[:2] in slopes]
    weights = {edge.weight: slopes[edge[:2]] for edge in given if edge.weight}
    others = {f"from {e.start} to {e.end}": slopes[e[:2]] for e in given if not e.weight}
    silent = [name for name in graph.HIDDEN if values.get(name) == 0]
    told = [
        "A graph from the inputs x1 and x2 by three sums z, their ReLUs h and the output ŷ to the "
        f"loss L. In its circles, values: {_listed(nodes)}.",
        f"Silent, dashed: {listing(silent)}." if silent else "",
        f"On its edges, weights: {_listed(weights)}." if weights else "",
        f"Slopes on the other edges: {_listed(others)}." if others else "",
        f"Gradients, marked ∂: {_listed(gradients)}." if gradients else "No gradients yet.",
        f"The way from {chosen} to L is drawn boldly." if chosen else "",
        f"Framed: the gradients of {listing(marked)}." if marked else "",
        f"Marked ≠: the gradients of {listing(wrong)}." if wrong else "",
    ]
    return " ".join(filter(None, told))
