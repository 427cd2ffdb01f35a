"""Three threshold neurons do what one cannot."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.neuron.inputs import CORNERS

Array = Any  # the answers are written as learners write them, without types


def xor_equation(X: Array) -> Array:
    h_or, h_and = X.sum(axis=-1) >= 0.5, X.sum(axis=-1) >= 1.5
    return (h_or * 1.0 - h_and - 0.5 >= 0).astype(float)


def xor_layers(X: Array) -> Array:
    H = (X @ np.array([[1.0, -1.0], [1.0, -1.0]]) + np.array([-0.5, 1.5]) >= 0).astype(float)
    return (H @ np.array([1.0, 1.0]) - 1.5 >= 0).astype(float)


def xor_one_sided(X: Array) -> Array:
    first = np.where(X[..., 0] - X[..., 1] - 0.5 >= 0, 1, 0)
    second = np.where(X[..., 1] - X[..., 0] - 0.5 >= 0, 1, 0)
    return np.where(first + second - 0.5 >= 0, 1, 0)


def random_corners(rng: np.random.Generator) -> Inputs:
    return {"X": CORNERS[rng.permutation([0, 1, 1, 2, 2, 3])]}


EXERCISE = Exercise(
    id="neuron.xor_from_neurons",
    points=3,
    reference=nn.xor_from_neurons,
    cases=(
        Case("the four corners", {"X": CORNERS}),
        Case("the corners in another order", {"X": CORNERS[[3, 1, 0, 2, 1]]}),
        Case("one row", {"X": CORNERS[2:3]}),
        Random("random corners", random_corners),
    ),
    mistakes=(
        Mistake(
            "or",
            lambda X: (X.sum(axis=-1) >= 0.5).astype(float),
            "Your network is OR: right on three corners, but (1, 1) should give 0. Print what each "
            "neuron says there: does any of them notice that both inputs are on?",
        ),
        Mistake(
            "and",
            lambda X: (X.sum(axis=-1) >= 1.5).astype(float),
            "Your network is AND: it fires on (1, 1) only. Print what the first two neurons say on "
            "each corner: can the third tell (0, 1) from (1, 1) by that?",
        ),
        Mistake(
            "nand",
            lambda X: (X.sum(axis=-1) <= 1.5).astype(float),
            "Your network is NAND: right on three corners, but (0, 0) should give 0. "
            "Print what each neuron says there: does any of them ask whether an input is on?",
        ),
        Mistake(
            "nor",
            lambda X: (X.sum(axis=-1) <= 0.5).astype(float),
            "Your network fires on (0, 0) only: it is NOR. "
            "Check the signs of the weights, one hidden neuron at a time.",
        ),
        Mistake(
            "xnor",
            lambda X: (X[..., 0] == X[..., 1]).astype(float),
            "Every corner is the wrong way round: you built XNOR. Print what the first two neurons "
            "say, and check the signs in the third.",
        ),
        Mistake(
            "never-fires",
            lambda X: np.zeros(X.shape[:-1]),
            "Your network answers 0 on all four corners. Print what the two hidden neurons say: "
            "can the output neuron's threshold ever be reached with those?",
        ),
        Mistake(
            "always-fires",
            lambda X: np.ones(X.shape[:-1]),
            "Your network answers 1 on all four corners. Print what the two hidden neurons say: "
            "is the output neuron's bias large enough to fire without them?",
        ),
        Mistake(
            "one-input",
            lambda X: (X[..., 0] >= 0.5).astype(float),
            "Your answer follows the first input alone: the second one changes nothing. "
            "Print what the first two neurons say on (0, 0) and on (0, 1).",
        ),
        Mistake(
            "fixed-table",
            lambda X: np.array([0.0, 1.0, 1.0, 0.0]),
            "You return the same four numbers whatever `X` is. In another order, or with another "
            "number of rows, they are wrong: compute them from `X`.",
        ),
    ),
    alternatives=(xor_equation, xor_layers, xor_one_sided),
    hints=(
        "XOR is “at least one, but not both”. You know neurons for each half of that sentence.",
        "Hidden neuron 1: OR. Hidden neuron 2: NAND. The output neuron asks whether both fire.",
        "Compute `h1` and `h2` with `neuron(X, …, step)`, put them side by side with "
        "`np.stack([h1, h2], axis=-1)`, and give that to a third neuron: an AND.",
    ),
)
