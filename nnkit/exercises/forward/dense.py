"""Z = X Wᵀ + b: a layer of neurons, all samples at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.forward.inputs import B1, EVENING, PAIRS, W1

Array = Any  # the answers are written as learners write them, without types

THREE = np.array([[1.0, 0.5, -2.0], [0.3, -1.2, 0.8], [2.0, 1.5, 0.1], [-0.4, 0.9, 1.1]])
SQUARE = np.array([[1.0, 2.0, -0.5], [0.3, -1.0, 0.7], [-2.0, 0.4, 1.5]])
WHOLE = "when `X` holds whole numbers. An array made like `X` can't hold the decimals of `Z`"


def dense_loops(X: Array, W: Array, b: Array) -> Array:
    Z = np.zeros((len(X), len(W)))
    for i, x in enumerate(X):
        for j, w in enumerate(W):
            Z[i, j] = sum(x_k * w_k for x_k, w_k in zip(x, w, strict=True)) + b[j]
    return Z


def dense_columns(X: Array, W: Array, b: Array) -> Array:
    return np.stack([X @ w + bias for w, bias in zip(W, b, strict=True)], axis=-1)


def dense_bias_as_weight(X: Array, W: Array, b: Array) -> Array:
    return np.column_stack([X, np.ones(len(X))]) @ np.column_stack([W, b]).T


def random_batch(rng: np.random.Generator) -> Inputs:
    n, n_in, n_out = rng.permutation([2, 3, 4, 5, 6])[:3]  # all different: no axis hides another
    return {
        "X": rng.normal(size=(n, n_in)),
        "W": rng.normal(size=(n_out, n_in)),
        "b": rng.normal(size=n_out),
    }


EXERCISE = Exercise(
    id="forward.dense",
    points=2,
    reference=nn.dense,
    cases=(
        Case("the worked example", {"X": EVENING, "W": W1, "b": B1}),
        Case("no biases", {"X": PAIRS, "W": W1, "b": np.zeros(3)}),
        Case("no weights", {"X": PAIRS, "W": np.zeros((3, 2)), "b": B1 + 1}),
        Case("as many units as inputs", {"X": THREE, "W": SQUARE, "b": np.array([0.5, -1.0, 2.0])}),
        Case("as many samples as units", {"X": PAIRS[:3], "W": W1, "b": B1}),
        Case("a single unit", {"X": THREE, "W": SQUARE[:1], "b": np.array([0.25])}),
        Case(
            "whole numbers",
            {"X": np.array([[3, 5], [1, 2], [-4, 7], [0, 1]]), "W": W1, "b": B1},
            WHOLE,
        ),
        Random("a random batch", random_batch),
    ),
    mistakes=(
        Mistake(
            "not-transposed",
            lambda X, W, b: X @ W + b,
            "You use `W` as if it were (n_in, n_out). In this course a row of `W` is one neuron: "
            "it is (n_out, n_in). Rows of `X` have to meet rows of `W`.",
        ),
        Mistake(
            "units-by-samples",
            lambda X, W, b: W @ X.T + b[:, None],
            "The numbers are right, but rows and columns have changed places: yours has a row per "
            "unit. A row of `Z` belongs to one sample.",
        ),
        Mistake(
            "no-bias",
            lambda X, W, b: X @ W.T,
            "The weighted sums are right, but the result stays the same whatever `b` is. "
            "One term of the formula is missing.",
        ),
        Mistake(
            "bias-subtracted",
            lambda X, W, b: X @ W.T - b,
            "The weighted sums are right, but a larger `b` makes your result smaller. "
            "Look at the sign in front of `b`.",
        ),
        Mistake(
            "bias-per-sample",
            lambda X, W, b: X @ W.T + b[:, None],
            "The biases are lined up with the samples, one for each row. They belong to the units: "
            "`b[j]` goes with column j, in every row.",
        ),
        Mistake(
            "biases-summed",
            lambda X, W, b: X @ W.T + b.sum(),
            "Every unit gets the sum of all the biases. "
            "Unit j has a bias of its own, `b[j]`, and adds only that.",
        ),
        Mistake(
            "bias-per-input",
            lambda X, W, b: (X[:, None, :] * W + b[None, :, None]).sum(axis=-1),
            "The bias is counted once per input: with 2 inputs you add `2 * b`. "
            "Ask when `b` should join: before the sum, or after it?",
        ),
        Mistake(
            "mean",
            lambda X, W, b: (X[:, None, :] * W).mean(axis=-1) + b,
            "The products are averaged: the part before `b` is too small by the number of inputs. "
            "A neuron adds them up and does not divide.",
        ),
        Mistake(
            "activated",
            lambda X, W, b: nn.relu(X @ W.T + b),
            "Everything below 0 comes out as 0, as if after a ReLU. `dense` ends at `Z`; "
            "the activation follows later, and not always the same one.",
        ),
        Mistake(
            "summed-over-units",
            lambda X, W, b: (X[:, None, :] * W).sum(axis=1),
            "You sum over the units, so there is one number per input, and no bias. "
            "Sum the products over the inputs: one `z` for each unit.",
        ),
    ),
    alternatives=(
        lambda X, W, b: np.dot(X, np.transpose(W)) + b,
        lambda X, W, b: (W @ X.T + b[:, None]).T,
        lambda X, W, b: np.einsum("ni,oi->no", X, W) + b,
        lambda X, W, b: (X[:, None, :] * W).sum(axis=-1) + b,
        dense_loops,
        dense_columns,
        dense_bias_as_weight,
    ),
    hints=(
        "Write down the three shapes, and the shape of the result. Which axis do `X` and `W` "
        "share? That one has to be summed over.",
        "`@` sums over the last axis of the left and the first axis of the right. `X` is right "
        "already; `W` has to be turned.",
        "`W.T` has shape (n_in, n_out), so `X @ W.T` is (n, n_out): a row per sample, a column per "
        "unit. Adding `b` of shape (n_out,) gives each column its bias.",
    ),
)
