"""☆ elu(z): z above zero, e^z − 1 below."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def elu_masked(z: Array) -> Array:
    out = np.array(z, dtype=float)
    below = out < 0
    out[below] = np.exp(out[below]) - 1
    return out


EXERCISE = Exercise(
    id="activations.elu",
    points=0,
    reference=nn.elu,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "no-minus-one",
            lambda z: np.where(z > 0, z, np.exp(z)),
            "At and below zero you return `e^z`, so the curve jumps at 0 and stays positive. "
            "It should come down to −1: something is missing.",
        ),
        Mistake(
            "exponent-sign",
            lambda z: np.where(z > 0, z, np.exp(-z) - 1),
            "Below zero your curve shoots up instead of settling at −1. "
            "Look at the sign in the exponent.",
        ),
        Mistake(
            "wrong-way-round",
            lambda z: np.where(z > 0, z, 1 - np.exp(z)),
            "Below zero your curve rises to 1 instead of settling at −1. "
            "The difference is taken the wrong way round.",
        ),
        Mistake(
            "exp-everywhere",
            lambda z: np.exp(z) - 1,
            "You return `e^z − 1` everywhere, which explodes on the right. Above zero `z` passes "
            "unchanged. (`e^z − 1` is never below `z`, so a maximum of the two won't choose.)",
        ),
        Mistake(
            "unchanged",
            lambda z: z * 1.0,
            "You return `z` as it is, below zero too. (`z` is never above `e^z − 1`, so a minimum "
            "of the two always takes `z`.)",
        ),
        Mistake(
            "wrong-side",
            lambda z: np.where(z > 0, np.exp(z) - 1, z),
            "The two pieces have changed sides: the curve explodes on the right and runs straight "
            "on the left.",
        ),
        Mistake(
            "relu",
            lambda z: np.maximum(0, z),
            "That is ReLU: everything below zero becomes 0. ELU bends down to −1 there.",
        ),
        Mistake(
            "brackets",
            lambda z: np.where(z > 0, z, np.exp(z - 1)),
            "Below zero you return `e^(z − 1)`: the 1 is taken away inside the exponent. "
            "It belongs outside.",
        ),
        only_one_number(lambda z: z if z > 0 else np.exp(z) - 1),
    ),
    alternatives=(
        lambda z: np.where(z > 0, z, np.exp(z) - 1),
        lambda z: np.maximum(z, 0) + np.expm1(np.minimum(z, 0)),
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        elu_masked,
    ),
    hints=(
        "Above zero it is `z`, as in ReLU. Far below it settles at −1. What happens in between?",
        "Choose for each entry: `z` where it is positive, else `e^z − 1`.",
        "`np.where(z > 0, z, …)` with `np.exp(z) - 1` in the last place passes, though NumPy warns "
        "of the `exp` it computed and did not use. `np.minimum(z, 0)` inside the `exp` calms it.",
    ),
)
