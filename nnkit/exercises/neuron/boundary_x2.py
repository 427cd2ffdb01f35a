"""☆ The neuron's line as a function of x1."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types


def boundary_checked(x1: Array, w: Array, b: Array) -> Array:
    if w[1] == 0:
        raise ValueError("vertical")
    return -(w[0] * x1 + b) / w[1]


def boundary_slope(x1: Array, w: Array, b: Array) -> Array:
    if np.isclose(w[1], 0):
        raise ValueError("no x2: the line is vertical")
    slope, intercept = -w[0] / w[1], -b / w[1]
    return slope * np.asarray(x1) + intercept


def boundary_loop(x1: Array, w: Array, b: Array) -> Array:
    w1, w2 = (float(v) for v in w)
    if not w2:
        raise ValueError("the line is vertical")
    heights = [(-b - w1 * x) / w2 for x in np.atleast_1d(x1)]
    return np.array(heights) if np.ndim(x1) else heights[0]


def boundary_point(x1: Array, w: Array, b: Array) -> Array:
    if w[1] == 0.0:
        raise ValueError("vertical line")
    foot = -b * w / (w @ w)  # the point of the line nearest the origin
    return foot[1] - (x1 - foot[0]) * w[0] / w[1]


def boundary_mistake(formula: Any) -> Any:
    """A wrong formula that still refuses the vertical line."""

    def answer(x1: Array, w: Array, b: Array) -> Array:
        if w[1] == 0:
            raise ValueError("vertical")
        return formula(x1, w, b)

    return answer


def random_line(rng: np.random.Generator) -> Inputs:
    w = rng.uniform(0.5, 2, size=2) * rng.choice([-1, 1], size=2)
    return {"x1": rng.normal(size=5), "w": w, "b": rng.normal()}


EXERCISE = Exercise(
    id="neuron.boundary_x2",
    points=0,
    reference=nn.boundary_x2,
    cases=(
        Case(
            "a sloping line",
            {"x1": np.linspace(-2, 2, 41), "w": np.array([1.0, 2.0]), "b": -1.0},
            curve="x1",
        ),
        Case("one number", {"x1": 0.5, "w": np.array([1.0, 2.0]), "b": -1.0}),
        Case(
            "a horizontal line",
            {"x1": np.array([-1.0, 0.0, 1.0]), "w": np.array([0.0, 4.0]), "b": -2.0},
        ),
        Case(
            "a vertical line",
            {"x1": np.array([0.0, 1.0]), "w": np.array([2.0, 0.0]), "b": 1.0},
            "for a vertical line, where `w[1]` is 0",
        ),
        Case("a steep line", {"x1": np.array([0.0, 1.0]), "w": np.array([2.0, 0.01]), "b": 1.0}),
        Random("a random line", random_line),
    ),
    mistakes=(
        Mistake(
            "bias-sign",
            boundary_mistake(lambda x1, w, b: (b - w[0] * x1) / w[1]),
            "The slope is right, but the line is shifted the wrong way. When `b` crosses to the "
            "other side of the equation, what happens to its sign?",
        ),
        Mistake(
            "slope-sign",
            boundary_mistake(lambda x1, w, b: (w[0] * x1 - b) / w[1]),
            "The crossing at `x1 = 0` is right, but the slope has the wrong sign. When `w1 x1` "
            "crosses to the other side of the equation, what happens to it?",
        ),
        Mistake(
            "both-signs",
            boundary_mistake(lambda x1, w, b: (w[0] * x1 + b) / w[1]),
            "Your line is the right one mirrored in the x1 axis: every value has the wrong sign. "
            "Solve `w1 x1 + w2 x2 + b = 0` for `x2` once more, on paper.",
        ),
        Mistake(
            "not-divided",
            boundary_mistake(lambda x1, w, b: -(w[0] * x1 + b)),
            "The right side is right, but it equals `w2 x2`, not `x2`. One division is missing.",
        ),
        Mistake(
            "bias-not-divided",
            boundary_mistake(lambda x1, w, b: -w[0] * x1 / w[1] - b),
            "The slope is right, but the bias goes in undivided. "
            "Everything on that side is divided by `w2`: check your brackets.",
        ),
        Mistake(
            "no-bias",
            boundary_mistake(lambda x1, w, b: -w[0] * x1 / w[1]),
            "Your line always passes through the origin: `b` never enters.",
        ),
        Mistake(
            "weights-swapped",
            boundary_mistake(lambda x1, w, b: -(w[1] * x1 + b) / w[0]),
            "The two weights have changed places. `w[0]` belongs to `x1`, and `w[1]` is the one "
            "to divide by.",
        ),
        Mistake(
            "vertical-accepted",
            lambda x1, w, b: -(w[0] * x1 + b) / w[1],
            "Every sloping line is right. A vertical line (`w[1] = 0`) has no single `x2`, and "
            "you return infinities there: raise a `ValueError` that says so.",
        ),
    ),
    alternatives=(boundary_checked, boundary_slope, boundary_loop, boundary_point),
    hints=(
        "On the line, `w1 x1 + w2 x2 + b = 0`. Everything but `x2` is known.",
        "Move what is known to the other side, then divide by `w2`. Check it on `w = [1, 2]`, "
        "`b = -1`: at `x1 = 1` the line is at `x2 = 0`.",
        "Before you divide, ask whether `w[1]` is 0, and `raise ValueError(...)` if it is.",
    ),
)
