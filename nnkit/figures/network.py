"""A whole network: with every number of one sample on it, or only its layers and their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.sheet import SHARPNESS
from nnkit.figures.wording import listing, number, plus

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
Layer = tuple[npt.ArrayLike, npt.ArrayLike, Callable[[Floats], npt.ArrayLike]]
Dense = Callable[[Floats, Floats, Floats], Floats]  # x (n_in,), W and b in; z (n_out,) out
GAP, TOP, BOTTOM = 1.85, 0.95, 0.6  # between two units of a column; above and below them
NUMBERED, MOST = 4, 6  # units of a layer that can be drawn with their weights, and without


def _dense(x: Floats, W: Floats, b: Floats) -> Floats:
    return W @ x + b


@remembered
def network(
    x: npt.ArrayLike,
    layers: Sequence[Layer],
    names: Sequence[str] | None = None,
    *,
    steps: int | None = None,
    dense: Dense = _dense,
    quick: bool = False,
    used: Picture | None = None,
) -> Picture:
    """One sample ``x`` ``(n_in,)`` on its way through layers ``(W, b, activation)``.

    Every weight is on its edge, z and a at every unit; a unit that puts out 0 is dashed. After so
    many ``steps`` only: each layer takes two, z (by ``dense``) and then a. ``quick`` is for
    redrawing, on a ``used`` quick picture of a network of these sizes if there is one. Raises
    ``ValueError`` for more than 4 units in a layer, or more than 3 layers.
    """
    steps = 2 * len(layers) if steps is None else steps
    sizes = [np.size(x), *(len(np.ravel(np.asarray(b))) for _, b, _ in layers)]
    if len(layers) > 3 or max(sizes) > NUMBERED:
        raise ValueError(
            f"at most 3 layers of up to {NUMBERED} units can be drawn with their numbers"
        )
    values, sums = passed(x, layers, steps, dense)
    names = list(names or [f"x{i}" for i in range(1, len(values[0]) + 1)])
    figure, ax, columns = _sheet(sizes, used)
    if quick and used is None:  # no layout to find, and fewer pixels
        figure.set_layout_engine("none")
        figure.set_dpi(SHARPNESS * style.PIXELS_PER_INCH)
        ax.set_position((0, 0, 1, 1))
    for i, (W, b, activation) in enumerate(layers):
        before = values[i] if i < len(values) else None
        z = sums[i] if i < len(sums) else None
        a = values[i + 1] if i + 1 < len(values) else None
        _weights(ax, np.asarray(W, float), before, *columns[i : i + 2])
        _units(ax, columns[i + 1], z, a, np.ravel(np.asarray(b, float)), _verb(activation))
        _caption(ax, columns[i + 1], _layer_name(i, layers).lower())
    _inputs(ax, columns[0], values[0], names)
    _caption(ax, columns[0], "input")
    told = [_inputs_in_words(values[0], names)]
    for i, layer in enumerate(layers[: len(sums)]):
        a = values[i + 1] if i + 1 < len(values) else None
        told.append(f"{_layer_name(i, layers)}: {_layer_in_words(layer, values[i], sums[i], a)}.")
    told += [
        f"{_layer_name(i, layers)}: {sizes[i + 1]} units, still without numbers.".replace(
            "1 units", "1 unit"
        )
        for i in range(len(sums), len(layers))
    ]
    return Picture(figure, " ".join(told))


def passed(
    x: npt.ArrayLike, layers: Sequence[Layer], steps: int, dense: Dense = _dense
) -> tuple[list[Floats], list[Floats]]:
    """After so many half steps: ``x`` and the activations so far, and the sums so far."""
    values: list[Floats] = [np.ravel(np.asarray(x, float))]
    sums: list[Floats] = []
    for i, (W, b, activation) in enumerate(layers):
        if steps > 2 * i:
            sums.append(dense(values[-1], np.asarray(W, float), np.ravel(np.asarray(b, float))))
        if steps > 2 * i + 1:
            values.append(np.ravel(np.asarray(activation(sums[-1]), float)))
    return values, sums


def _layer_name(i: int, layers: Sequence[Layer]) -> str:
    return "Output layer" if i == len(layers) - 1 else f"Hidden layer {i + 1}"


def _sheet(sizes: Sequence[int], used: Picture | None) -> tuple[Figure, Axes, list[Floats]]:
    """A canvas for so many columns of units, and the places of the units, ``(units, 2)`` each."""
    height = TOP + BOTTOM + GAP * (max(sizes) - 1) + 0.5
    figure = style.card(7, 0.7 * height) if used is None else used.figure
    ax = style.canvas(figure, 10, height) if used is None else _wiped(figure.axes[0])
    middle = BOTTOM + (height - TOP - BOTTOM) / 2
    columns = [
        np.column_stack([np.full(n, x), middle + GAP * ((n - 1) / 2 - np.arange(n))])
        for x, n in zip(np.linspace(1.1, 8.9, len(sizes)), sizes, strict=True)
    ]
    return figure, ax, columns


def _wiped(ax: Axes) -> Axes:
    for drawn in (*ax.lines, *ax.patches, *ax.texts):
        drawn.remove()
    return ax


def _verb(activation: object) -> str:
    return str(getattr(activation, "name", getattr(activation, "__name__", "f")))


def _weights(ax: Axes, W: Floats, values: Floats | None, start: Floats, end: Floats) -> None:
    """Thicker for a larger weight, dashed orange for a negative one; faint where 0 travels."""
    largest = max(float(np.abs(W).max()), 1e-9)
    along = 0.3 if len(start) > len(end) else 0.64  # where the edges lie furthest apart
    for (j, i), weight in np.ndenumerate(W):
        color = style.ORANGE if weight < 0 else style.BLUE
        line = style.DASH if weight < 0 else "-"
        width = 1 + 3 * abs(weight) / largest
        faint = 0.3 if values is not None and values[i] == 0 else 1.0
        ax.plot(*zip(start[i], end[j], strict=True), color=color, lw=width, ls=line, alpha=faint)
        x, y = start[i] + along * (end[j] - start[i])
        box = {"boxstyle": "round,pad=0.18", "fc": style.CARD, "ec": color, "lw": 0.8}
        style.write(ax, x, y, number(weight), bbox=box, zorder=3)


def _inputs(ax: Axes, places: Floats, values: Floats, names: Sequence[str]) -> None:
    for (x, y), value, name in zip(places, values, names, strict=True):
        _circle(ax, x, y, number(value), style.CARD)
        style.write(ax, x, y - 0.62, name)


def _units(
    ax: Axes, places: Floats, z: Floats | None, a: Floats | None, b: Floats, verb: str
) -> None:
    """Empty without ``z``; "z = …" above, and ``a`` inside, as far as there is one."""
    for j, (x, y) in enumerate(places):
        said = "" if a is None else number(a[j])
        fill = style.CARD if a is None else style.ORANGE_TINT if said == "0" else style.BLUE_TINT
        _circle(ax, x, y, said, fill, said == "0")
        if z is not None:
            style.write(ax, x, y + 0.6, f"z = {number(z[j])}")
        style.write(ax, x, y - 0.62, f"bias {number(b[j])}, {verb}", color=style.MUTED)


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


def _layer_in_words(layer: Layer, before: Floats, z: Floats, a: Floats | None) -> str:
    W, b, activation = layer
    units = [
        f"{sum_in_words(w, before, b_j)} = {number(z_j)}"
        for w, b_j, z_j in zip(np.asarray(W, float), np.ravel(np.asarray(b, float)), z, strict=True)
    ]
    if a is not None:
        gives = f"{_verb(activation)} gives"
        units = [f"{unit}, {gives} {number(a_j)}" for unit, a_j in zip(units, a, strict=True)]
    return "; ".join(units)


def sum_in_words(w: Floats, before: Floats, b: float) -> str:
    """``w·x + b`` with its numbers: 0.2·1 − 0.1·2 + 0.1."""
    products = (f"{number(w_i)}·{number(x_i)}" for w_i, x_i in zip(w, before, strict=True))
    return plus([*products, number(b)])


@remembered
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
