"""☆ tanh′(z) = 1 − tanh²(z)."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def by_definition(z: Array) -> Array:
    """With tanh written out, which overflows on both sides."""
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t**2


EXERCISE = Exercise(
    id="activations.tanh_derivative",
    points=0,
    reference=nn.tanh.derivative,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "taken-at-a",
            lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
            "tanh is applied twice, so you get the slope at `a = tanh(z)` instead of at `z`. "
            "The derivative here is a function of `z`.",
        ),
        Mistake(
            "z-for-t",
            lambda z: 1 - z**2,
            "You return `1 − z²`. The rule `1 − t²` speaks of `t = tanh(z)`, and what arrives in "
            "this function is `z`.",
        ),
        Mistake(
            "not-squared",
            lambda z: 1 - np.tanh(z),
            "You return `1 − tanh(z)`, which climbs to 2 on the left. tanh is flat on both sides, "
            "so its slope must fade there too: something is missing.",
        ),
        Mistake(
            "rule-of-sigmoid",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
            "You return `t (1 − t)`. That is the rule for the sigmoid; at `z = 0` it gives 0, "
            "where tanh is steepest.",
        ),
        Mistake(
            "tanh-itself",
            np.tanh,
            "You return tanh itself. How steep is it at `z = 0`, and how steep far out?",
        ),
        Mistake(
            "plus",
            lambda z: 1 + np.tanh(z) ** 2,
            "You return `1 + t²`, which is steepest far out, where tanh is flat. Look at the sign.",
        ),
        Mistake(
            "square-only",
            lambda z: np.tanh(z) ** 2,
            "You return `tanh²(z)`: 0 in the middle and 1 far out. The slope does the opposite.",
        ),
        Mistake(
            "overflow",
            by_definition,
            "Right, until `e^z` or `e^(−z)` grows too large for a float: then `inf / inf` is "
            "`nan`. NumPy has a tanh that is safe.",
        ),
    ),
    alternatives=(
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        lambda z: 1 / np.cosh(z) ** 2,
        lambda z: 4 * nn.sigmoid(2 * z) * nn.sigmoid(-2 * z),
    ),
    hints=(
        "tanh is steepest at 0, where its slope is exactly 1, and flat on both sides. "
        "NumPy has `np.tanh`.",
        "With `t = np.tanh(z)`, the slope is what is left of 1 when `t` squared is taken away.",
        "After `t = np.tanh(z)`, return `1 - t**2`.",
    ),
)
