"""A triangle from three ReLU units."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types

LOPSIDED = "for a lopsided bump, whose sides have different widths"


def hinges(weights: Any) -> Any:
    """Three ReLU units at left, peak and right, with ``weights(left, peak, right)``."""

    def answer(x: Array, left: Array, peak: Array, right: Array) -> Array:
        places = (left, peak, right)
        parts = zip(weights(*places), places, strict=True)
        return sum(weight * np.maximum(x - place, 0) for weight, place in parts)

    return answer


def slopes(left: Array, peak: Array, right: Array) -> Array:
    return 1 / (peak - left), 1 / (right - peak)


def bump_layers(x: Array, left: Array, peak: Array, right: Array) -> Array:
    up, down = slopes(left, peak, right)
    H = nn.relu(np.ravel(x)[:, None] - np.array([left, peak, right]))
    return (H @ np.array([up, -up - down, down])).reshape(np.shape(x))


def bump_scaled_inside(x: Array, left: Array, peak: Array, right: Array) -> Array:
    up, down = slopes(left, peak, right)
    turn = up + down
    first, second = nn.relu(up * (x - left)), nn.relu(turn * (x - peak))
    return first - second + nn.relu(down * (x - right))


def bump_from_one(x: Array, left: Array, peak: Array, right: Array) -> Array:
    too_early, too_late = nn.relu(peak - x) / (peak - left), nn.relu(x - peak) / (right - peak)
    return nn.relu(1 - too_early - too_late)


def bump_lower_side(x: Array, left: Array, peak: Array, right: Array) -> Array:
    return nn.relu(np.minimum((x - left) / (peak - left), (right - x) / (right - peak)))


def shift_sign(x: Array, left: Array, peak: Array, right: Array) -> Array:
    up, down = slopes(left, peak, right)
    return up * nn.relu(x + left) - (up + down) * nn.relu(x + peak) + down * nn.relu(x + right)


def random_bump(rng: np.random.Generator) -> Inputs:
    left, up, down = rng.uniform(-3, 2), rng.uniform(0.3, 0.8), rng.uniform(1.2, 3)
    if rng.integers(2):
        up, down = down, up
    x = np.sort(rng.uniform(left - 1, left + up + down + 1, size=30))
    return {"x": x, "left": left, "peak": left + up, "right": left + up + down}


EXERCISE = Exercise(
    id="forward.relu_bump",
    points=3,
    reference=nn.relu_bump,
    cases=(
        Case(
            "a symmetric bump",
            {"x": np.linspace(-1, 3, 81), "left": 0.0, "peak": 1.0, "right": 2.0},
            curve="x",
        ),
        Case(
            "a narrow bump",
            {"x": np.linspace(-1, 1, 81), "left": -0.5, "peak": -0.25, "right": 0.0},
            curve="x",
        ),
        Case(
            "a wide bump",
            {"x": np.linspace(0, 24, 49), "left": 6.0, "peak": 11.0, "right": 16.0},
            curve="x",
        ),
        Case(
            "far outside",
            {"x": np.array([-1000.0, 1000.0]), "left": 1.0, "peak": 1.5, "right": 2.0},
        ),
        Case(
            "steeper on the left",
            {"x": np.linspace(-2, 4, 61), "left": -1.0, "peak": -0.5, "right": 3.0},
            LOPSIDED,
            curve="x",
        ),
        Case(
            "steeper on the right",
            {"x": np.linspace(-2, 4, 61), "left": -1.0, "peak": 2.0, "right": 3.0},
            LOPSIDED,
            curve="x",
        ),
        Case("one number", {"x": 10.0, "left": 8.0, "peak": 11.0, "right": 14.0}),
        Case("whole numbers", {"x": np.arange(5, 15), "left": 6, "peak": 10, "right": 14}),
        Random("a random bump", random_bump, focus=LOPSIDED),
    ),
    mistakes=(
        Mistake(
            "stays-up",
            hinges(lambda left, peak, right: (1 / (peak - left), -1 / (peak - left), 0)),
            "Your curve rises to 1 and stays there. At the peak the slope must turn from up to "
            "down, not only to level.",
        ),
        Mistake(
            "falls-for-ever",
            hinges(
                lambda left, peak, right: (1 / (peak - left), -sum(slopes(left, peak, right)), 0)
            ),
            "Up to `right` all is well; beyond it your curve goes on falling. The third unit has "
            "to stop the fall.",
        ),
        Mistake(
            "unit-slopes",
            hinges(lambda left, peak, right: (1, -2, 1)),
            "Your sides rise and fall by 1 per step of `x`, so the height depends on the widths. "
            "Which slope climbs to 1 between `left` and `peak`?",
        ),
        Mistake(
            "same-slopes",
            hinges(
                lambda left, peak, right: (1 / (peak - left), -2 / (peak - left), 1 / (peak - left))
            ),
            "A symmetric bump is right; in a lopsided one your curve falls as steeply as it rose, "
            "so it isn't 0 at `right`. The two sides have slopes of their own.",
        ),
        Mistake(
            "turn-too-weak",
            hinges(
                lambda left, peak, right: (
                    1 / (peak - left),
                    -1 / (right - peak),
                    1 / (right - peak),
                )
            ),
            "The rise is right, but after the peak the first unit goes on climbing. The second has "
            "to cancel that and fall as well: its weight is too weak.",
        ),
        Mistake(
            "slopes-swapped",
            hinges(
                lambda left, peak, right: (
                    1 / (right - peak),
                    -sum(slopes(left, peak, right)),
                    1 / (peak - left),
                )
            ),
            "A symmetric bump is right; in a lopsided one the two slopes have changed places. The "
            "rise happens between `left` and `peak`.",
        ),
        Mistake(
            "whole-width",
            hinges(
                lambda left, peak, right: (
                    1 / (right - left),
                    -2 / (right - left),
                    1 / (right - left),
                )
            ),
            "Your slopes use the whole width. In a symmetric bump the peak is then only ½ high. "
            "The climb to 1 has only the way from `left` to `peak`.",
        ),
        Mistake(
            "shift-sign",
            shift_sign,
            "Your hinges are at −left, −peak and −right. A unit `relu(x + c)` wakes up where "
            "`x + c = 0`: which `c` puts that at `left`?",
        ),
        Mistake(
            "upside-down",
            lambda x, left, peak, right: -nn.relu_bump(x, left, peak, right),
            "Your bump hangs down: it reaches −1 at the peak. All three weights have the wrong "
            "sign.",
        ),
        Mistake(
            "multiplied",
            hinges(
                lambda left, peak, right: (peak - left, -(right - left), right - peak),
            ),
            "You multiply by the widths. A wider side needs a gentler slope, not a steeper one: "
            "rise divided by width.",
        ),
    ),
    alternatives=(
        bump_layers,
        bump_scaled_inside,
        bump_from_one,
        bump_lower_side,
        lambda x, left, peak, right: np.interp(x, [left, peak, right], [0.0, 1.0, 0.0]),
    ),
    hints=(
        "Walk along the x axis and write down the slope: first 0, then up, then down, then 0 "
        "again. It changes at three places, and a ReLU unit changes it at one.",
        "The weight of a unit is how much the slope changes where it wakes up: at `left` from 0 "
        "to `up`, at `peak` from `up` to `-down`, at `right` from `-down` to 0.",
        "`up = 1 / (peak - left)` and `down = 1 / (right - peak)`. The sum begins with "
        "`up * relu(x - left) - (up + down) * relu(x - peak)`; one unit is still missing.",
    ),
)
