"""Two layers with nothing between them are one layer: which?"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types

W1 = np.array([[1.0, 2.0], [3.0, 4.0]])
W2 = np.array([[0.5, -1.0], [1.5, 0.5]])
NONE = np.zeros(2)
B1, B2 = np.array([1.0, -2.0]), np.array([0.3, 0.7])


def layers(W1: Array, b1: Array, W2: Array, b2: Array) -> Inputs:
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def random_layers(rng: np.random.Generator) -> Inputs:
    n_in, hidden, n_out = rng.choice([2, 3, 4, 5], size=3, replace=False)
    return layers(
        rng.normal(size=(hidden, n_in)),
        rng.normal(size=hidden),
        rng.normal(size=(n_out, hidden)),
        rng.normal(size=n_out),
    )


def by_probing(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Asks the two layers: zero shows the bias, each unit vector one column of the weights."""

    def both(x: Array) -> Array:
        return W2 @ (W1 @ x + b1) + b2

    b = both(np.zeros(W1.shape[1]))
    return np.stack([both(x) - b for x in np.eye(W1.shape[1])], axis=1), b


def by_one_product(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """The biases as one more column."""
    both = W2 @ np.column_stack([W1, b1])
    return both[:, :-1], both[:, -1] + b2


EXERCISE = Exercise(
    id="activations.collapse",
    points=3,
    reference=nn.collapse,
    parts=("W", "b"),
    cases=(
        Case("the worked example", layers(W1, NONE, W2, NONE)),
        Case("only a first bias", layers(W1, B1, W2, NONE)),
        Case("only a second bias", layers(W1, NONE, W2, B2)),
        Case("both biases", layers(W1, B1, W2, B2)),
        Case(
            "whole numbers",
            layers(
                np.array([[1, 0], [2, -1]]),
                np.array([1, 3]),
                np.array([[0, 2], [1, 1]]),
                np.array([-1, 5]),
            ),
        ),
        Case(
            "3 inputs, 2 units, 4 outputs",
            layers(
                np.array([[1.0, -1.0, 2.0], [0.5, 3.0, -2.0]]),
                B1,
                np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5], [-2.0, 1.0]]),
                np.array([0.1, 0.2, 0.3, 0.4]),
            ),
        ),
        Random("random layers", random_layers),
    ),
    mistakes=(
        Mistake(
            "order",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
            "Your bias is right, your weights are `W1 W2`. That lets `W2` act first, and in most "
            "shapes it can't even be multiplied. The matrix next to `x` acts first.",
        ),
        Mistake(
            "layers-swapped",
            lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1),
            "You collapse the layers the wrong way round, as if the second came first. The input "
            "meets `W1` and `b1` first: write down `W2 (W1 x + b1) + b2`.",
        ),
        Mistake(
            "transposed",
            lambda W1, b1, W2, b2: ((W2 @ W1).T, W2 @ b1 + b2),
            "Your bias is right, your weights are transposed. A layer has one row per neuron, so "
            "`W` must be `(n_out, n_in)`: as many rows as `W2`.",
        ),
        Mistake(
            "elementwise",
            lambda W1, b1, W2, b2: (W2 * W1, W2 @ b1 + b2),
            "Your bias is right, but your weights are multiplied entry by entry: that is `*`. One "
            "layer after another is a matrix product, rows with columns.",
        ),
        Mistake(
            "biases-added",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2),
            "Your weights are right, but the biases are only added. `b1` enters before the second "
            "layer, so that layer's weights act on it too.",
        ),
        Mistake(
            "first-bias-lost",
            lambda W1, b1, W2, b2: (W2 @ W1, b2 * 1.0),
            "Your weights are right, but `b1` never enters. Multiply out `W2 (W1 x + b1) + b2`: "
            "which two terms hold no `x`?",
        ),
        Mistake(
            "second-bias-lost",
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1),
            "Your weights are right, and `b1` goes through `W2` as it must, but `b2` never enters. "
            "It comes last, untouched.",
        ),
        Mistake(
            "bias-through-transposed",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
            "Your weights are right, but `b1` goes through `W2` transposed: `b1 @ W2` pairs it "
            "with the columns. Each row of `W2` is a neuron that looks at `b1`.",
        ),
        Mistake(
            "bias-through-first",
            lambda W1, b1, W2, b2: (W2 @ W1, W1 @ b1 + b2),
            "Your weights are right, but `b1` goes through `W1`, the layer that it belongs to. "
            "It enters after that one: which weights come next?",
        ),
        Mistake(
            "bias-through-both",
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ W1 @ b1 + b2),
            "Your weights are right, but `b1` goes through both layers. It enters after the first, "
            "so only the second acts on it.",
        ),
    ),
    alternatives=(
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        lambda W1, b1, W2, b2: ((W1.T @ W2.T).T, b1 @ W2.T + b2),
        lambda W1, b1, W2, b2: (np.einsum("oh,hi->oi", W2, W1), (W2 * b1).sum(axis=1) + b2),
        by_probing,
        by_one_product,
    ),
    hints=(
        "Put one layer into the other: the first gives `W1 x + b1`, and that is the input of the "
        "second. Multiply out the brackets.",
        "You get three terms. One holds `x`: what stands before it is the new `W`. The other two "
        "together are the new `b`.",
        "The weights are `W2 @ W1`, in this order. The bias is `b1` sent through `W2`, plus `b2`. "
        "Return both, as `W, b`.",
    ),
)
