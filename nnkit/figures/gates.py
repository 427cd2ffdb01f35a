"""Logic gates as points in the plane, and the three neurons that solve XOR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import plane, style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import line_equation, listing, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Neuron = tuple[npt.ArrayLike, float]  # (w, b)

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
OR: Neuron = ((1, 1), -0.5)
NAND: Neuron = ((-1, -1), 1.5)
AND: Neuron = ((1, 1), -1.5)


@remembered
def gates(lines: Mapping[str, Neuron] | None = None) -> Picture:
    """AND, OR, NAND and XOR side by side, each with its line where ``lines`` has one."""
    lines = lines or {}
    figure = style.card(7, 2.35)
    told = [
        _gate(ax, name, lines.get(name))
        for ax, name in zip(style.panels(figure, 4), GATES, strict=True)
    ]
    return Picture(figure, "Inputs x1 and x2, either 0 or 1. " + " ".join(told))


def _gate(ax: Axes, name: str, neuron: Neuron | None) -> str:
    y = np.array(GATES[name])
    _corners_only(ax)
    told = (
        f"{name}: blue circles (1) at {_listed(y == 1)}, orange squares (0) at {_listed(y == 0)}."
    )
    if neuron is not None:
        w, b = np.asarray(neuron[0], float), float(neuron[1])
        wrong = plane.on_wrong_side(CORNERS, y, w, b)
        plane.shade(ax, w, b)
        plane.line(ax, w, b)
        plane.ring(ax, wrong)
        name = f"{name}: {4 - len(wrong)} of 4"
        told += f" The line {_equation(w, b)} gets {4 - len(wrong)} of 4 right."
    plane.points(ax, CORNERS, y)
    style.headline(ax, name)
    return told


def _corners_only(ax: Axes, names: tuple[str, str] = ("x1", "x2")) -> None:
    plane.frame(ax, CORNERS)
    ax.set(xticks=[0, 1], yticks=[0, 1])
    style.name_axes(ax, *names)


def _listed(chosen: npt.NDArray[np.bool_]) -> str:
    return listing(vector(corner) for corner in CORNERS[chosen])


def _equation(w: npt.ArrayLike, b: float, names: tuple[str, str] = ("x1", "x2")) -> str:
    return line_equation(w, b, names) if plane.drawable(w, b) else f"that w = {vector(w)} lacks"


@remembered
def xor_solution(first: Neuron = OR, second: Neuron = NAND, output: Neuron = AND) -> Picture:
    """XOR by three threshold neurons: two lines cut the inputs, a third cuts their answers."""
    w = np.array([first[0], second[0]], dtype=float)
    hidden = (w @ CORNERS.T + np.array([[first[1]], [second[1]]]) >= 0).T.astype(float)
    out = np.asarray(output[0], float), float(output[1])
    figure = style.card(7, 3.8)
    left, right = style.panels(figure, 2)
    _input_plane(left, first, second)
    _hidden_plane(right, hidden, *out)
    right_ones = int(((hidden @ out[0] + out[1] >= 0) == GATES["XOR"]).sum())
    moves = (f"{vector(x)} moves to {vector(h)}" for x, h in zip(CORNERS, hidden, strict=True))
    return Picture(
        figure,
        f"Left, the inputs: the line {_equation(*first)} of h1 and, dashed, the line "
        f"{_equation(*second)} of h2; where both say 1 the plane is blue. Right, the same four "
        f"points as h1 and h2 see them: {listing(moves)}. There the line "
        f"{_equation(*out, ('h1', 'h2'))} gets {right_ones} of 4 right.",
    )


def _input_plane(ax: Axes, first: Neuron, second: Neuron) -> None:
    _corners_only(ax)
    both = np.linspace(*ax.get_xlim(), 300)
    x, y = np.meshgrid(both, both)
    z = [np.asarray(n[0], float) @ [x.ravel(), y.ravel()] + n[1] for n in (first, second)]
    band = np.minimum(*z).reshape(x.shape)
    tints = [style.ORANGE_TINT, style.BLUE_TINT]
    reach = float(np.abs(band).max()) + 1
    ax.contourf(x, y, band, levels=[-reach, 0, reach], colors=tints, zorder=0)
    for name, (w, b), dashed in (("h1", first, False), ("h2", second, True)):
        plane.line(ax, np.asarray(w, float), b, dashed=dashed)
        plane.sides(ax, np.asarray(w, float), b, (f"{name} = 0", ""))
    plane.points(ax, CORNERS, np.array(GATES["XOR"]))
    style.headline(ax, "two neurons, two lines")


def _hidden_plane(ax: Axes, hidden: Floats, w: Floats, b: float) -> None:
    _corners_only(ax, ("h1", "h2"))
    plane.shade(ax, w, b)
    plane.line(ax, w, b)
    plane.points(ax, hidden, np.array(GATES["XOR"]))
    for place in np.unique(hidden, axis=0):
        guests = [vector(x) for x in CORNERS[(hidden == place).all(axis=1)]]
        offset, va = ((0, 8), "bottom") if place[1] else ((0, -8), "top")
        style.note(ax, place[0], place[1], "\n".join(guests), offset, va=va)
    style.headline(ax, "the third neuron's view")
