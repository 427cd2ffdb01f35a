"""A whole network: with every number of one sample on it, or only its layers and their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.wording import listing, number, plus

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
Layer = tuple[npt.ArrayLike, npt.ArrayLike, Callable[[Floats], npt.ArrayLike]]
GAP, TOP, BOTTOM = 1.85, 0.95, 0.6  # between two units of a column; above and below them
NUMBERED, MOST = 4, 6  # units of a layer that can be drawn with their weights, and without


def network(
    x: npt.ArrayLike, layers: Sequence[Layer], names: Sequence[str] | None = None
) -> Picture:
    """One sample ``x`` ``(n_in,)`` on its way through layers ``(W, b, activation)``.

    Every weight is on its edge, z and a at every unit; a unit that puts out 0 is dashed. Raises
    ``ValueError`` for more than 4 units in a layer, or more than 3 layers.
    """
    values: list[Floats] = [np.ravel(np.asarray(x, float))]
    sums: list[Floats] = []
    for W, b, activation in layers:
        sums.append(np.asarray(W, float) @ values[-1] + np.ravel(np.asarray(b, float)))
        values.append(np.ravel(np.asarray(activation(sums[-1]), float)))
    if len(layers) > 3 or max(map(len, values)) > NUMBERED:
        raise ValueError(
            f"at most 3 layers of up to {NUMBERED} units can be drawn with their numbers"
        )
    names = list(names or [f"x{i}" for i in range(1, len(values[0]) + 1)])
    figure, ax, columns = _sheet([len(value) for value in values])
    for (W, _, _), before, start, end in zip(
        layers, values[:-1], columns[:-1], columns[1:], strict=True
    ):
        _weights(ax, np.asarray(W, float), before, start, end)
    _inputs(ax, columns[0], values[0], names)
    steps = zip(layers, columns[1:], sums, values[1:], strict=True)
    for i, ((_, b, activation), places, z, a) in enumerate(steps, start=1):
        _units(ax, places, z, a, np.ravel(np.asarray(b, float)), _verb(activation))
        _caption(ax, places, "output layer" if i == len(layers) else f"hidden layer {i}")
    _caption(ax, columns[0], "input")
    told = [_inputs_in_words(values[0], names)]
    told += [
        _layer_in_words(i, layer, before, z, a, i == len(layers))
        for i, (layer, before, z, a) in enumerate(
            zip(layers, values, sums, values[1:], strict=False), start=1
        )
    ]
    return Picture(figure, " ".join(told))


def _sheet(sizes: Sequence[int]) -> tuple[Figure, Axes, list[Floats]]:
    """A canvas for so many columns of units, and the places of the units, ``(units, 2)`` each."""
    height = TOP + BOTTOM + GAP * (max(sizes) - 1) + 0.5
    figure = style.card(7, 0.7 * height)
    ax = style.canvas(figure, 10, height)
    middle = BOTTOM + (height - TOP - BOTTOM) / 2
    columns = [
        np.column_stack([np.full(n, x), middle + GAP * ((n - 1) / 2 - np.arange(n))])
        for x, n in zip(np.linspace(1.1, 8.9, len(sizes)), sizes, strict=True)
    ]
    return figure, ax, columns


def _verb(activation: object) -> str:
    return str(getattr(activation, "name", getattr(activation, "__name__", "f")))


def _weights(ax: Axes, W: Floats, values: Floats, start: Floats, end: Floats) -> None:
    """Thicker for a larger weight, dashed orange for a negative one; faint where 0 travels."""
    largest = max(float(np.abs(W).max()), 1e-9)
    along = 0.3 if len(start) > len(end) else 0.64  # where the edges lie furthest apart
    for (j, i), weight in np.ndenumerate(W):
        color = style.ORANGE if weight < 0 else style.BLUE
        line = style.DASH if weight < 0 else "-"
        width = 1 + 3 * abs(weight) / largest
        faint = 0.3 if values[i] == 0 else 1.0
        ax.plot(*zip(start[i], end[j], strict=True), color=color, lw=width, ls=line, alpha=faint)
        x, y = start[i] + along * (end[j] - start[i])
        box = {"boxstyle": "round,pad=0.18", "fc": style.CARD, "ec": color, "lw": 0.8}
        style.write(ax, x, y, number(weight), bbox=box, zorder=3)


def _inputs(ax: Axes, places: Floats, values: Floats, names: Sequence[str]) -> None:
    for (x, y), value, name in zip(places, values, names, strict=True):
        _circle(ax, x, y, number(value), style.CARD)
        style.write(ax, x, y - 0.62, name)


def _units(ax: Axes, places: Floats, z: Floats, a: Floats, b: Floats, verb: str) -> None:
    for (x, y), z_j, a_j, b_j in zip(places, z, a, b, strict=True):
        silent = number(a_j) == "0"
        _circle(ax, x, y, number(a_j), style.ORANGE_TINT if silent else style.BLUE_TINT, silent)
        style.write(ax, x, y + 0.6, f"z = {number(z_j)}")
        style.write(ax, x, y - 0.62, f"bias {number(b_j)}, {verb}", color=style.MUTED)


def _circle(ax: Axes, x: float, y: float, text: str, fill: str, dashed: bool = False) -> None:
    from matplotlib.patches import Circle

    edge = style.ORANGE if dashed else style.INK
    line = style.DASH if dashed else "-"
    ax.add_patch(Circle((x, y), 0.42, fc=fill, ec=edge, lw=1.6, ls=line, zorder=4))
    style.write(ax, x, y, text, fontsize=style.NORMAL, fontweight="bold", zorder=5)


def _caption(ax: Axes, places: Floats, text: str) -> None:
    style.write(ax, places[0, 0], ax.get_ylim()[1] - 0.2, text, fontweight="bold")


def _inputs_in_words(values: Floats, names: Sequence[str]) -> str:
    given = (f"{name} = {number(value)}" for name, value in zip(names, values, strict=True))
    return f"A network with its numbers, from left to right. Input: {listing(given)}."


def _layer_in_words(i: int, layer: Layer, before: Floats, z: Floats, a: Floats, last: bool) -> str:
    W, b, activation = layer
    rows = zip(np.asarray(W, float), np.ravel(np.asarray(b, float)), z, a, strict=True)
    units = (
        f"{_sum_in_words(w, before, b_j)} = {number(z_j)}, {_verb(activation)} gives {number(a_j)}"
        for w, b_j, z_j, a_j in rows
    )
    return f"{'Output layer' if last else f'Hidden layer {i}'}: {'; '.join(units)}."


def _sum_in_words(w: Floats, before: Floats, b: float) -> str:
    products = (f"{number(w_i)}·{number(x_i)}" for w_i, x_i in zip(w, before, strict=True))
    return plus([*products, number(b)])


def network_shape(sizes: Sequence[int]) -> Picture:
    """The columns of a network, from ``sizes[0]`` inputs to its outputs, with the names of all.

    A layer of more than 6 units is drawn as 5 and its number. Raises ``ValueError`` for fewer
    than 2 or more than 5 columns.
    """
    if not 2 <= len(sizes) <= 5:
        raise ValueError(f"2 to 5 columns can be drawn; got {len(sizes)}")
    drawn = [min(n, 5 if n > MOST else n) for n in sizes]
    height = 2.6 + 0.8 * max(drawn)
    figure = style.card(7, 0.7 * height)
    ax = style.canvas(figure, 10, height)
    middle = 1.4 + 0.4 * max(drawn)
    columns = [
        np.column_stack([np.full(n, x), middle + 0.8 * ((n - 1) / 2 - np.arange(n))])
        for x, n in zip(np.linspace(1.3, 8.7, len(sizes)), drawn, strict=True)
    ]
    for start, end in pairwise(columns):
        for one in start:
            for other in end:
                ax.plot(*zip(one, other, strict=True), color=style.FAINT, lw=1, zorder=0)
    for i, (places, n) in enumerate(zip(columns, sizes, strict=True)):
        _column(ax, places, n, _title(i, len(sizes)), is_input=i == 0)
    _depth(ax, columns)
    return Picture(figure, _shape_in_words(sizes))


def _title(i: int, columns: int) -> str:
    if i == 0:
        return "input\n(computes nothing)"
    return "output\nlayer" if i == columns - 1 else f"hidden\nlayer {i}"


def _column(ax: Axes, places: Floats, n: int, title: str, is_input: bool) -> None:
    shape, fill = ("s", style.CARD) if is_input else ("o", style.BLUE_TINT)
    edge = style.MUTED if is_input else style.BLUE
    for k, (x, y) in enumerate(places):
        if n > len(places) and k == len(places) - 2:
            ax.plot(x, y, "o", color=style.CARD, ms=17, zorder=1)
            style.write(ax, x, y, "⋮", fontsize=style.LARGE)
        else:
            ax.plot(x, y, shape, color=fill, mec=edge, mew=1.6, ms=17)
    top = places[0, 1] + 0.75
    style.write(ax, places[0, 0], top, title, fontweight="bold")
    word = ("input" if is_input else "unit") + "s" * (n != 1)
    style.write(ax, places[0, 0], places[-1, 1] - 0.6, f"{n} {word}")


def _depth(ax: Axes, columns: Sequence[Floats]) -> None:
    left, right = columns[1][0, 0] - 0.5, columns[-1][0, 0] + 0.5
    style.arrow(ax, (left, 0.5), (right, 0.5), style.MUTED)
    layers = len(columns) - 1
    words = f"depth: {layers} layer" + "s" * (layers != 1)
    style.write(ax, (left + right) / 2, 0.2, words)


def _shape_in_words(sizes: Sequence[int]) -> str:
    hidden = [f"hidden layer {i} with {n} units" for i, n in enumerate(sizes[1:-1], start=1)]
    parts = [*hidden, f"the output layer with {sizes[-1]}"]
    return (
        f"A fully connected network: {sizes[0]} inputs, drawn as squares, which compute nothing; "
        f"then, as circles, {listing(parts)}. Every unit is joined to every unit of the column "
        f"before it. The depth is {len(sizes) - 1}."
    )
