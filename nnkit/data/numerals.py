"""How people write the numerals: the strokes of each style in the square [−1, 1]², y going down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnkit.nn.vocabulary import Array

POINTS = 64  # of each path; less than half a pixel apart
Point = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """One way to write a numeral: its strokes (n, 2), and how many of ten people write it so."""

    share: float
    strokes: tuple[Array, ...]

    @cached_property
    def path(self) -> Array:
        """(POINTS, 2): points along all strokes, equally far apart; the pen's jumps have none."""
        steps = [np.linalg.norm(np.diff(stroke, axis=0), axis=1) for stroke in self.strokes]
        lengths = np.array([step.sum() for step in steps])
        ends = np.round(np.cumsum(lengths) / lengths.sum() * POINTS).astype(int)
        counts = np.diff(ends, prepend=0)
        parts = [_even(*each) for each in zip(self.strokes, steps, counts, strict=True)]
        return np.concatenate(parts)


def line(*points: Point) -> Array:
    """Straight from point to point."""
    return np.array(points, dtype=float)


def curve(*points: Point) -> Array:
    """Smoothly through the points: a Catmull–Rom spline, whose ends run straight."""
    p = np.array([points[0], *points, points[-1]], dtype=float)
    t = np.linspace(0, 1, 8, endpoint=False)[:, np.newaxis]
    pieces = [_catmull_rom(p[i : i + 4], t) for i in range(len(points) - 1)]
    return np.concatenate([*pieces, p[-1:]])


def arc(middle: Point, size: Point, start: float, end: float) -> Array:
    """Part of an ellipse from one angle to another, in degrees: 0 right, 90 down, 180 left."""
    angle = np.radians(np.linspace(start, end, 25))
    points: Array = np.array(middle) + size * np.column_stack([np.cos(angle), np.sin(angle)])
    return points


def joined(*pieces: Array) -> Array:
    """The pieces as one stroke."""
    return np.concatenate(pieces)


def _catmull_rom(p: Array, t: Array) -> Array:
    """½ [2p₁ + (p₂ − p₀)t + (2p₀ − 5p₁ + 4p₂ − p₃)t² + (3p₁ − p₀ − 3p₂ + p₃)t³]."""
    square, cube = 2 * p[0] - 5 * p[1] + 4 * p[2] - p[3], 3 * p[1] - p[0] - 3 * p[2] + p[3]
    point: Array = (2 * p[1] + (p[2] - p[0]) * t + square * t**2 + cube * t**3) / 2
    return point


def _even(stroke: Array, steps: Array, count: int) -> Array:
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(at, along, axis) for axis in stroke.T])


_BOWL = arc((-0.05, 0.4), (0.9, 0.6), -120, 150)  # the belly of 3 and 5
_HEAD_9 = arc((0, -0.45), (0.8, 0.55), 0, -360)

STYLES: Sequence[tuple[Style, ...]] = (
    (  # 0: round, begun at the right and left open, and narrow
        Style(5, (arc((0, 0), (0.95, 1), -90, 270),)),
        Style(3, (arc((0, 0), (0.9, 1), -50, 285),)),
        Style(2, (arc((0, 0), (0.6, 1), -100, 260),)),
    ),
    (  # 1: bare, with an upstroke, with a long one, and with a foot
        Style(4, (line((0, -1), (0, 1)),)),
        Style(3, (line((-0.5, -0.55), (0.1, -1), (0.1, 1)),)),
        Style(1.5, (line((-0.9, -0.2), (0.25, -1), (0.25, 1)),)),
        Style(1.5, (line((-0.5, -0.6), (0, -1), (0, 1)), line((-0.7, 1), (0.7, 1)))),
    ),
    (  # 2: with a straight foot, with a loop at the foot, and with a wavy foot
        Style(
            5,
            (
                joined(
                    curve((-0.9, -0.5), (-0.5, -0.92), (0.2, -1), (0.8, -0.6), (0.5, 0)),
                    line((-0.95, 1), (1, 1)),
                ),
            ),
        ),
        Style(
            2.5,
            (
                curve(
                    *((-0.8, -0.7), (0, -1), (0.7, -0.6), (0.3, 0.2), (-0.5, 0.9)),
                    *((-0.9, 0.75), (-0.6, 0.5), (0.2, 0.85), (1, 0.85)),
                ),
            ),
        ),
        Style(
            2.5,
            (
                joined(
                    line((-0.9, -0.9), (0.3, -1)),
                    curve((0.3, -1), (0.85, -0.7), (0.3, 0.1), (-0.9, 0.9)),
                    curve((-0.9, 0.9), (-0.3, 0.75), (0.3, 1), (1, 0.8)),
                ),
            ),
        ),
    ),
    (  # 3: of two bowls, with a flat top, and with a small upper bowl
        Style(
            5,
            (
                joined(
                    arc((-0.1, -0.5), (0.8, 0.5), -150, 80), arc((-0.1, 0.45), (1, 0.55), -80, 150)
                ),
            ),
        ),
        Style(2.5, (joined(line((-0.8, -1), (0.8, -1), (-0.1, -0.2)), _BOWL[4:]),)),
        Style(
            2.5,
            (joined(arc((0, -0.6), (0.6, 0.4), -170, 70), arc((-0.2, 0.35), (1, 0.65), -70, 140)),),
        ),
    ),
    (  # 4: open, closed, and open with a low bar
        Style(4, (line((-0.5, -1), (-0.9, 0.2), (1, 0.2)), line((0.45, -0.6), (0.35, 1)))),
        Style(3.5, (line((0.4, 1), (0.4, -1), (-1, 0.4), (1, 0.4)),)),
        Style(
            2.5,
            (
                joined(curve((-0.8, -1), (-0.85, -0.3), (-0.3, 0), (0.7, -0.1))),
                line((0.8, -1), (0.6, 1)),
            ),
        ),
    ),
    (  # 5: in two strokes, in one curve, and with a short cap
        Style(5, (joined(line((0.9, -1), (-0.65, -1), (-0.75, -0.1)), _BOWL),)),
        Style(
            3,
            (
                curve(
                    *((0.9, -0.95), (-0.4, -0.9), (-0.6, -0.3), (0.3, -0.1)),
                    *((0.75, 0.45), (0.1, 1), (-0.9, 0.8)),
                ),
            ),
        ),
        Style(2, (joined(line((-0.5, -0.9), (-0.6, -0.1)), _BOWL), line((-0.5, -0.95), (0.5, -1)))),
    ),
    (  # 6: bent, straight-backed, and with a large loop
        Style(
            5,
            (
                joined(
                    curve((0.6, -0.95), (-0.2, -0.7), (-0.8, 0), (-0.8, 0.45)),
                    arc((0, 0.45), (0.8, 0.55), 180, -180),
                ),
            ),
        ),
        Style(
            2.5,
            (joined(line((0.1, -1), (-0.65, 0.35)), arc((0, 0.5), (0.7, 0.5), 190, -170)),),
        ),
        Style(
            2.5,
            (
                curve(
                    *((0.3, -1), (-0.5, -0.5), (-0.85, 0.3), (-0.3, 0.95), (0.5, 0.85)),
                    *((0.85, 0.3), (0.3, -0.1), (-0.75, 0.3)),
                ),
            ),
        ),
    ),
    (  # 7: bare, with a bar, with a tick, and bent
        Style(3.5, (line((-0.9, -1), (0.9, -1), (-0.2, 1)),)),
        Style(3, (line((-0.9, -1), (0.9, -1), (-0.2, 1)), line((-0.5, 0), (0.8, 0)))),
        Style(1.5, (line((-0.9, -0.5), (-0.9, -1), (0.8, -0.95), (0, 1)),)),
        Style(2, (joined(line((-0.9, -0.9), (0.8, -1)), curve((0.8, -1), (0.2, -0.1), (0, 1))),)),
    ),
    (  # 8: in one loop, of two rings, and with an open top
        Style(
            5,
            (
                curve(
                    *((0.6, -0.75), (0, -1), (-0.65, -0.6), (0, -0.05), (0.75, 0.5), (0, 1)),
                    *((-0.75, 0.5), (0, -0.05), (0.65, -0.6), (0.4, -0.9)),
                ),
            ),
        ),
        Style(3, (arc((0, -0.5), (0.65, 0.5), 90, 450), arc((0, 0.5), (0.8, 0.5), -90, 270))),
        Style(
            2,
            (
                curve(
                    *((0.7, -0.9), (-0.2, -1), (-0.6, -0.6), (0.5, 0.2), (0.5, 0.8), (-0.3, 1)),
                    *((-0.7, 0.6), (0, 0), (0.8, -0.8)),
                ),
            ),
        ),
    ),
    (  # 9: with a straight tail, with a bent one, with a hook, and in one curve
        Style(4, (joined(_HEAD_9, line((0.8, -0.45), (0.6, 1))),)),
        Style(2.5, (joined(_HEAD_9, curve((0.8, -0.45), (0.75, 0.3), (0.3, 0.85), (-0.5, 1))),)),
        Style(1.5, (joined(_HEAD_9, curve((0.8, -0.45), (0.7, 0.7), (0, 1), (-0.8, 0.7))),)),
        Style(
            2,
            (
                curve(
                    *((0.7, -0.8), (0, -1), (-0.75, -0.6), (-0.4, -0.05), (0.4, -0.25)),
                    *((0.75, -0.8), (0.5, 0), (0.2, 1)),
                ),
            ),
        ),
    ),
)
