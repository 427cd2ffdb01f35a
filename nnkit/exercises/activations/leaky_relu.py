"""☆ leaky(z): z above zero, a hundredth of it below."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def leaky_copy(z: Array) -> Array:
    out = np.array(z, dtype=float)
    out[out < 0] *= 0.01
    return out


EXERCISE = Exercise(
    id="activations.leaky_relu",
    points=0,
    reference=nn.leaky_relu,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "wrong-side",
            lambda z: np.where(z > 0, 0.01 * z, z),
            "The leak is on the wrong side: positive numbers come out a hundred times too small, "
            "and negative ones pass whole.",
        ),
        Mistake(
            "no-leak",
            lambda z: np.maximum(0, z),
            "That is the plain ReLU: everything below zero becomes 0. "
            "A leaky one lets a hundredth of it through.",
        ),
        Mistake(
            "constant-leak",
            lambda z: np.where(z > 0, z, 0.01),
            "At and below zero you return 0.01, whatever `z` is. "
            "The 0.01 is a slope: it multiplies something.",
        ),
        Mistake(
            "leak-sign",
            lambda z: np.where(z > 0, z, -0.01 * z),
            "Below zero the sizes are right, but the numbers come out positive. "
            "The leak keeps the sign of `z`.",
        ),
        Mistake(
            "both-sides",
            lambda z: 0.01 * z,
            "Everything is multiplied by 0.01, positive numbers too. "
            "Above zero `z` passes unchanged.",
        ),
        Mistake(
            "slope-of-a-tenth",
            lambda z: np.where(z > 0, z, 0.1 * z),
            "Below zero your slope is 0.1. The one in this course (and PyTorch's default) is 0.01.",
        ),
        Mistake(
            "added",
            lambda z: np.maximum(0, z) + 0.01 * z,
            "Below zero you are right, but above it you return `1.01 z`: the leak is added there "
            "too. Above zero `z` passes unchanged.",
        ),
        only_one_number(lambda z: z if z > 0 else 0.01 * z),
    ),
    alternatives=(
        lambda z: np.where(z > 0, z, 0.01 * z),
        lambda z: np.maximum(z, 0.01 * z),
        lambda z: np.maximum(z, 0) + 0.01 * np.minimum(z, 0),
        leaky_copy,
    ),
    hints=(
        "What should −200 become, if a hundredth of it gets through? And 200?",
        "Choose for each entry: `z` where it is positive, else 0.01 times `z`.",
        "`np.where(condition, a, b)` takes `a` where the condition holds and `b` elsewhere.",
    ),
)
