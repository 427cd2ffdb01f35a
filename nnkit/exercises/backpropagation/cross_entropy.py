"""L = −(1/n) Σ log softmax(z)[y] from logits and the numbers of the classes, and its gradient."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.backpropagation.loss_inputs import WHOLE
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.nn import softmax

Array = Any  # the answers are written as learners write them, without types

SURE = (
    "for a network that is sure and wrong: where the right class lies 2000 below the largest "
    "logit, the loss is 2000 (look for what covers up a log of 0: a `clip`, a small number)"
)
SCORES = np.array([[2.0, 1.0, 0.1], [-1.0, 3.0, 0.5]])
SQUARE = np.array([[0.2, 1.5, -0.7], [1.1, -0.4, 0.6], [-1.3, 0.8, 2.1]])


def log_softmax(Z: Array) -> Array:
    return Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)


def picked(table: Array, y: Array) -> Array:
    return table[np.arange(len(y)), y]


def mean_loss(Z: Array, y: Array) -> Array:
    return -picked(log_softmax(Z), y).mean()


def one_hot(y: Array, classes: int) -> Array:
    return np.eye(classes)[y]


def slope(Z: Array, y: Array) -> Array:
    return (softmax(Z) - one_hot(y, Z.shape[1])) / len(Z)


def of_both(loss: Any = mean_loss, gradient: Any = slope) -> Any:
    """An answer made of its two parts."""
    return lambda Z, y: (loss(Z, y), gradient(Z, y))


def from_probabilities(P: Array, y: Array) -> Array:
    """Loss and gradient from probabilities, whichever way they were made."""
    return -np.mean(np.log(picked(P, y))), (P - one_hot(y, P.shape[1])) / len(P)


def no_shift(Z: Array, y: Array) -> Array:
    e = np.exp(Z)
    return from_probabilities(e / e.sum(axis=1, keepdims=True), y)


def minus_one_everywhere(Z: Array, y: Array) -> Array:
    P = softmax(Z)
    P[:, y] -= 1
    return P / len(Z)


def ce_in_place(Z: Array, y: Array) -> Array:
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    gradient = np.exp(log_p)
    rows = range(len(y))
    loss = -log_p[rows, y].sum() / len(y)
    gradient[rows, y] -= 1
    gradient /= len(y)
    return loss, gradient


def ce_one_hot(Z: Array, y: Array) -> Array:
    Y = (y[:, None] == np.arange(Z.shape[1])).astype(float)
    top = Z.max(axis=1)
    total = np.log(np.sum(np.exp(Z - top[:, None]), axis=1)) + top
    loss = (total - np.einsum("nk,nk->n", Y, Z)).mean()
    return loss, (np.exp(Z - total[:, None]) - Y) / len(Z)


def ce_loops(Z: Array, y: Array) -> Array:
    loss, gradient = 0.0, np.zeros(Z.shape)
    for i, (row, right) in enumerate(zip(Z.tolist(), y, strict=True)):
        total = sum(math.exp(z - max(row)) for z in row)
        loss += max(row) + math.log(total) - row[right]
        for k, z in enumerate(row):
            gradient[i, k] = math.exp(z - max(row)) / total - (k == right)
    return loss / len(Z), gradient / len(Z)


def ce_by_differences(Z: Array, y: Array) -> Array:
    ahead = Z - np.take_along_axis(Z, y[:, None], axis=1)  # of the right class
    gradient = np.exp(ahead - np.logaddexp.reduce(ahead, axis=1)[:, None])
    np.add.at(gradient, (np.arange(len(y)), y), -1)
    return np.mean(np.logaddexp.reduce(ahead, axis=1)), gradient / y.size


def random_batch(rng: np.random.Generator) -> Inputs:
    n, k = rng.permutation([2, 3, 4, 5, 6])[:2]  # never square: that hides an axis
    return {"Z": rng.normal(scale=2.0, size=(n, k)), "y": rng.integers(0, k, size=n)}


EXERCISE = Exercise(
    id="backpropagation.cross_entropy",
    points=3,
    reference=nn.cross_entropy,
    parts=("loss", "gradient"),
    cases=(
        Case("one sample", {"Z": SCORES[:1], "y": np.array([1])}),
        Case("two samples", {"Z": SCORES, "y": np.array([2, 1])}),
        Case("all logits equal", {"Z": np.zeros((2, 4)), "y": np.array([3, 0])}),
        Case(
            "two classes",
            {"Z": np.array([[1.0, -1.0], [0.0, 2.0], [0.5, 0.5]]), "y": np.array([1, 1, 0])},
        ),
        Case("as many samples as classes", {"Z": SQUARE, "y": np.array([2, 0, 1])}),
        Case("one class three times", {"Z": SQUARE, "y": np.array([1, 1, 1])}),
        Case(
            "whole numbers",
            {
                "Z": np.array([[1, 2, 3], [0, 0, 5], [4, -2, 1], [1, 1, 1]]),
                "y": np.array([0, 1, 2, 0]),
            },
            WHOLE,
        ),
        Case("far above zero", {"Z": np.array([[1000.0, 1001.0, 999.0]]), "y": np.array([0])}),
        Case(
            "rows far apart",
            {"Z": np.array([[1000.0, 1001.0], [-1000.0, -1001.0]]), "y": np.array([1, 0])},
            "where one row lies thousands above another",
        ),
        Case(
            "sure, and wrong", {"Z": np.array([[1000.0, 0.0, -1000.0]]), "y": np.array([2])}, SURE
        ),
        Case(
            "sure, right and wrong",
            {
                "Z": np.array([[1000.0, 0.0, -1000.0], [900.0, 0.0, -800.0]]),
                "y": np.array([0, 2]),
            },
            SURE,
        ),
        Random("a random batch", random_batch),
    ),
    mistakes=(
        Mistake(
            "log-of-zero",
            of_both(lambda Z, y: -np.log(picked(softmax(Z), y)).mean()),
            "Your loss is right until the network is sure and wrong: then the right class gets a "
            "probability of exactly 0, and −log 0 is ∞. Take the logarithm on paper first.",
        ),
        Mistake(
            "no-maximum",
            no_shift,
            "Right for small logits. At ±1000 `exp` gives `inf` or 0, and the fraction is `nan`. "
            "Shift each row to where `exp` is safe, as in your `softmax`.",
        ),
        Mistake(
            "every-column",
            of_both(lambda Z, y: -log_softmax(Z)[:, y].mean()),
            "With one sample your loss is right. With more it mixes in the classes of other "
            "samples: `[:, y]` picks all of `y` from every row. Each row wants its own label only.",
        ),
        Mistake(
            "every-class",
            of_both(lambda Z, y: -log_softmax(Z).sum() / len(Z)),
            "Your loss adds up −log p of all classes, so that the label makes no difference. "
            "Only the right class of each sample counts.",
        ),
        Mistake(
            "shifted-once",
            of_both(lambda Z, y: mean_loss(Z, y) - Z.max(axis=1).mean()),
            "Your loss has lost the largest logit `m` of each row. It is taken off in the "
            "exponents, so it must be taken off the logit of the right class, too.",
        ),
        Mistake(
            "minus-one-everywhere",
            of_both(gradient=minus_one_everywhere),
            "The loss is right. In your gradient the 1 is taken off in every row for the labels "
            "of all samples: `[:, y]` does that. Each row loses 1 at its own label only.",
        ),
        Mistake(
            "label-subtracted",
            of_both(gradient=lambda Z, y: (softmax(Z) - y[:, None]) / len(Z)),
            "The loss is right. Your gradient takes the number of the class off the whole row: 2 "
            "from all for class 2. A label is a place: it says where to take 1 off.",
        ),
        Mistake(
            "nothing-subtracted",
            of_both(gradient=lambda Z, y: softmax(Z) / len(Z)),
            "The loss is right, but your gradient doesn't depend on the labels: it is `p / n`, and "
            "would push every class down. What has to be taken off at the right class?",
        ),
        Mistake(
            "right-class-only",
            of_both(gradient=lambda Z, y: slope(Z, y) * one_hot(y, Z.shape[1])),
            "The loss is right, but in your gradient only the right class has a slope. The logits "
            "of the others count, too: each of them takes probability away from it.",
        ),
        Mistake(
            "wrong-axis",
            of_both(
                lambda Z, y: -picked(log_softmax(Z.T).T, y).mean(),
                lambda Z, y: (softmax(Z.T).T - one_hot(y, Z.shape[1])) / len(Z),
            ),
            "Your probabilities sum to 1 down each column, over the samples. A row is one sample: "
            "it is the row that has to sum to 1.",
        ),
    ),
    alternatives=(
        of_both(),
        ce_in_place,
        ce_one_hot,
        ce_loops,
        ce_by_differences,
    ),
    hints=(
        "A sample costs −log of the probability that softmax gives its right class. "
        "`table[np.arange(n), y]` picks entry `y[i]` from each row i.",
        "−log softmax(z)[y] is log Σ e^z − z[y]. Take the largest logit off every row first: that "
        "changes nothing, and `exp` is safe. The gradient is p, with 1 taken off at y, over n.",
        "`shifted = Z - Z.max(axis=1, keepdims=True)`, then `log_p = shifted - np.log(np.exp("
        "shifted).sum(axis=1, keepdims=True))`. The loss is the mean of −log_p at the labels; "
        "`np.exp(log_p)` gives you p.",
    ),
)
