"""σ(z) = 1 / (1 + e^(−z)), for any shape, and safe far from zero."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.activations.inputs import ELEMENTWISE, only_one_number
from nnkit.exercises.definition import Exercise, Mistake

Array = Any  # the answers are written as learners write them, without types


def sigmoid_masked(z: Array) -> Array:
    out = np.zeros(z.shape)
    up = z >= 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    out[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return out


def sigmoid_loop(z: Array) -> Array:
    flat = [1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in np.ravel(z)]
    return np.array(flat).reshape(np.shape(z))


def sigmoid_by_if(z: Array) -> Array:
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


EXERCISE = Exercise(
    id="activations.sigmoid",
    points=3,
    reference=nn.sigmoid,
    cases=ELEMENTWISE,
    mistakes=(
        Mistake(
            "exponent-sign",
            lambda z: 1 / (1 + np.exp(z)),
            "Your curve is the mirror image: it falls from 1 to 0 where it should rise. "
            "Look at the sign in the exponent.",
        ),
        Mistake(
            "overflow",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Right, until `e^z` grows too large for a float: then `inf / inf` is `nan`. Which way "
            "of writing the fraction has an `exp` that can't hurt for large `z`?",
        ),
        Mistake(
            "no-fraction",
            lambda z: 1 + np.exp(-z),
            "You return `1 + e^(−z)`, which is the sigmoid turned upside down. Is everything that "
            "belongs below the fraction line in brackets?",
        ),
        Mistake(
            "no-one",
            lambda z: 1 / np.exp(-z),
            "Your result is `e^z`: it grows without end, and a sigmoid stays below 1. "
            "Something is missing below the fraction line.",
        ),
        Mistake(
            "minus-below",
            lambda z: 1 / (1 - np.exp(-z)),
            "Below your fraction line stands `1 − e^(−z)`, which is 0 at `z = 0`. "
            "Compare its sign with the formula.",
        ),
        Mistake(
            "tanh",
            np.tanh,
            "That is tanh: the right shape, but it runs from −1 to 1. "
            "A sigmoid runs from 0 to 1 and is 0.5 at `z = 0`.",
        ),
        Mistake(
            "absolute",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "Right for positive `z`, but for negative `z` you repeat what belongs to `|z|`. Safe "
            "from overflow, yet the left half of the curve has to be below 0.5.",
        ),
        Mistake(
            "shared-out",
            lambda z: np.exp(z) / np.exp(z).sum(),
            "Your results add up to 1 over the whole array, so each depends on all the others. "
            "A sigmoid looks at every `z` by itself.",
        ),
        Mistake(
            "math-exp",
            lambda z: 1 / (1 + math.exp(-z)),
            "`math.exp` takes one number only: arrays of several stop it, and so does a large "
            "exponent. NumPy has an `exp` that works on every entry.",
        ),
        only_one_number(sigmoid_by_if),
    ),
    alternatives=(
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: 0.5 * (1 + np.tanh(z / 2)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
        lambda z: np.exp(-np.logaddexp(0, -z)),
        sigmoid_masked,
        sigmoid_loop,
    ),
    hints=(
        "Try it by hand at three places: at `z = 0` it is one half, far to the right nearly 1, "
        "far to the left nearly 0. `np.exp` takes a whole array.",
        "The formula is 1 divided by (1 plus e to the minus z). Two pairs of brackets: everything "
        "below the fraction line needs one.",
        "Start with `e = np.exp(-z)`, then divide 1 by `(1 + e)`. That passes, though NumPy warns "
        "at −1000; without a warning, use `-np.abs(z)` and treat the two signs apart.",
    ),
)
