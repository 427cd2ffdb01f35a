"""☆ elu′(z): 1 above zero, e^z below."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def slope_masked(z: Array) -> Array:
    out = np.ones(np.shape(z))
    out[z < 0] = np.exp(z[z < 0])
    return out


EXERCISE = Exercise(
    id="activations.elu_derivative",
    points=0,
    reference=nn.elu.derivative,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "kept-minus-one",
            lambda z: np.where(z > 0, 1.0, np.exp(z) - 1),
            "At and below zero you return `e^z − 1`, the height of the curve. A constant has no "
            "slope: what is left when you differentiate?",
        ),
        Mistake(
            "exponent-sign",
            lambda z: np.where(z > 0, 1.0, np.exp(-z)),
            "Below zero your slope grows without end, but the curve gets flat there. "
            "Look at the sign in the exponent.",
        ),
        Mistake(
            "exp-everywhere",
            lambda z: np.exp(z),
            "You return `e^z` everywhere. Above zero the curve is the straight line `z`: "
            "how steep is that?",
        ),
        Mistake(
            "slope-of-relu",
            lambda z: np.where(z > 0, 1.0, 0.0),
            "That is the slope of ReLU: 0 at and below zero. ELU still falls there, "
            "and flattens only slowly.",
        ),
        Mistake(
            "taken-at-a",
            lambda z: np.where(z > 0, 1.0, np.exp(nn.elu(z))),
            "Below zero you put `elu(z)` into the exponent, so you get the slope at `a` instead of "
            "at `z`. The derivative here is a function of `z`.",
        ),
        Mistake(
            "power-rule",
            lambda z: np.where(z > 0, 1.0, z * np.exp(z - 1)),
            "Below zero you return `z e^(z − 1)`: that is the rule for powers such as `z³`. "
            "In `e^z` the exponent varies, and it has a simpler rule.",
        ),
        Mistake(
            "elu-itself",
            nn.elu,
            "You return ELU itself: for `z = 3` it gives 3. How steep is it there?",
        ),
        only_one_number(lambda z: 1.0 if z > 0 else np.exp(z)),
    ),
    alternatives=(
        lambda z: np.where(z > 0, 1, np.exp(z)),
        lambda z: np.exp(np.minimum(z, 0)),
        lambda z: np.minimum(1, np.exp(z)),
        lambda z: np.where(z > 0, 1, nn.elu(z) + 1),
        slope_masked,
    ),
    hints=(
        "Two pieces again. Above zero the curve is `z`: how steep? Below it is `e^z − 1`.",
        "The slope of `e^z` is `e^z` itself, and the −1 has no slope.",
        "1 where `z` is positive, else `np.exp(z)`. Both agree at 0, so there is nothing to "
        "decide.",
    ),
)
