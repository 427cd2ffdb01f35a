"""∂L/∂X = dZ W, ∂L/∂W = dZᵀ X, ∂L/∂b = Σ dZ: a layer hands its gradient back."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.forward.inputs import EVENING, PAIRS, W1, W2

Array = Any  # the answers are written as learners write them, without types

_rng = np.random.default_rng(4)
BATCH = (
    "with more than one sample. In `dX` each has a row of its own; in `dW` and `db` the shares of "
    "all samples are added up"
)
WHOLE = (
    "when `X` and `W` hold whole numbers. An array made like them can't hold the decimals of a "
    "gradient"
)


def dense_backward_loops(dZ: Array, X: Array, W: Array) -> Array:
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(X)):
        for j in range(len(W)):
            dX[n] += dZ[n, j] * W[j]
            dW[j] += dZ[n, j] * X[n]
            db[j] += dZ[n, j]
    return dX, dW, db


def dense_backward_sample_by_sample(dZ: Array, X: Array, W: Array) -> Array:
    dX = np.array([W.T @ d for d in dZ])
    dW = sum(np.outer(d, x) for d, x in zip(dZ, X, strict=True))
    return [dX, dW, sum(dZ)]


def dense_backward_ones(dZ: Array, X: Array, W: Array) -> Array:
    both = dZ.T @ np.column_stack([X, np.ones(len(X))])
    return (W.T @ dZ.T).T, both[:, :-1], both[:, -1]


def only(part: int, wrong: Any) -> Any:
    """An answer that is wrong in one part, ``wrong(dZ, X, W)``."""

    def answer(dZ: Array, X: Array, W: Array) -> Array:
        right = [dZ @ W, dZ.T @ X, dZ.sum(axis=0)]
        right[part] = wrong(dZ, X, W)
        return tuple(right)

    return answer


dX, dW, db = range(3)


def _given(n: int, n_in: int, n_out: int, rng: np.random.Generator = _rng) -> Inputs:
    return {
        "dZ": rng.normal(size=(n, n_out)),
        "X": rng.normal(size=(n, n_in)),
        "W": rng.normal(size=(n_out, n_in)),
    }


def random_layer(rng: np.random.Generator) -> Inputs:
    n, n_in, n_out = rng.permutation([2, 3, 4, 5, 6])[:3]  # all different: no axis hides another
    return _given(n, n_in, n_out, rng)


EXERCISE = Exercise(
    id="backpropagation.dense_backward",
    points=3,
    reference=nn.dense_backward,
    parts=("dX", "dW", "db"),
    cases=(
        Case(
            "two samples",  # first, so that what is wrong with a batch is said of a batch
            {"dZ": np.array([[-1.0, 0.4, -0.7], [0.2, -0.1, 0.3]]), "X": PAIRS[:2], "W": W1},
            BATCH,
        ),
        Case(
            "the worked example, output layer",
            {"dZ": np.array([[-1.44]]), "X": np.array([[0.1, 0.8, 0.7]]), "W": W2},
        ),
        Case(
            "the worked example, hidden layer",
            {"dZ": np.array([[-1.008, 0.432, -0.72]]), "X": EVENING, "W": W1},
        ),
        Case("a batch", {"dZ": _rng.normal(size=(5, 3)), "X": PAIRS, "W": W1}, BATCH),
        Case("as many units as inputs", _given(4, 3, 3), BATCH),
        Case("as many samples as units", _given(3, 2, 3), BATCH),
        Case("as many samples, units and inputs", _given(3, 3, 3), BATCH),
        Case("a single unit", _given(4, 3, 1), BATCH),
        Case("a single input", _given(4, 1, 2), BATCH),
        Case(
            "whole numbers",
            {
                "dZ": np.array([[0.5, -1.25]]),
                "X": np.array([[2, 1, 0, -1]]),
                "W": np.array([[1, 0, 2, -3], [4, -1, 1, 2]]),
            },
            WHOLE,
        ),
        Random("a random layer", random_layer, focus=BATCH),
    ),
    mistakes=(
        Mistake(
            "swapped",
            lambda dZ, X, W: (dZ.T @ X, dZ @ W, dZ.sum(axis=0)),
            "`dX` and `dW` have changed places: yours has the shape of `W` first. "
            "The order asked for is `dX, dW, db`.",
        ),
        Mistake(
            "dX-turned",
            only(dX, lambda dZ, X, W: dZ @ W.T),
            "Part `dX`: rows of `dZ` meet rows of `W`, as on the way forward. Going back, "
            "(n, n_out) has to become (n, n_in). Is `W` the right way round for that?",
        ),
        Mistake(
            "dW-turned",
            only(dW, lambda dZ, X, W: X.T @ dZ),
            "Part `dW`: rows and columns have changed places. `dW` has the shape of `W`, "
            "(n_out, n_in): a row per unit. Look at which factor is transposed.",
        ),
        Mistake(
            "dW-not-turned",
            only(dW, lambda dZ, X, W: dZ @ X),
            "Part `dW`: no factor is transposed, so units of `dZ` meet samples of `X`. The axis to "
            "sum over is that of the samples, in both. One factor has to be turned.",
        ),
        Mistake(
            "dW-averaged",
            only(dW, lambda dZ, X, W: dZ.T @ X / len(X)),
            "Part `dW`: too small by the number of samples. `dZ` carries the 1/n already, from the "
            "gradient of the loss. From there on, only sum.",
        ),
        Mistake(
            "dW-outer",
            only(dW, lambda dZ, X, W: np.outer(dZ, X)),
            "Part `dW`: right for a single sample, as an outer product is. With a batch, every "
            "unit of every sample meets every input. Each sample has its own product; sum them.",
        ),
        Mistake(
            "db-per-sample",
            only(db, lambda dZ, X, W: dZ),
            "Part `db`: you return `dZ` itself, one row per sample. All samples share one `b`, so "
            "what each of them asks of it is added up.",
        ),
        Mistake(
            "db-averaged",
            only(db, lambda dZ, X, W: dZ.mean(axis=0)),
            "Part `db`: too small by the number of samples: a mean over the batch. `dZ` carries "
            "the 1/n already, from the gradient of the loss. From there on, only sum.",
        ),
        Mistake(
            "db-axis",
            only(db, lambda dZ, X, W: dZ.sum(axis=1)),
            "Part `db`: you sum over the units and get one number per sample. `b` has one number "
            "per unit: sum over the other axis.",
        ),
        Mistake(
            "db-total",
            only(db, lambda dZ, X, W: dZ.sum()),
            "Part `db`: a single number, the sum of all of `dZ`. Each unit has its own bias: sum "
            "over the samples only, which are one of the two axes.",
        ),
    ),
    alternatives=(
        lambda dZ, X, W: (dZ @ W, dZ.T @ X, dZ.sum(axis=0)),
        lambda dZ, X, W: (
            np.einsum("no,oi->ni", dZ, W),
            np.einsum("no,ni->oi", dZ, X),
            np.einsum("no->o", dZ),
        ),
        lambda dZ, X, W: (np.dot(dZ, W), (X.T @ dZ).T, np.ones(len(dZ)) @ dZ),
        dense_backward_loops,
        dense_backward_sample_by_sample,
        dense_backward_ones,
    ),
    hints=(
        "A gradient has the shape of what it belongs to. Write down the shapes of `dZ`, `X` and "
        "`W`, and beside them the three shapes that have to come out.",
        "`dX` (n, n_in) needs `dZ` and `W`; the units are summed over. `dW` (n_out, n_in) needs "
        "`dZ` and `X`; the samples are summed over. So they are for `db`.",
        "`dZ @ W` sums over the units as it stands. For `dW` the samples have to be inside: turn "
        "`dZ` with `.T` and put `X` on its right. `db` is `dZ.sum(axis=0)`.",
    ),
)
