"""softmax: every row of scores becomes probabilities, and nothing overflows."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types

SCORES = np.array([[2.0, 1.0, 0.1], [-1.0, 3.0, 0.5]])


def random_scores(rng: np.random.Generator) -> Inputs:
    n, k = rng.choice([2, 3, 4, 5, 6], size=2, replace=False)  # never square: that hides an axis
    return {"Z": rng.normal(scale=2.0, size=(n, k))}


def softmax_loop(Z: Array) -> Array:
    rows = []
    for row in Z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


def softmax_by_differences(Z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def shifted(Z: Array, axis: int | None) -> Array:
    return np.exp(Z - Z.max(axis=axis, keepdims=True))


EXERCISE = Exercise(
    id="activations.softmax",
    points=3,
    reference=nn.softmax,
    cases=(
        Case("two rows", {"Z": SCORES}),
        Case("a batch of one", {"Z": np.array([[0.3, -1.2, 2.0, 0.0]])}),
        Case("whole numbers", {"Z": np.array([[1, 2, 3], [0, 0, 5], [4, -2, 1], [1, 1, 1]])}),
        Case("two classes", {"Z": np.array([[1.0, -1.0], [0.0, 2.0], [0.5, 0.5]])}),
        Case("far above zero", {"Z": np.array([[1000.0, 1001.0, 999.0]])}),
        Case("far below zero", {"Z": np.array([[-1000.0, -1001.0, -999.0]])}),
        Case(
            "rows far apart",
            {"Z": np.array([[1000.0, 1001.0, 1003.0], [-1000.0, -1001.0, -1003.0]])},
            "where one row is thousands away from another",
        ),
        Case(
            "scores far apart",
            {"Z": np.array([[1000.0, 0.0, -1000.0]])},
            "where one score is thousands away from another in its row",
        ),
        Random("a random batch", random_scores),
    ),
    mistakes=(
        Mistake(
            "wrong-axis",
            lambda Z: shifted(Z, 0) / shifted(Z, 0).sum(axis=0),
            "Your columns sum to 1, and your rows don't. A row is one sample, so its classes lie "
            "along the other axis.",
        ),
        Mistake(
            "whole-batch",
            lambda Z: shifted(Z, None) / shifted(Z, None).sum(),
            "One row works, but with a batch all rows together sum to 1: the samples share one "
            "total. Each row needs a sum of its own.",
        ),
        Mistake(
            "wrong-axis-no-maximum",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0),
            "Small scores: your columns sum to 1, not your rows. A row is one sample; its classes "
            "lie along the other axis. (Scores of ±1000 then give `nan`: the next thing to mend.)",
        ),
        Mistake(
            "whole-batch-no-maximum",
            lambda Z: np.exp(Z) / np.exp(Z).sum(),
            "A single row works. In a batch all rows together sum to 1, and each needs a sum of "
            "its own. (Scores of ±1000 then give `nan`: the next thing to mend.)",
        ),
        Mistake(
            "no-maximum",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
            "Right for small scores. At ±1000 `exp` gives `inf` or 0, and the fraction is `nan`. "
            "Shifting a whole row changes no probability: shift it to where `exp` is safe.",
        ),
        Mistake(
            "maximum-of-batch",
            lambda Z: shifted(Z, None) / shifted(Z, None).sum(axis=1, keepdims=True),
            "Right, until one row lies far below another: then its every `exp` is 0, and 0/0 is "
            "`nan`. Which largest number should a row be shifted by?",
        ),
        Mistake(
            "not-normalised",
            lambda Z: shifted(Z, 1),
            "The shift and `exp` are there, but your rows don't sum to 1: the largest entry of "
            "each is exactly 1. One division is missing.",
        ),
        Mistake(
            "only-exp",
            lambda Z: np.exp(Z),
            "You return `e^Z`: positive numbers, but your rows don't sum to 1, and at 1000 they "
            "are infinite. Divide each row by its own sum.",
        ),
        Mistake(
            "no-exp",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
            "You divide the bare scores by their sum: negative scores then give negative "
            "“probabilities”. What has to make the scores positive first?",
        ),
        Mistake(
            "lost-axis",
            lambda Z: shifted(Z, 1) / shifted(Z, 1).sum(axis=1),
            "For `Z` of shape (2, 3), an array (2, 3) meets one of shape (2,), and NumPy can't "
            "pair them up. One number per row should stay a column, (2, 1).",
        ),
    ),
    alternatives=(
        lambda Z: shifted(Z, 1) / shifted(Z, 1).sum(axis=1, keepdims=True),
        lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None]),
        lambda Z: (shifted(Z, 1).T / shifted(Z, 1).sum(axis=1)).T,
        softmax_loop,
        softmax_by_differences,
    ),
    hints=(
        "Do one row by hand: `e` to the power of each score, then divide each by the sum of that "
        "row. The three numbers must add up to 1.",
        "Rows are samples: take the sum along axis 1, with `keepdims=True` so that it stays a "
        "column. Before `exp`, subtract from each row its own largest score.",
        "`e = np.exp(Z - Z.max(axis=1, keepdims=True))`, then divide `e` by its own sum along "
        "the same axis.",
    ),
)
