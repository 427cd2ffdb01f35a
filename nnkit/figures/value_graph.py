"""How a number was made: every step a card with its value and its gradient."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyBboxPatch

# What is drawn is an nn.Value, or a learner's own with the same four attributes.
Step = Any
Key = Hashable  # of a place: a step for its card, (source, user, column) where an edge passes by
Place = tuple[float, float]

MOST, COLUMNS = 40, 9  # cards that can be drawn, and how many from left to right
WIDTH, HEIGHT, PITCH, TOP = 7.0, 0.72, 0.92, 0.5  # inches: card, its height, row to row, legend
WIDEST, LETTER = 1.12, 0.085


@remembered
def value_graph(result: Step, labels: Mapping[Any, str] | None = None) -> Picture:
    """Everything that ``result`` was computed from, left to right, with ``data`` and ``grad``.

    ``labels`` names values: ``{a: "a"}``. Raises ``ValueError`` for more than 40 values or more
    than 9 columns, and for a result that doesn't remember its ``sources`` and ``operation``.
    """
    steps = _in_order(result)
    if len(steps) > MOST:
        raise ValueError(f"up to {MOST} values can be drawn; got {len(steps)}")
    columns = _columns(steps)
    wide = 1 + max(columns.values())
    if wide > COLUMNS:
        raise ValueError(f"up to {COLUMNS} columns can be drawn; got {wide} steps in a row")
    routes = [_route(source, step, columns) for step in reversed(steps) for source in _once(step)]
    places, rows = _places(routes, columns, result)
    figure = style.card(WIDTH, rows * PITCH + TOP)
    ax = style.canvas(figure, WIDTH, rows * PITCH + TOP)
    half = min(WIDEST, WIDTH / wide - 0.14) / 2
    for route in routes:
        _draw_edge(ax, [places[key] for key in route], half)
    named = {step: (labels or {}).get(step, "") for step in steps}
    words = _words(steps, half)
    for step in steps:
        box = _draw_card(ax, places[step], half, step, named[step], words)
    box.set_linewidth(2.6)  # of the last, which is the result
    _draw_legend(ax)
    return Picture(figure, _in_words(steps, named))


def _in_order(result: Step) -> list[Step]:
    """Every value after its sources."""
    order, path = dict[Step, None](), [result]
    while path:
        new = [source for source in _sources(path[-1]) if source not in order]
        if new:
            path.append(new[0])
        else:
            order[path.pop()] = None
    return list(order)


def _sources(step: Step) -> list[Step]:
    known = all(hasattr(step, name) for name in ("data", "grad", "operation", "sources"))
    if not known or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in step.sources):
        raise ValueError(
            "a value can be drawn if it has data, grad, operation, and sources as pairs of a value "
            f"and a slope; this {type(step).__name__} has not"
        )
    return [source for source, _ in step.sources]


def _once(step: Step) -> list[Step]:
    return list(dict.fromkeys(_sources(step)))


def _columns(steps: Sequence[Step]) -> dict[Step, int]:
    """A result stands one column after the last of its sources, a leaf just before its user."""
    column: dict[Step, int] = {}
    for step in steps:
        column[step] = 1 + max((column[source] for source in _sources(step)), default=-1)
    for leaf in (step for step in steps if not _sources(step)):
        users = (column[step] for step in steps if leaf in _sources(step))
        column[leaf] = min(users, default=1) - 1
    return column


def _route(source: Step, user: Step, columns: Mapping[Step, int]) -> list[Key]:
    """The edge between two cards, and where it passes the columns in between."""
    between = range(columns[source] + 1, columns[user])
    return [source, *((source, user, column) for column in between), user]


def _places(
    routes: Sequence[Sequence[Key]], columns: Mapping[Step, int], result: Step
) -> tuple[dict[Key, Place], int]:
    """Where everything stands, and the number of rows: each thing near to what follows it."""
    layers: list[dict[Key, list[float]]] = [{} for _ in range(columns[result] + 1)]
    layers[-1][result] = []
    for route in routes:
        for place, key in enumerate(route):
            layers[columns[route[0]] + place if place < len(route) - 1 else columns[key]][key] = []
    rows = max(map(len, layers))
    places: dict[Key, Place] = {}
    for column in range(len(layers) - 1, -1, -1):
        wishes = layers[column]
        for route in routes:
            for key, follower in pairwise(route):
                if key in wishes and follower in places:
                    wishes[key].append(places[follower][1])
        ordered = sorted(wishes, key=lambda key: -sum(wishes[key]) / max(1, len(wishes[key])))
        for row, key in enumerate(ordered):
            y = PITCH * (rows / 2 + (len(ordered) - 1) / 2 - row)
            places[key] = (WIDTH * (column + 0.5) / len(layers), y)
    return places, rows


def _draw_edge(ax: Axes, stops: Sequence[Place], half: float) -> None:
    """From the right side of a card to the left side of another, level where it passes a third."""
    (x0, y0), *bends, (x1, y1) = stops
    line = [(x0 + half, y0)]
    line += [(x + side, y) for x, y in bends for side in (-half, half)]
    ax.plot(*zip(*line, strict=True), color=style.MUTED, lw=1.3, zorder=1)
    style.arrow(ax, line[-1], (x1 - half, y1), style.MUTED, linewidth=1.3, mutation_scale=9)


def _words(steps: Sequence[Step], half: float) -> tuple[str, str]:
    """What stands before the two numbers: words, or signs where a card has no room for words."""
    longest = max(len(number(value)) for step in steps for value in (step.data, step.grad))
    return ("data ", "grad ") if (longest + 5) * LETTER <= 2 * half else ("", "∂ ")


def _draw_card(
    ax: Axes, place: Place, half: float, step: Step, name: str, words: tuple[str, str]
) -> FancyBboxPatch:
    from matplotlib.patches import FancyBboxPatch

    x, y = place
    shape = "round,pad=0,rounding_size=0.08"
    box = FancyBboxPatch((x - half, y - HEIGHT / 2), 2 * half, HEIGHT, shape, zorder=2)
    box.set(fc=style.BLUE_TINT if step.operation else style.CARD, ec=style.INK, linewidth=1.1)
    ax.add_patch(box)
    both = " = ".join(filter(None, [name, str(step.operation)]))
    title = _fitting([both or "number", name or str(step.operation)], half)
    data = [words[0] + number(step.data, digits) for digits in (3, 2, 1)]
    grad = [words[1] + number(step.grad, digits) for digits in (3, 2, 1)]
    style.write(ax, x, y + 0.22, title, fontweight="bold", zorder=3)
    style.write(ax, x, y, _fitting(data, half), color=style.BLUE, zorder=3)
    style.write(ax, x, y - 0.22, _fitting(grad, half), color=style.ORANGE, zorder=3)
    return box


def _fitting(texts: Sequence[str], half: float) -> str:
    """The first text for which a card has room, or the last."""
    return next((text for text in texts if len(text) * LETTER <= 2 * half), texts[-1])


def _draw_legend(ax: Axes) -> None:
    y = ax.get_ylim()[1] - 0.22
    look = {"ha": "left", "fontsize": style.NORMAL}
    style.write(ax, 0.1, y, "data: forwards →", color=style.BLUE, **look)
    style.write(ax, 1.75, y, "← grad ∂: backwards, from the bold frame", color=style.ORANGE, **look)


def _in_words(steps: Sequence[Step], named: Mapping[Step, str]) -> str:
    numbers = {step: f"{i}" for i, step in enumerate(steps, start=1)}
    told = []
    for step in steps:
        sources = listing(numbers[source] for source in _sources(step))
        made = f"{step.operation} of {sources}" if step.operation else ""
        title = ", ".join(filter(None, [numbers[step], named[step], made]))
        told.append(f"{title}: data {number(step.data)}, grad {number(step.grad)}.")
    return (
        f"A graph of {len(steps)} values, from left to right; arrows lead from each to what was "
        f"made of it, and the last has a bold frame. {' '.join(told)}"
    ).replace("1 values", "1 value")
