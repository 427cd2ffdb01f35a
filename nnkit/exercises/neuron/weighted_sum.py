"""z = w · x + b, for one sample and for a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Mistake, Random
from nnkit.exercises.neuron.inputs import (
    BATCH,
    LONG,
    ONLY_BATCH,
    PAIRS,
    SAMPLE,
    WEIGHTS,
    WHOLE,
    random_neuron,
)

Array = Any  # the answers are written as learners write them, without types


def sum_loop(X: Array, w: Array, b: Array) -> Array:
    if X.ndim == 1:
        return sum(x_i * w_i for x_i, w_i in zip(X, w, strict=True)) + b
    return np.array([sum_loop(x, w, b) for x in X])


def sum_first_axis(X: Array, w: Array, b: Array) -> Array:
    z = b
    for i in range(len(w)):
        z = z + X[i] * w[i]
    return z


EXERCISE = Exercise(
    id="neuron.weighted_sum",
    points=2,
    reference=nn.weighted_sum,
    cases=(
        Case("the worked example", {"X": SAMPLE, "w": WEIGHTS, "b": 0.1}),
        Case("no bias", {"X": SAMPLE, "w": WEIGHTS, "b": 0.0}),
        Case("no weights", {"X": SAMPLE, "w": np.zeros(3), "b": 0.7}),
        Case("one input", {"X": np.array([3.0]), "w": np.array([-2.0]), "b": 1.0}),
        Case("four inputs", {"X": LONG, "w": np.array([1.3, 0.7, -0.9, 2.2]), "b": 0.05}),
        Case("a batch of pairs", {"X": PAIRS, "w": np.array([0.5, -2.0]), "b": 1.0}, ONLY_BATCH),
        Case("whole numbers", {"X": WHOLE, "w": np.array([0.5, 0.1]), "b": 0.1}, ONLY_BATCH),
        Case("a batch", {"X": BATCH, "w": WEIGHTS, "b": 0.1}, ONLY_BATCH),
        Case("a batch of one", {"X": BATCH[:1], "w": WEIGHTS, "b": -1.0}, ONLY_BATCH),
        Random("a random batch", random_neuron, focus=ONLY_BATCH),
    ),
    mistakes=(
        Mistake(
            "no-bias",
            lambda X, w, b: X @ w,
            "The sum of products is right, but the result stays the same whatever `b` is. "
            "One term of the formula is missing.",
        ),
        Mistake(
            "bias-subtracted",
            lambda X, w, b: X @ w - b,
            "The sum of products is right, but a larger `b` makes your result smaller. "
            "Look at the sign in front of `b`.",
        ),
        Mistake(
            "not-summed",
            lambda X, w, b: X * w + b,
            "You return one number per input: the products `x_i * w_i` are there, but nothing "
            "adds them up. A neuron has one `z` per sample.",
        ),
        Mistake(
            "bias-per-input",
            lambda X, w, b: (X * w + b).sum(axis=-1),
            "The bias is counted once per input: with 3 inputs you add `3 * b`. "
            "Ask when `b` should join: before the sum, or after it?",
        ),
        Mistake(
            "mean",
            lambda X, w, b: (X * w).mean(axis=-1) + b,
            "The products are averaged: the part before `b` is too small by the number of inputs. "
            "A neuron adds them up and does not divide.",
        ),
        Mistake(
            "summed-over-batch",
            lambda X, w, b: np.sum(X * w) + b,
            "One sample works, but a whole batch gives a single number: the sum runs over all "
            "the samples too. Sum over the inputs only, the last axis.",
        ),
        Mistake(
            "summed-over-samples",
            lambda X, w, b: np.sum(X * w, axis=0) + b,
            "One sample works, but with a batch you sum down the columns, so samples are mixed. "
            "In `X` a row is a sample and a column is an input: which axis holds the inputs?",
        ),
        Mistake(
            "first-axis-loop",
            sum_first_axis,
            "One sample works, but with a batch `X[i]` is the whole of sample i, not input i, so "
            "weights meet samples. Let the weights meet the last axis of `X`.",
        ),
        Mistake(
            "weights-first",
            lambda X, w, b: w @ X + b,
            "One sample works, but for a batch `w @ X` pairs the weights with the rows (samples) "
            "of `X`. They belong to its columns: look at the order of the two.",
        ),
    ),
    alternatives=(
        lambda X, w, b: np.dot(X, w) + b,
        lambda X, w, b: (X * w).sum(axis=-1) + b,
        lambda X, w, b: np.einsum("...i,i->...", X, w) + b,
        sum_loop,
    ),
    hints=(
        "Do it by hand first: for `X = [2, 3, -1]` and `w = [0.5, -0.2, 0.8]`, which three "
        "numbers do you add, and what comes last?",
        "Multiply each input by its weight, add the products, then add the bias once. NumPy does "
        "the first two steps together: the dot product, written `@`.",
        "For a batch, `X` is `(n, n_in)` and `w` is `(n_in,)`: `X @ w` already has one number per "
        "row. The bias is still missing.",
    ),
)
