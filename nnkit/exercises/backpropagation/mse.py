"""L = (1/n) Σ (ŷ − y)², the mean squared error, and its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.backpropagation.loss_inputs import COLUMNS, WHOLE
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types

PREDICTED = np.array([[0.5, 2.0, -1.0], [1.5, -0.3, 4.0]])
WANTED = np.array([[1.0, 1.5, 1.0], [-0.5, -0.7, 3.2]])


def mean_square(e: Array) -> Array:
    return (e**2).mean()


def slope(e: Array) -> Array:
    return 2 * e / e.size


def of_errors(loss: Any = mean_square, gradient: Any = slope) -> Any:
    """An answer that computes its two parts from the errors ``P - Y``."""
    return lambda P, Y: (loss(P - Y), gradient(P - Y))


def mse_loops(P: Array, Y: Array) -> Array:
    total, gradient = 0.0, np.zeros(P.shape)
    for place in np.ndindex(P.shape):
        error = P[place] - Y[place]
        total += error * error
        gradient[place] = 2 * error / P.size
    return total / P.size, gradient


def mse_product(P: Array, Y: Array) -> Array:
    e = (P - Y).ravel()
    return e @ e / len(e), np.reshape(e * 2 / len(e), P.shape)


def mse_multiplied_out(P: Array, Y: Array) -> Array:
    loss = np.mean(P * P) - 2 * np.mean(P * Y) + np.mean(Y * Y)
    return loss, (P / P.size - Y / Y.size) * 2


def mse_norm(P: Array, Y: Array) -> Array:
    return np.linalg.norm(Y - P) ** 2 / Y.size, -2 * (Y - P) / Y.size


def random_column(rng: np.random.Generator) -> Inputs:
    n = rng.integers(3, 8)
    return {"P": rng.normal(size=(n, 1)), "Y": rng.normal(size=(n, 1))}


def random_table(rng: np.random.Generator) -> Inputs:
    shape = rng.permutation([2, 3, 4, 5])[:2]
    return {"P": rng.normal(size=shape), "Y": rng.normal(size=shape)}


EXERCISE = Exercise(
    id="backpropagation.mse",
    points=2,
    reference=nn.mse,
    parts=("loss", "gradient"),
    cases=(
        Case(
            "three samples",
            {"P": np.array([[2.0], [-1.0], [0.5]]), "Y": np.array([[1.0], [1.0], [0.2]])},
        ),
        Case("the worked example", {"P": np.array([[0.28]]), "Y": np.array([[1.0]])}),
        Case("errors that cancel", {"P": np.array([3.0, 1.0]), "Y": np.array([2.0, 2.0])}),
        Case("nothing wanted", {"P": np.array([2.0, -1.0, 0.5]), "Y": np.zeros(3)}),
        Case("all right already", {"P": WANTED[:, :1], "Y": WANTED[:, :1]}),
        Case("whole numbers", {"P": np.array([3, 5, -2]), "Y": np.array([1, 0, 0])}, WHOLE),
        Case("two rows, three columns", {"P": PREDICTED, "Y": WANTED}, COLUMNS),
        Case("one row, three columns", {"P": PREDICTED[:1], "Y": WANTED[:1]}, COLUMNS),
        Random("a random column", random_column),
        Random("a random table", random_table, focus=COLUMNS),
    ),
    mistakes=(
        Mistake(
            "half-of-both",
            of_errors(lambda e: mean_square(e) / 2, lambda e: slope(e) / 2),
            "Loss and gradient are both half of what they should be, as in books that put ½ in "
            "front of the sum. This course has no ½, and the slope of a square keeps its 2.",
        ),
        Mistake(
            "half-the-loss",
            of_errors(loss=lambda e: mean_square(e) / 2),
            "Your loss is half of what it should be. Some books put ½ in front of the sum; "
            "in this course the loss is the plain mean of the squares.",
        ),
        Mistake(
            "half-the-gradient",
            of_errors(gradient=lambda e: slope(e) / 2),
            "The loss is right, but your gradient is half of its slope. Nudge one error from 3 to "
            "3.01: by how much does its square grow? Is that 3 times the nudge?",
        ),
        Mistake(
            "loss-summed",
            of_errors(loss=lambda e: (e**2).sum()),
            "Your loss is the sum of the squared errors: twice as many samples, just as good, "
            "double it. Asked is their mean.",
        ),
        Mistake(
            "gradient-summed",
            of_errors(gradient=lambda e: 2 * e),
            "The loss is right, but your gradient is the slope of a sum: too large by the number "
            "of entries. One nudge moves the mean far less than its own square.",
        ),
        Mistake(
            "absolute",
            of_errors(loss=lambda e: np.abs(e).mean()),
            "Your loss is the mean distance between `P` and `Y`, without a square. In the mean "
            "squared error an error of 3 weighs nine times as much as an error of 1.",
        ),
        Mistake(
            "root",
            of_errors(loss=lambda e: np.sqrt(mean_square(e))),
            "Your loss is the root of the mean squared error. Stop one step earlier: "
            "the loss is the mean of the squares itself.",
        ),
        Mistake(
            "mean-first",
            of_errors(loss=lambda e: e.mean() ** 2),
            "Your loss squares the mean error, so that errors of +1 and −1 cancel to 0. "
            "Which comes first, the square or the mean?",
        ),
        Mistake(
            "not-squared",
            of_errors(loss=lambda e: e.mean()),
            "Your loss is the mean of the bare errors: +1 and −1 cancel, and it can fall below 0. "
            "What has to be done to each error before the mean?",
        ),
        Mistake(
            "one-number-gradient",
            of_errors(gradient=lambda e: 2 * e.mean()),
            "The loss is right, but your gradient is one number for all. Each entry of `P` has a "
            "slope of its own: the gradient has the shape of `P`.",
        ),
    ),
    alternatives=(
        of_errors(),
        lambda P, Y: (np.mean(np.square(Y - P)), np.divide(P - Y, P.size / 2)),
        mse_loops,
        mse_product,
        mse_multiplied_out,
        mse_norm,
    ),
    hints=(
        "Start with the errors, `P - Y`: an array of the same shape. The loss makes one number of "
        "them, the gradient keeps one for each entry.",
        "The loss is the mean of the squares. For the gradient ask how one entry moves it: its own "
        "square has the slope 2 times the error, and the mean shares it out by the number of "
        "entries.",
        "With `error = P - Y` the loss is `np.mean(error**2)`, and the gradient is 2 times `error` "
        "divided by `error.size`. Return both, the loss first.",
    ),
)
