"""relu′(z): 1 above zero, else 0, and 0 at 0 by convention."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def slope_masked(z: Array) -> Array:
    out = np.zeros(np.shape(z))
    out[z > 0] = 1
    return out


EXERCISE = Exercise(
    id="activations.relu_derivative",
    points=2,
    reference=nn.relu.derivative,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "one-at-zero",
            lambda z: np.where(z >= 0, 1.0, 0.0),
            "Right everywhere but at `z = 0`, where you return 1. There the slope breaks off, and "
            "the convention of this course (and of PyTorch) is 0.",
        ),
        Mistake(
            "half-at-zero",
            lambda z: np.heaviside(z, 0.5),
            "Right everywhere but at `z = 0`, where you return 0.5. There the slope breaks off, "
            "and the convention of this course (and of PyTorch) is 0.",
        ),
        Mistake(
            "relu-itself",
            lambda z: np.maximum(z, 0),
            "You return ReLU itself: for `z = 3` it gives 3. The question is how steep the curve "
            "is there, and all of the rising part has the same slope.",
        ),
        Mistake(
            "always-one",
            lambda z: np.ones(np.shape(z)),
            "You return 1 everywhere. Left of zero the curve is flat: what is its slope there?",
        ),
        Mistake(
            "sign",
            np.sign,
            "Left of zero you return −1, as if the curve fell there. It is flat: "
            "moving `z` a little changes nothing.",
        ),
        Mistake(
            "mirrored",
            lambda z: np.where(z < 0, 1.0, 0.0),
            "You return 1 left of zero and 0 on the right. "
            "On which side does ReLU rise, and on which is it flat?",
        ),
        Mistake(
            "leaky",
            lambda z: np.where(z > 0, 1.0, 0.01),
            "That is the slope of the leaky ReLU: 0.01 at and below zero. "
            "The plain one is flat there.",
        ),
        Mistake(
            "divided",
            lambda z: np.maximum(z, 0) / z,
            "Right everywhere but at `z = 0`, where you divide 0 by 0 and get `nan`. "
            "Ask for the sign of `z` instead of dividing by it.",
        ),
        only_one_number(lambda z: 1.0 if z > 0 else 0.0),
    ),
    alternatives=(
        lambda z: (z > 0).astype(float),
        lambda z: np.where(z > 0, 1, 0),
        lambda z: np.heaviside(z, 0),
        lambda z: np.maximum(np.sign(z), 0),
        slope_masked,
    ),
    hints=(
        "Look at the picture of ReLU: how steep is it at `z = 3`? At `z = −3`? "
        "There are only two answers, and no formula to differentiate.",
        "1 where `z` is positive, 0 where it isn't. At 0 itself the convention is 0, so 0 counts "
        "as not positive.",
        "`z > 0` gives `True` and `False` for every entry; turn that into numbers, "
        "for example with `.astype(float)` or `np.where`.",
    ),
)
