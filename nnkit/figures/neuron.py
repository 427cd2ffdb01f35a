"""One neuron: the living one above the artificial one, and the artificial one with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import listing, number, plus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
ROWS = (2.15, 1.3, 0.45)  # heights at which three inputs arrive
ARRIVE, SYNAPSE, DENDRITE, SOMA, HILLOCK, END = 0.75, 2.45, 3.75, 5.2, 6.75, 9.1


@remembered
def neuron_analogy() -> Picture:
    """A living neuron above an artificial one, part above part."""
    figure = style.card(7, 4.7)
    ax = style.canvas(figure, 10, 6.7)
    for x, low in ((SYNAPSE, 2.4), (SOMA, 1.95), (HILLOCK, 1.6)):
        ax.plot([x, x], [low, 4.6], color=style.MUTED, lw=0.9, ls=":", zorder=0)
    _living(ax, 3.5)
    _artificial(ax, 0.3)
    return Picture(figure, _ANALOGY)


_ANALOGY = (
    "Two neurons, one above the other, matched part by part with dotted lines. Above, the living "
    "one: signals from 3 other neurons arrive at synapses, which weigh them; branched dendrites "
    "receive them; the round soma sums them up; where the axon begins, a threshold decides; the "
    "axon sends the spike on to the right. Below, the artificial one: 3 inputs x1, x2, x3, each "
    "multiplied by its weight w1, w2, w3; a circle adds them and the bias b to z; a box applies "
    "the activation f; the output is a = f(z)."
)


def _living(ax: Axes, base: float) -> None:
    middle = base + ROWS[1]
    for row in ROWS:
        _dendrite(ax, base + row, middle)
    ax.plot([SOMA, 7.6], [middle] * 2, color=style.BLUE, lw=5, solid_capstyle="round")
    for rise in (0.6, 0, -0.6):
        _branch(ax, (7.6, middle), (END, middle + rise), 2.5)
        ax.plot(END, middle + rise, "o", color=style.BLUE, ms=7)
    ax.plot(SOMA, middle, "o", color=style.BLUE_TINT, mec=style.BLUE, mew=2.5, ms=52)
    ax.plot(SOMA, middle, "o", color=style.BLUE, alpha=0.35, ms=17)
    ax.plot(HILLOCK, middle, "D", color=style.INK, ms=9)
    _captions(ax, base + 2.55, _LIVING)


def _dendrite(ax: Axes, height: float, middle: float) -> None:
    """Another neuron's signal, the synapse where it arrives, and the dendrite from there."""
    ax.plot([0.3, SYNAPSE], [height] * 2, color=style.MUTED, lw=2)
    _branch(ax, (SOMA, middle), (SYNAPSE, height), 3.5)
    for x, share, rise in ((3.45, 0.3, 0.26), (3.15, 0.16, -0.2)):
        fork = height + share * (middle - height)
        ax.plot([x, x - 0.42], [fork, fork + rise], color=style.BLUE, lw=1.8, zorder=1)
    ax.plot(SYNAPSE, height, "o", color=style.ORANGE, mec=style.CARD, ms=12)


_LIVING = (
    (ARRIVE, "other neurons\nsend"),
    (SYNAPSE, "synapses\nweigh"),
    (DENDRITE, "dendrites\nreceive"),
    (SOMA, "soma\nsums up"),
    (HILLOCK, "threshold\ndecides"),
    (8.4, "axon\nsends on"),
)
_ARTIFICIAL = (
    (ARRIVE, "inputs"),
    (SYNAPSE, "weights"),
    (SOMA, "weighted sum"),
    (HILLOCK, "activation"),
    (8.4, "output"),
)


def _captions(ax: Axes, y: float, captions: tuple[tuple[float, str], ...]) -> None:
    for x, text in captions:
        style.write(ax, x, y, text, va="bottom", fontweight="bold")


def _branch(ax: Axes, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
    """A smooth curve that leaves and arrives level."""
    t = np.linspace(0, 1, 30)
    rise = t * t * (3 - 2 * t)
    x, y = start[0] + t * (end[0] - start[0]), start[1] + rise * (end[1] - start[1])
    ax.plot(x, y, color=style.BLUE, lw=width, solid_capstyle="round", zorder=1)


def _artificial(ax: Axes, base: float) -> None:
    middle = base + ROWS[1]
    for i, row in enumerate(ROWS, start=1):
        height = base + row
        ax.plot([ARRIVE, SYNAPSE, SOMA], [height, height, middle], color=style.BLUE, lw=2, zorder=1)
        _node(ax, ARRIVE, height, f"x{i}", style.CARD)
        _node(ax, SYNAPSE, height, f"w{i}", style.ORANGE_TINT, style.ORANGE)
    ax.plot([SOMA, 7.75], [middle] * 2, color=style.BLUE, lw=2, zorder=1)
    _node(ax, SOMA, middle, "Σ + b", style.BLUE_TINT, size=46)
    _node(ax, HILLOCK, middle, "f", style.CARD, style.INK, shape="s", size=28)
    style.write(ax, 6.05, middle + 0.22, "z")
    style.write(ax, 8.4, middle, "a = f(z)", fontsize=style.NORMAL)
    _captions(ax, base - 0.3, _ARTIFICIAL)


def _node(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    fill: str,
    edge: str = style.BLUE,
    shape: str = "o",
    size: float = 27,
) -> None:
    ax.plot(x, y, shape, color=fill, mec=edge, mew=1.8, ms=size, zorder=2)
    style.write(ax, x, y, text, zorder=3)


@remembered
def neuron_diagram(
    x: npt.ArrayLike,
    w: npt.ArrayLike,
    b: float,
    activation: Callable[[float], float],
    names: Sequence[str] | None = None,
) -> Picture:
    """One sample ``x`` ``(n_in,)`` on its way through one neuron: ``a = f(w·x + b)``.

    Raises ``ValueError`` where ``x`` and ``w`` differ in length or there are more than 8 inputs.
    """
    x, w = np.ravel(np.asarray(x, float)), np.ravel(np.asarray(w, float))
    if x.size != w.size or not 1 <= x.size <= 8:
        raise ValueError(f"one weight per input, 1 to 8 of them; got {x.size} and {w.size}")
    names = list(names or [f"x{i}" for i in range(1, x.size + 1)])
    z = float(x @ w + b)
    a = float(activation(z))
    verb = str(getattr(activation, "name", getattr(activation, "__name__", "f")))
    rows = max(x.size, 2)
    figure = style.card(7, 0.5 + 0.7 * rows)
    ax = style.canvas(figure, 10, 0.45 + rows)
    _inputs(ax, x, w, names)
    _outputs(ax, z, b, a, verb)
    return Picture(figure, _flow(x, w, b, z, a, verb, names))


def _inputs(ax: Axes, x: Floats, w: Floats, names: Sequence[str]) -> None:
    """Each input with its edge: thicker for a larger |weight|, dashed orange for a negative one."""
    top = ax.get_ylim()[1]
    middle = (top - 0.45) / 2
    largest = max(np.abs(w[np.isfinite(w)]).max(initial=0.0), 1e-9)
    for i, (value, weight) in enumerate(zip(x, w, strict=True)):
        height = middle + (x.size - 1) / 2 - i
        negative = weight < 0
        color = style.ORANGE if negative else style.BLUE
        width = 1 + 4 * min(abs(np.nan_to_num(weight)) / largest, 1)
        line = style.DASH if negative else "-"
        ax.plot([1.9, 6.1], [height, middle], color=color, lw=width, ls=line, zorder=1)
        _node(ax, 1.9, height, number(value), style.CARD, style.INK, size=34)
        style.write(ax, 1.4, height, names[i], ha="right")
        _product(ax, (3.75, height + (middle - height) * 0.44), value, weight, color)
    _captions(ax, top - 0.22, _STAGES)


_STAGES = (
    (1.9, "input"),
    (3.75, "× weight"),
    (6.1, "sum + bias"),
    (8.0, "activation"),
    (9.45, "output"),
)


def _product(ax: Axes, at: tuple[float, float], value: float, weight: float, color: str) -> None:
    box = {"boxstyle": "round,pad=0.25", "fc": style.CARD, "ec": color}
    text = f"× {number(weight)} = {number(value * weight)}"
    style.write(ax, *at, text, bbox=box, zorder=3)


def _outputs(ax: Axes, z: float, b: float, a: float, verb: str) -> None:
    middle = (ax.get_ylim()[1] - 0.45) / 2
    ax.plot([6.1, 9.5], [middle] * 2, color=style.INK, lw=2, zorder=1)
    _node(ax, 6.1, middle, f"z = {number(z)}", style.BLUE_TINT, style.INK, size=64)
    style.write(ax, 6.1, middle - 0.72, f"bias {number(b)}", va="top")
    box = {"boxstyle": "square,pad=0.5", "fc": style.CARD, "ec": style.INK}
    style.write(ax, 8.0, middle, verb, bbox=box, zorder=3)
    output = {"boxstyle": "round,pad=0.3", "fc": style.CARD, "ec": "none"}
    style.write(
        ax, 9.45, middle, number(a), bbox=output, fontsize=style.LARGE, fontweight="bold", zorder=3
    )


def _flow(
    x: Floats, w: Floats, b: float, z: float, a: float, verb: str, names: Sequence[str]
) -> str:
    edges = (
        f"{name} = {number(value)} times {number(weight)} is {number(value * weight)}"
        for name, value, weight in zip(names, x, w, strict=True)
    )
    total = plus([*(number(value) for value in x * w), number(b)])
    return (
        f"A neuron with its numbers. {listing(edges)}. Summed with the bias: "
        f"{total} = {number(z)}. Through {verb} the output is {number(a)}."
    )
