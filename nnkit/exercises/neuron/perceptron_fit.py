"""The learning rule, sample by sample, until an epoch is clean."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.neuron.inputs import CORNERS

Array = Any  # the answers are written as learners write them, without types


def fit(
    X: Array,
    y: Array,
    lr: Array,
    max_epochs: Array,
    *,
    fires: Any = lambda z: z >= 0,
    learn_bias: bool = True,
    stop: bool = True,
    keep_last: bool = True,
    reset: bool = True,
    count_late: bool = False,
) -> Array:
    """The perceptron with its usual slips as switches."""
    w, b, mistakes, wrong = np.zeros(X.shape[1]), 0.0, list[int](), 0
    for _ in range(max_epochs):
        before = wrong
        wrong = 0 if reset else wrong
        for x, target in zip(X, y, strict=True):
            error = target - int(fires(x @ w + b))
            w, b = w + lr * error * x, b + lr * error * learn_bias
            if count_late:
                error = target - int(fires(x @ w + b))
            wrong += int(error != 0)
        clean = wrong == (0 if reset else before)
        if keep_last or not clean or not stop:
            mistakes.append(wrong)
        if stop and clean:
            break
    return w, b, mistakes


def fit_batch(X: Array, y: Array, lr: Array, max_epochs: Array) -> Array:
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, list[int]()
    for _ in range(max_epochs):
        error = y - (X @ w + b >= 0)
        w, b = w + lr * error @ X, b + lr * error.sum()
        mistakes.append(int(np.abs(error).sum()))
        if not mistakes[-1]:
            break
    return w, b, mistakes


def fit_one_column(X: Array, y: Array, lr: Array, max_epochs: Array) -> Array:
    X1 = np.column_stack([X, np.ones(len(X))])
    v, mistakes = np.zeros(X1.shape[1]), list[int]()
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        mistakes.append(0)
        for x, target in zip(X1, y, strict=True):
            if int(x @ v >= 0) != target:
                v = v + lr * (2 * target - 1) * x
                mistakes[-1] += 1
    return v[:-1], v[-1], mistakes


def fit_recursive(X: Array, y: Array, lr: Array, max_epochs: Array) -> Array:
    def epochs(w: Array, b: Array, left: int) -> Array:
        if not left:
            return w, b, []
        wrong = 0
        for i in range(len(X)):
            e = int(y[i]) - int(np.sum(X[i] * w) + b >= 0)
            w, b, wrong = w + lr * e * X[i], b + lr * e, wrong + abs(e)
        if not wrong:
            return w, b, [0]
        w, b, rest = epochs(w, b, left - 1)
        return w, b, [wrong, *rest]

    return epochs(np.zeros(X.shape[1]), 0.0, max_epochs)


def random_separable(rng: np.random.Generator) -> Inputs:
    """Integers, so that rounding cannot decide a sample; off the dividing line by at least 1."""
    X = rng.integers(-4, 5, size=(40, 2)).astype(float)
    z = 2 * X[:, 0] - X[:, 1] + 1
    X, z = X[np.abs(z) >= 1][:12], z[np.abs(z) >= 1][:12]
    return {"X": X, "y": (z >= 0).astype(int), "lr": 1.0, "max_epochs": 200}


OTHER_RATE = "when `lr` is not 1: every step is `lr` times as long"
GATE_AND = {"X": CORNERS, "y": np.array([0, 0, 0, 1])}

EXERCISE = Exercise(
    id="neuron.perceptron_fit",
    points=3,
    reference=nn.perceptron_fit,
    parts=("w", "b", "mistakes"),
    cases=(
        Case("AND", {**GATE_AND, "lr": 1.0, "max_epochs": 20}),
        Case("OR", {"X": CORNERS, "y": np.array([0, 1, 1, 1]), "lr": 1.0, "max_epochs": 20}),
        Case(
            "AND with rate 2",
            {**GATE_AND, "lr": 2.0, "max_epochs": 20},
            OTHER_RATE,
        ),
        Case(
            "XOR, which never settles",
            {"X": CORNERS, "y": np.array([0, 1, 1, 0]), "lr": 1.0, "max_epochs": 7},
            "when the epochs run out: after `max_epochs` you should stop all the same",
        ),
        Case(
            "whole numbers and rate 0.5",
            {"X": CORNERS.astype(int), "y": np.array([1, 1, 1, 0]), "lr": 0.5, "max_epochs": 20},
            OTHER_RATE,
        ),
        Case(
            "three inputs",
            {
                "X": np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [2.0, -1.0, 1.0]]),
                "y": np.array([1, 0, 1]),
                "lr": 1.0,
                "max_epochs": 20,
            },
        ),
        Random("random separable points", random_separable),
    ),
    mistakes=(
        Mistake(
            "no-early-stop",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, stop=False),
            "The weights are right, but your list goes on with zeros after the clean epoch. "
            "It should end at its first 0: nothing can change after that.",
        ),
        Mistake(
            "last-zero-missing",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, keep_last=False),
            "The weights are right, but your list ends before the 0 of the clean epoch. "
            "That epoch was run too: write its count down, then stop.",
        ),
        Mistake(
            "never-reset",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, reset=False),
            "Your counts never fall: each epoch adds to the one before. "
            "The list wants the mistakes of each epoch on its own.",
        ),
        Mistake(
            "one-epoch",
            lambda X, y, lr, max_epochs: fit(X, y, lr, 1),
            "You stop after the first epoch, even though it had mistakes. "
            "Look at how far `return` is indented, or at what ends the loop.",
        ),
        Mistake(
            "one-epoch-too-many",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs + 1),
            "Separable data come out right, but on XOR you run one epoch more than `max_epochs`. "
            "Count your loop's first and last turn.",
        ),
        Mistake(
            "batch",
            fit_batch,
            "You judge all samples with the old weights and update once per epoch. The perceptron "
            "learns after each sample, so the next one meets the new weights.",
        ),
        Mistake(
            "bias-fixed",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, learn_bias=False),
            "Your bias stays 0, so every line you try passes through the origin. "
            "`perceptron_update` returns two things: keep both.",
        ),
        Mistake(
            "counted-after-update",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, count_late=True),
            "You count a sample after the update, when many a mistake is repaired already. "
            "Ask what the neuron says when it first sees the sample.",
        ),
        Mistake(
            "no-rate",
            lambda X, y, lr, max_epochs: fit(X, y, 1.0, max_epochs),
            "With `lr = 1` you are right; with `lr = 2` your weights are half of what they should "
            "be. Does `lr` reach the update?",
        ),
        Mistake(
            "step-of-zero",
            lambda X, y, lr, max_epochs: fit(X, y, lr, max_epochs, fires=lambda z: z > 0),
            "You take `z = 0` as silent. At the start every `z` is 0, so the very first sample is "
            "judged otherwise: in this course `step(0)` is 1.",
        ),
    ),
    alternatives=(fit, fit_one_column, fit_recursive),
    hints=(
        "Two loops: epochs outside, samples inside. You wrote what happens to one sample above.",
        "Inside: call your `perceptron_update` and count the sample as a mistake if the neuron's "
        "answer, before the update, was not `y`. Start the count afresh in every epoch.",
        "At the end of an epoch append the count to the list; if it is 0, stop. Start from "
        "`np.zeros(X.shape[1])` and `0.0`, and return `w, b, mistakes`.",
    ),
)
