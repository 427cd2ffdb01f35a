"""L = −(1/n) Σ [y log σ(z) + (1 − y) log(1 − σ(z))] from logits, and its gradient."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.backpropagation.loss_inputs import COLUMNS, WHOLE
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.nn import sigmoid

Array = Any  # the answers are written as learners write them, without types

SURE = (
    "for a network that is sure and wrong, such as `z = 1000` with `y = 0`: the loss of that "
    "sample is 1000 (look for what covers up a log of 0: a `clip`, a small number added)"
)
LOGITS = np.array([[0.5, -1.2, 3.0], [-2.5, 0.7, 1.9]])
LABELS = np.array([[1, 1, 0], [0, 1, 0]])


def softplus(Z: Array) -> Array:
    return np.logaddexp(0, Z)


def each(Z: Array, Y: Array) -> Array:
    return softplus(Z) - Y * Z


def mean_loss(Z: Array, Y: Array) -> Array:
    return each(Z, Y).mean()


def slope(Z: Array, Y: Array) -> Array:
    return (sigmoid(Z) - Y) / Z.size


def of_both(loss: Any = mean_loss, gradient: Any = slope) -> Any:
    """An answer made of its two parts."""
    return lambda Z, Y: (loss(Z, Y), gradient(Z, Y))


def from_probabilities(P: Array, Y: Array) -> Array:
    """The formula of the book, with its logarithms of P and of 1 − P."""
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def sigmoid_twice(Z: Array, Y: Array) -> Array:
    P = sigmoid(sigmoid(Z))
    return from_probabilities(P, Y), (P - Y) / Z.size


def shrunk(Z: Array) -> Array:
    """e^(−|z|), 1 at z = 0 and less elsewhere."""
    return np.exp(-np.abs(Z))


def slope_in_p(Z: Array, Y: Array) -> Array:
    P = sigmoid(Z)
    return (P - Y) / (P * (1 - P)) / Z.size


def bce_by_label(Z: Array, Y: Array) -> Array:
    toward = np.where(Y == 1, Z, -Z)  # how far the logit lies on the right side
    P = np.where(Z >= 0, 1 / (1 + np.exp(-np.abs(Z))), 1 - 1 / (1 + np.exp(-np.abs(Z))))
    return np.mean(np.logaddexp(0, -toward)), np.where(Y == 1, P - 1, P) / P.size


def bce_loop(Z: Array, Y: Array) -> Array:
    total, gradient = 0.0, np.zeros(Z.shape)
    for place in np.ndindex(Z.shape):
        z, y = float(Z[place]), float(Y[place])
        total += max(z, 0.0) - y * z + math.log1p(math.exp(-abs(z)))
        p = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        gradient[place] = (p - y) / Z.size
    return total / Z.size, gradient


def bce_formula(Z: Array, Y: Array) -> Array:
    losses = np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))
    return np.sum(losses) / losses.size, (sigmoid(Z) - Y) / losses.size


def bce_two_terms(Z: Array, Y: Array) -> Array:
    log_p, log_not_p = -np.logaddexp(0, -Z), -np.logaddexp(0, Z)
    loss = -(Y * log_p + (1 - Y) * log_not_p).mean()
    return loss, -(Y * np.exp(log_not_p) - (1 - Y) * np.exp(log_p)) / Z.size


def random_column(rng: np.random.Generator) -> Inputs:
    n = rng.integers(4, 9)
    return {"Z": rng.normal(scale=2.0, size=(n, 1)), "Y": rng.integers(0, 2, size=(n, 1))}


def random_table(rng: np.random.Generator) -> Inputs:
    shape = rng.permutation([2, 3, 4, 5])[:2]
    return {"Z": rng.normal(scale=2.0, size=shape), "Y": rng.integers(0, 2, size=shape)}


EXERCISE = Exercise(
    id="backpropagation.binary_cross_entropy",
    points=3,
    reference=nn.binary_cross_entropy,
    parts=("loss", "gradient"),
    cases=(
        Case(
            "three samples",
            {"Z": np.array([[2.0], [-1.0], [0.5]]), "Y": np.array([[1], [0], [0]])},
        ),
        Case("one sample", {"Z": np.array([[0.5]]), "Y": np.array([[1]])}),
        Case("every label 1", {"Z": np.array([2.0, -1.0, 0.5]), "Y": np.array([1, 1, 1])}),
        Case("every label 0", {"Z": np.array([2.0, -1.0, 0.5]), "Y": np.array([0, 0, 0])}),
        Case("undecided, z = 0", {"Z": np.zeros((2, 1)), "Y": np.array([[1.0], [0.0]])}),
        Case("whole numbers", {"Z": np.array([3, -1, 2]), "Y": np.array([1, 1, 0])}, WHOLE),
        Case("two rows, three columns", {"Z": LOGITS, "Y": LABELS}, COLUMNS),
        Case("one row, three columns", {"Z": LOGITS[:1], "Y": LABELS[:1]}, COLUMNS),
        Case("sure, and wrong", {"Z": np.array([1000.0, -800.0]), "Y": np.array([0, 1])}, SURE),
        Case(
            "sure, right and wrong",
            {
                "Z": np.array([[1000.0], [-1000.0], [1000.0], [-1000.0]]),
                "Y": np.array([[1], [0], [0], [1]]),
            },
            SURE,
        ),
        Random("a random column", random_column),
        Random("a random table", random_table, focus=COLUMNS),
    ),
    mistakes=(
        Mistake(
            "log-of-zero",
            of_both(lambda Z, Y: from_probabilities(sigmoid(Z), Y)),
            "Your loss is right until the network is sure: at ±1000 `σ(z)` is exactly 1 or 0, a "
            "logarithm is −∞, and 0 · ∞ is `nan`. Is there a form without log(0)?",
        ),
        Mistake(
            "largest-of-column",
            of_both(lambda Z, Y: (np.max(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))).mean()),
            "Your loss takes the largest `z` of a whole column, where each entry needs a "
            "max(z, 0) of its own. `np.max` and `np.maximum` are two functions.",
        ),
        Mistake(
            "no-absolute",
            of_both(lambda Z, Y: (np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-Z))).mean()),
            "Your loss is right where no `z` is below 0; each negative `z` adds `|z|` too much, "
            "and at −1000 the loss is infinite. Look at the exponent: it must never be above 0.",
        ),
        Mistake(
            "one-term",
            of_both(lambda Z, Y: -np.mean(Y * np.log(sigmoid(Z)))),
            "Samples of label 0 cost nothing with you, however wrong they are (or `nan`, at "
            "−1000). The formula has a second term, for those.",
        ),
        Mistake(
            "log1p-of-1-plus",
            of_both(lambda Z, Y: (np.maximum(Z, 0) - Y * Z + np.log(2 + shrunk(Z))).mean()),
            "Your last term comes out as log(2 + e^(−|z|)). If you use `np.log1p`: it adds the 1 "
            "itself, so give it the exponential alone.",
        ),
        Mistake(
            "sigmoid-slope",
            of_both(gradient=lambda Z, Y: slope(Z, Y) * sigmoid.derivative(Z)),
            "The loss is right, but your gradient has a factor σ′(z) too many. From loss to `z`, "
            "σ′ appears once below a fraction line and once above: it cancels.",
        ),
        Mistake(
            "gradient-of-p",
            of_both(gradient=slope_in_p),
            "The loss is right, but your gradient is ∂L/∂p, the slope for the probability (`nan` "
            "or `inf` at ±1000). Asked is the one for the logit `z`: one link of the chain is "
            "missing.",
        ),
        Mistake(
            "logits-as-probabilities",
            of_both(gradient=lambda Z, Y: (Z - Y) / Z.size),
            "The loss is right, but your gradient compares the logits themselves with the labels. "
            "`Z` holds logits, from −∞ to ∞; what makes a probability of one?",
        ),
        Mistake(
            "squared-error-slope",
            of_both(gradient=lambda Z, Y: 2 * slope(Z, Y) * sigmoid.derivative(Z)),
            "The loss is right, but your gradient is that of the squared error, 2(p − y)σ′(z), "
            "which is flat where the network is sure and wrong. The slope of this loss is simpler.",
        ),
        Mistake(
            "sigmoid-twice",
            sigmoid_twice,
            "Loss and gradient look as if the logits had been through the sigmoid twice: your "
            "probabilities all lie between 0.5 and 0.73. Once is enough.",
        ),
    ),
    alternatives=(
        of_both(),
        bce_formula,
        bce_by_label,
        bce_two_terms,
        bce_loop,
    ),
    hints=(
        "With `p = sigmoid(Z)` a sample of label 1 costs −log p, one of label 0 costs −log(1 − p). "
        "Try the formula first; then see what it does at `z = 1000`.",
        "The same cost, written in `z`, is max(z, 0) − y·z + log(1 + e^(−|z|)): no exponent above "
        "0, no log of 0. The gradient is simpler: how far is σ(z) from y?",
        "`each = np.maximum(Z, 0) - Y * Z + np.log(1 + np.exp(-np.abs(Z)))`, and its mean is the "
        "loss. The gradient is `sigmoid(Z)` minus `Y`, divided by `Z.size`.",
    ),
)
