"""relu(z) = max(0, z)."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def relu_copy(z: Array) -> Array:
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


EXERCISE = Exercise(
    id="activations.relu",
    points=2,
    reference=nn.relu,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "absolute",
            np.abs,
            "You return `|z|`: negative numbers come out positive. "
            "ReLU silences them: what is below zero becomes 0.",
        ),
        Mistake(
            "minimum",
            lambda z: np.minimum(0, z),
            "You keep what is negative and silence what is positive. ReLU does the opposite: "
            "which of the two, `0` and `z`, should win?",
        ),
        Mistake(
            "step",
            lambda z: np.where(z > 0, 1.0, 0.0),
            "You return 1 for every positive `z`. ReLU also says how much: "
            "what is positive passes unchanged.",
        ),
        Mistake(
            "leaky",
            lambda z: np.where(z > 0, z, 0.01 * z),
            "That is the leaky ReLU: below zero a hundredth of `z` still gets through. "
            "The plain one gives exactly 0 there.",
        ),
        Mistake(
            "unchanged",
            lambda z: z * 1.0,
            "Your function gives back `z` as it is, the negative numbers too. "
            "Those should become 0.",
        ),
        Mistake(
            "mirrored",
            lambda z: np.maximum(0, -z),
            "Your curve is the mirror image: it rises to the left and is 0 on the right. "
            "Look at the sign of `z`.",
        ),
        Mistake(
            "capped",
            lambda z: np.clip(z, 0, 1),
            "Right below 1, but larger numbers are cut off at 1. A ReLU has no ceiling: 3 stays 3.",
        ),
        Mistake(
            "one-maximum",
            lambda z: np.max(z, 0),
            "`np.max(z, 0)` looks for the largest number along axis 0 of `z`; its 0 names an axis. "
            "Wanted is the larger of two, `0` and `z`, for each entry.",
        ),
        only_one_number(lambda z: z if z > 0 else 0.0),
    ),
    alternatives=(
        lambda z: np.maximum(0, z),
        lambda z: np.where(z > 0, z, 0),
        lambda z: z * (z > 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.clip(z, 0, None),
        relu_copy,
    ),
    hints=(
        "Positive numbers pass as they are; what is negative becomes 0. "
        "What is the larger of 0 and 3? Of 0 and −3?",
        "NumPy compares two things entry by entry, and keeps the larger. Its name is not `max`, "
        "which looks for the largest entry of one array.",
        "`np.maximum` takes two arguments; one of them may be the number 0.",
    ),
)
