"""What the network answers over the plane, with the points; and how its loss fell."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from nnkit.builder import maps
from nnkit.builder.layout import Layout
from nnkit.builder.stored.drawing import CLASSES, POINT, caption, element, mixed, number, polyline
from nnkit.figures.style import BLUE, CARD, FAINT, INK, MUTED, ORANGE

STEPS = 8  # of colour between one end and the other
STRENGTH = 0.45
FLOOR = 1e-8  # of a loss on a logarithmic axis
CURVES = (("training", 1, BLUE, ""), ("validation", 2, ORANGE, "5 3"))


def region(layout: Layout, x: float, y: float, side: float) -> str:
    """The decision region with the points in it; empty where the data has no plane."""
    plane = layout.plane
    if plane is None:
        return ""
    task, (low, high) = layout.trainer.train.task, layout.target_range
    outputs = maps.outputs(layout.trainer.network.layers, plane.large)[-1]
    cells = maps.region(outputs, task, low, high).reshape(maps.REGION, maps.REGION)
    frame = element("rect", x=x, y=y, width=side, height=side, fill="none", stroke=FAINT)
    a, b = plane.labels
    names = caption(x + side / 2, y + side + 14, a, text_anchor="middle")
    names += caption(x, y - 6, b)
    return _cells(cells, task, x, y, side) + frame + _points(layout, x, y, side) + names


def _cells(cells: maps.Bytes, task: str, x: float, y: float, side: float) -> str:
    """Cells of one colour are one path, neighbours in a row one rectangle of it."""
    size = side / len(cells)
    paths: dict[str, list[str]] = defaultdict(list)
    for row, values in enumerate(cells):
        colours = [_colour(int(value), task) for value in values]
        start = 0
        for end in range(1, len(colours) + 1):
            if end == len(colours) or colours[end] != colours[start]:
                place = f"M{number(x + start * size)} {number(y + row * size)}"
                width = number((end - start) * size)
                paths[colours[start]].append(f"{place}h{width}v{number(size)}h-{width}z")
                start = end
    return "".join(element("path", d="".join(paths[c]), fill=c) for c in sorted(paths))


def _colour(value: int, task: str) -> str:
    if task == "classes":
        winner, sure = divmod(value, 16)
        return mixed(CLASSES[winner % len(CLASSES)], 0.15 + STRENGTH * (sure // 4) / 4)
    step = round((value / 255 * 2 - 1) * STEPS / 2) / (STEPS / 2)
    return mixed(BLUE if step > 0 else ORANGE, STRENGTH * abs(step))


def _points(layout: Layout, x: float, y: float, side: float) -> str:
    """Filled: training; rings: validation. Class 1 is round, class 0 square, as in every figure."""
    assert layout.plane is not None
    low, high = np.array(layout.plane.low), np.array(layout.plane.high)
    drawn = []
    for a, b, target, held_out in layout.points.astype(float):
        across, up = (np.array([a, b]) - low) / (high - low)
        colour, square = _of_target(layout, target)
        look = {"fill": CARD, "stroke": colour} if held_out else {"fill": colour, "stroke": CARD}
        drawn.append(_mark(x + across * side, y + (1 - up) * side, square, look))
    return f'<g stroke-width="0.9">{"".join(drawn)}</g>'


def _mark(x: float, y: float, square: bool, look: dict[str, str]) -> str:
    if square:
        left, top, side = float(x - POINT), float(y - POINT), 2 * POINT
        return element("rect", x=left, y=top, width=side, height=side, **look)
    return element("circle", cx=float(x), cy=float(y), r=POINT + 0.2, **look)


def _of_target(layout: Layout, target: float) -> tuple[str, bool]:
    task, (low, high) = layout.trainer.train.task, layout.target_range
    if task == "regression":
        share = 2 * (target - low) / ((high - low) or 1) - 1
        return mixed(BLUE if share > 0 else ORANGE, 0.25 + 0.75 * round(abs(share), 1)), False
    return CLASSES[int(target) % len(CLASSES)], target == 0


def curves(layout: Layout, x: float, y: float, width: float, height: float) -> str:
    """Training and validation loss over the epochs, the loss on a logarithmic axis."""
    rows = layout.trainer.history.rows
    seen = rows[:, 1:3][np.isfinite(rows[:, 1:3])]
    if len(rows) < 2 or not len(seen):
        return caption(x, y + 20, "no epoch yet: train first")
    low, high = (math.log10(max(float(v), FLOOR)) for v in (seen.min(), seen.max()))
    low, high = (low, high) if high - low > 0.1 else (low - 0.05, high + 0.05)
    last = float(rows[-1, 0]) or 1.0

    def place(epoch: float, loss: float) -> tuple[float, float]:
        up = (math.log10(max(loss, FLOOR)) - low) / (high - low)
        return x + width * epoch / last, y + height * (1 - up)

    drawn = [c for c in CURVES if np.isfinite(rows[:, c[1]]).any()]
    lines = [
        polyline(
            [place(e, v) for e, v in rows[:, (0, column)] if math.isfinite(v)],
            stroke=colour,
            **({"stroke_dasharray": dash} if dash else {}),
        )
        for _, column, colour, dash in drawn
    ]
    axes = _axes(x, y, width, height, (10**low, 10**high), int(last))
    return axes + _legend(x + width, y - 6, drawn) + "".join(lines)


def _axes(
    x: float, y: float, width: float, height: float, ends: tuple[float, float], last: int
) -> str:
    line = polyline(
        [(x, y), (x, y + height), (x + width, y + height)], stroke=MUTED, stroke_width=1
    )
    drawn = [line]
    for at, value in ((y + height, ends[0]), (y + 8, ends[1])):
        drawn.append(caption(x - 5, at, f"{value:.2g}", text_anchor="end"))
    drawn.append(caption(x, y + height + 14, "0"))
    drawn.append(caption(x + width, y + height + 14, f"epoch {last:,}", text_anchor="end"))
    return "".join(drawn)


def _legend(right: float, y: float, drawn: Sequence[tuple[str, int, str, str]]) -> str:
    """From right to left, a name and before it its line."""
    told = []
    for name, _, colour, dash in reversed(drawn):
        told.append(caption(right, y, name, text_anchor="end", fill=INK))
        right -= 6.2 * len(name) + 4
        look = {"stroke_dasharray": dash} if dash else {}
        told.append(polyline([(right - 22, y - 3.5), (right - 4, y - 3.5)], stroke=colour, **look))
        right -= 32
    return "".join(told)
