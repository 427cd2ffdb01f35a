"""☆ leaky′(z): 1 above zero, else 0.01, and 0.01 at 0 by convention."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def slope_masked(z: Array) -> Array:
    out = np.full(np.shape(z), 0.01)
    out[z > 0] = 1
    return out


EXERCISE = Exercise(
    id="activations.leaky_relu_derivative",
    points=0,
    reference=nn.leaky_relu.derivative,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "one-at-zero",
            lambda z: np.where(z >= 0, 1.0, 0.01),
            "Right everywhere but at `z = 0`, where you return 1. There the slope breaks off, and "
            "the convention of this course (and of PyTorch) is 0.01.",
        ),
        Mistake(
            "no-leak",
            lambda z: np.where(z > 0, 1.0, 0.0),
            "That is the slope of the plain ReLU: 0 at and below zero. "
            "The leaky curve still rises there, a little.",
        ),
        Mistake(
            "wrong-side",
            lambda z: np.where(z > 0, 0.01, 1.0),
            "The two slopes have changed sides. The curve is steep above zero, and nearly flat "
            "below.",
        ),
        Mistake(
            "leak-itself",
            lambda z: np.where(z > 0, 1.0, 0.01 * z),
            "Below zero you return `0.01 z`, the height of the curve. How steep is it there?",
        ),
        Mistake(
            "leaky-itself",
            lambda z: np.where(z > 0, z, 0.01 * z),
            "You return the leaky ReLU itself. Its slope is the same all along each side.",
        ),
        Mistake(
            "negative-slope",
            lambda z: np.where(z > 0, 1.0, -0.01),
            "Below zero you return −0.01, as if the curve fell. It rises: −200 gives −2, "
            "and −100 gives −1.",
        ),
        Mistake(
            "always-one",
            lambda z: np.ones(np.shape(z)),
            "You return 1 everywhere. Below zero the curve is a hundred times flatter.",
        ),
        only_one_number(lambda z: 1.0 if z > 0 else 0.01),
    ),
    alternatives=(
        lambda z: np.where(z > 0, 1, 0.01),
        lambda z: 0.01 + 0.99 * (z > 0),
        lambda z: np.maximum(np.heaviside(z, 0), 0.01),
        slope_masked,
    ),
    hints=(
        "The curve has two straight pieces. How steep is each?",
        "1 where `z` is positive, 0.01 where it isn't. Zero counts as not positive.",
        "`np.where(condition, a, b)` again, with two numbers for `a` and `b`.",
    ),
)
