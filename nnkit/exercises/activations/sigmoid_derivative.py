"""σ′(z) = σ(z)(1 − σ(z)), a function of z."""

from __future__ import annotations

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE
from nnkit.exercises.definition import Exercise, Mistake

s = nn.sigmoid

EXERCISE = Exercise(
    id="activations.sigmoid_derivative",
    points=2,
    reference=nn.sigmoid.derivative,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "taken-at-a",
            lambda z: s(s(z)) * (1 - s(s(z))),
            "The sigmoid is applied twice, so you get the slope at `a = σ(z)` instead of at `z`. "
            "The derivative here is a function of `z`.",
        ),
        Mistake(
            "z-for-s",
            lambda z: z * (1 - z),
            "You return `z (1 − z)`. The rule `s (1 − s)` speaks of `s = σ(z)`, and what arrives "
            "in this function is `z`.",
        ),
        Mistake(
            "only-s",
            lambda z: s(z),
            "You return the sigmoid itself. Its slope is highest in the middle and fades on both "
            "sides: one factor is missing.",
        ),
        Mistake(
            "only-one-minus-s",
            lambda z: 1 - s(z),
            "You return `1 − σ(z)`, which falls from 1 to 0. That is one of two factors: "
            "the slope of a sigmoid fades on both sides.",
        ),
        Mistake(
            "plus",
            lambda z: s(z) * (1 + s(z)),
            "You return `s (1 + s)`, which climbs to 2. A sigmoid gets flat on the right, so its "
            "slope must fade there: look at the sign.",
        ),
        Mistake(
            "rule-of-tanh",
            lambda z: 1 - s(z) ** 2,
            "You return `1 − s²`. That is the rule for tanh; the sigmoid has another one.",
        ),
        Mistake(
            "squared",
            lambda z: s(z) ** 2,
            "You return `s²`, which climbs to 1 on the right, where the curve is flat. "
            "The second factor is not `s` again.",
        ),
        Mistake(
            "no-bracket",
            lambda z: s(z) * 1 - s(z),
            "All your results are 0, because `s * 1 − s` is `s − s`. Python multiplies before it "
            "subtracts: a pair of brackets is missing.",
        ),
        Mistake(
            "overflow-below",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "Right, until `e^(−z)` grows too large for a float, far below zero: then "
            "`inf / inf` is `nan`. Can you get there with your `sigmoid` alone?",
        ),
        Mistake(
            "overflow-above",
            lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
            "Right, until `e^z` grows too large for a float, far above zero: then "
            "`inf / inf` is `nan`. Can you get there with your `sigmoid` alone?",
        ),
    ),
    alternatives=(
        lambda z: s(z) * (1 - s(z)),
        lambda z: s(z) * s(-z),
        lambda z: s(z) - s(z) ** 2,
        lambda z: 0.25 * (1 - np.tanh(z / 2) ** 2),
        lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
    ),
    hints=(
        "Think of the curve: it is steepest at `z = 0`, where it has the slope 0.25, and flat on "
        "both sides. You own a function that gives `σ(z)`.",
        "First compute `s = sigmoid(z)`. The slope is the product of two factors, `s` and what is "
        "missing from `s` to 1.",
        "After `s = sigmoid(z)`, return `s` times `(1 - s)`. The brackets matter.",
    ),
)
