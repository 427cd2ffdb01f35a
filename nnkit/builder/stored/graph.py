"""The network: a column for each layer, a line for each weight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnkit.builder.columns import Column
from nnkit.builder.layout import Layout
from nnkit.builder.stored.drawing import caption, element, mixed, number
from nnkit.figures.style import BLUE, CARD, INK, MUTED, ORANGE
from nnkit.nn import Array

MOST = 16  # units of a column that are drawn one by one
LETTER = 6.0  # pixels of a small letter, about
LEVELS = 5  # widths of a line
WIDEST = 48.0  # between two units
FAINTEST = 0.04  # of the largest weight of the layer: thinner ones would only blur


@dataclass(frozen=True)
class Stack:
    """A column of the picture: its place, its units from top to bottom, and what is written."""

    x: float
    ys: list[float]
    count: int
    below: tuple[str, ...]
    names: tuple[str, ...] = ()
    biases: Array | None = None

    @property
    def whole(self) -> bool:
        """Whether each unit is drawn; else a box stands for them all."""
        return len(self.ys) == self.count


def network(layout: Layout, x: float, y: float, width: float, height: float) -> str:
    """The picture of the network in this rectangle."""
    stacks = _stacks(layout, x, y, width, height)
    layers = layout.trainer.network.layers
    lines = [
        _edges(layers[column.index].params["W"], start, end)
        for column, (start, end) in zip(layout.dense, pairwise(stacks), strict=True)
    ]
    return "".join([*lines, *(_units(stack, i == 0) for i, stack in enumerate(stacks))])


def _stacks(layout: Layout, x: float, y: float, width: float, height: float) -> list[Stack]:
    labels = layout.trainer.data.inputs.labels if layout.n_in <= MOST else ()
    left = 26 + LETTER * max((len(_short(name)) for name in labels), default=0)
    classes = layout.trainer.train.classes if layout.trainer.train.task == "classes" else ()
    right = 24 + LETTER * max((len(_short(name)) for name in classes), default=0)
    xs = np.linspace(x + left, x + width - right, len(layout.dense) + 1)
    stacks = [
        Stack(
            float(xs[0]),
            _places(layout.n_in, y, height),
            layout.n_in,
            ("inputs",),
            labels,
        )
    ]
    for at, column in zip(xs[1:], layout.dense, strict=True):
        b = layout.trainer.network.layers[column.index].params.get("b")
        names = classes if column.output else ()
        stacks.append(
            Stack(
                float(at),
                _places(column.units, y, height),
                column.units,
                _below(layout, column),
                names,
                b,
            )
        )
    return stacks


def _below(layout: Layout, column: Column) -> tuple[str, ...]:
    """Its activation, and the layers without weights of their own that follow it."""
    first = "output" if column.output else column.activation
    after = [
        c.kind.replace("_", " ")
        for c in layout.columns
        if c.kind != "dense" and c.nth == column.nth
    ]
    return (first, *(f"+ {kind}" for kind in after))


def _places(units: int, y: float, height: float) -> list[float]:
    if units > MOST:
        return [y + height / 2]
    gap = min(WIDEST, height / max(units, 1))
    top = y + height / 2 - gap * (units - 1) / 2
    return [top + gap * i for i in range(units)]


def _edges(W: Array, start: Stack, end: Stack) -> str:
    """All lines of one sign and one width are one path: blue, or orange and dashed."""
    W = np.nan_to_num(np.asarray(W, dtype=float), nan=0.0, posinf=0.0, neginf=0.0)
    if not start.whole:  # one line a unit: the largest of its weights
        largest_in_row = np.abs(W).argmax(axis=1)
        W = W[np.arange(len(W)), largest_in_row][:, np.newaxis]
    largest = float(np.abs(W).max(initial=0.0)) or 1.0
    paths: dict[tuple[bool, int], list[str]] = defaultdict(list)
    for (j, i), w in np.ndenumerate(W):
        share = abs(w) / largest
        if share >= FAINTEST:
            path = f"M{number(start.x)} {number(start.ys[i])}L{number(end.x)} {number(end.ys[j])}"
            paths[bool(w < 0), min(int(share * LEVELS), LEVELS - 1)].append(path)
    return "".join(_path(*key, "".join(lines)) for key, lines in sorted(paths.items()))


def _path(negative: bool, level: int, lines: str) -> str:
    share = (level + 0.5) / LEVELS
    look: dict[str, object] = {
        "fill": "none",
        "stroke": ORANGE if negative else BLUE,
        "stroke_width": f"{0.6 + 3 * share:.1f}",
        "stroke_opacity": f"{0.3 + 0.6 * share:.2f}",
    }
    if negative:
        look["stroke_dasharray"] = "4 2.2"
    return element("path", d=lines, **look)


def _units(stack: Stack, inputs: bool) -> str:
    gap = stack.ys[1] - stack.ys[0] if len(stack.ys) > 1 else WIDEST
    radius = min(12.0, 0.36 * gap)
    drawn = [_unit(stack, i, radius, inputs) for i in range(len(stack.ys))]
    low = stack.ys[-1] + (radius if stack.whole else 40)
    drawn += [
        caption(stack.x, low + 14 + 12 * i, word, text_anchor="middle")
        for i, word in enumerate(stack.below)
    ]
    away, anchor = (-radius - 4, "end") if inputs else (radius + 4, "start")
    drawn += [
        caption(stack.x + away, y + 3.5, _short(name), text_anchor=anchor)
        for name, y in zip(stack.names, stack.ys, strict=False)
    ]
    return "".join(drawn)


def _unit(stack: Stack, i: int, radius: float, inputs: bool) -> str:
    y = stack.ys[i]
    if not stack.whole:
        box = element(
            "rect", x=stack.x - 13, y=y - 36, width=26, height=72, rx=4, fill=CARD, stroke=MUTED
        )
        return box + caption(stack.x, y + 3.5, str(stack.count), text_anchor="middle", fill=INK)
    if inputs:
        side = 1.7 * radius
        return element(
            "rect", x=stack.x - side / 2, y=y - side / 2, width=side, height=side, fill=CARD,
            stroke=MUTED,
        )  # fmt: skip
    return element("circle", cx=stack.x, cy=y, r=radius, fill=_tint(stack, i), stroke=INK)


def _tint(stack: Stack, i: int) -> str:
    """The bias: blue above 0, orange below, against the largest of the layer."""
    if stack.biases is None or not np.isfinite(stack.biases).all():
        return CARD
    largest = float(np.abs(stack.biases).max(initial=0.0)) or 1.0
    b = float(stack.biases[i])
    return mixed(ORANGE if b < 0 else BLUE, round(0.5 * abs(b) / largest, 1))


def _short(name: str) -> str:
    return name if len(name) <= 14 else name[:13] + "…"
