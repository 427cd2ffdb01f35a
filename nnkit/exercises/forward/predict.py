"""From logits to a decision."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random
from nnkit.exercises.forward.inputs import EVENING, PAIRS, WORKED, random_layers

Array = Any  # the answers are written as learners write them, without types

ONE = "for a single output: there the sign of the logit decides"
SEVERAL = "for several outputs: there the largest logit decides"
# Logits straight from the inputs: one row of W a class.
PLAIN = Named("identity")
ONE_LOGIT = [(np.array([[1.0, 0.0]]), np.array([0.0]), PLAIN)]
TWO_CLASSES = [(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, -0.5]), PLAIN)]
LOW = [(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), np.array([-9.05, -8.02, -8.5]), PLAIN)]
AROUND = np.array([[0.0, 3.0], [0.3, -1.0], [-0.3, 2.0], [0.6, 0.0], [-0.6, 1.0], [2.0, 2.0]])
FAR = np.array([[1000.0, 0.0], [-1000.0, 5.0], [999.0, -1000.0]])


def logits(X: Array, layers: Array) -> Array:
    return nn.forward(X, layers)[0]


def by_columns(one: Any, several: Any) -> Any:
    """``one`` decides on a single column of logits (n, 1), ``several`` on (n, K)."""

    def answer(X: Array, layers: Array) -> Array:
        Z = logits(X, layers)
        return one(Z) if Z.shape[1] == 1 else several(Z)

    return answer


def sign(Z: Array) -> Array:
    return (Z[:, 0] >= 0).astype(int)


def largest(Z: Array) -> Array:
    return np.argmax(Z, axis=1)


def predict_loop(X: Array, layers: Array) -> Array:
    labels = []
    for z in logits(X, layers):
        if len(z) == 1:
            labels.append(1 if z[0] >= 0 else 0)
        else:
            labels.append(max(range(len(z)), key=lambda k: z[k]))
    return np.array(labels)


def predict_two_columns(X: Array, layers: Array) -> Array:
    Z = logits(X, layers)
    if Z.shape[1] == 1:
        Z = np.hstack([np.where(Z >= 0, 0.0, 1.0), np.where(Z >= 0, 1.0, 0.0)])
    return Z.argmax(axis=-1)


def random_one(rng: np.random.Generator) -> Inputs:
    layers = random_layers(rng, [2, 4, 1], "tanh", "identity")
    return {"X": rng.normal(size=(12, 2)), "layers": layers}


def random_classes(rng: np.random.Generator) -> Inputs:
    layers = random_layers(rng, [2, 5, 4], "relu", "identity")
    return {"X": rng.normal(size=(9, 2)), "layers": layers}


# Logits of 800 and 900: exp overflows for both, and the second one wins.
HUGE = [(np.array([[800.0], [900.0]]), np.zeros(2), Named("identity"))]

EXERCISE = Exercise(
    id="forward.predict",
    points=2,
    reference=nn.predict,
    cases=(
        Case("the worked example", {"X": EVENING, "layers": WORKED}, ONE),
        Case("one logit, around 0", {"X": AROUND, "layers": ONE_LOGIT}, ONE),
        Case("one logit, far from 0", {"X": FAR, "layers": ONE_LOGIT}, ONE),
        Case("two classes", {"X": AROUND, "layers": TWO_CLASSES}, SEVERAL),
        Case("three classes, all logits negative", {"X": PAIRS, "layers": LOW}, SEVERAL),
        Case("as many samples as classes", {"X": PAIRS[1:4], "layers": LOW}, SEVERAL),
        Case("one sample, three classes", {"X": PAIRS[3:4], "layers": LOW}, SEVERAL),
        Case("three classes, far from 0", {"X": FAR, "layers": LOW}, SEVERAL),
        Case("two huge logits", {"X": np.array([[1.0], [0.5]]), "layers": HUGE}, SEVERAL),
        Random("one random logit", random_one, focus=ONE),
        Random("random classes", random_classes, focus=SEVERAL),
    ),
    mistakes=(
        Mistake(
            "half",
            by_columns(lambda Z: (Z[:, 0] >= 0.5).astype(int), largest),
            "With several outputs you are right. A single logit is compared with 0.5, but it is "
            "no probability: σ(z) = 0.5 at which `z`?",
        ),
        Mistake(
            "zero-is-no",
            by_columns(lambda Z: (Z[:, 0] > 0).astype(int), largest),
            "Only one thing is wrong: a single logit of exactly 0 gives 0. In this course 0 counts "
            "as a yes, as in `step(0) = 1`.",
        ),
        Mistake(
            "inverted",
            by_columns(lambda Z: (Z[:, 0] < 0).astype(int), largest),
            "With several outputs you are right. With a single one, every label is the wrong way "
            "round: a large logit speaks for class 1.",
        ),
        Mistake(
            "always-argmax",
            lambda X, layers: largest(logits(X, layers)),
            "With a single output you always answer 0: `argmax` of one number is 0 whatever it is. "
            "A single logit needs another rule.",
        ),
        Mistake(
            "always-threshold",
            by_columns(sign, lambda Z: (Z >= 0).astype(int)),
            "With several outputs you return a yes or no for every class. Exclusive classes "
            "compete: return the number of the largest logit.",
        ),
        Mistake(
            "over-samples",
            by_columns(sign, lambda Z: np.argmax(Z, axis=0)),
            "`argmax` runs down the columns: it finds the best sample for each class. Wanted is "
            "the best class for each sample, along a row.",
        ),
        Mistake(
            "over-everything",
            by_columns(sign, np.argmax),
            "With several outputs `argmax` runs over the whole batch and gives a single number. "
            "Tell it the axis, so that each sample gets its own answer.",
        ),
        Mistake(
            "highest-logit",
            by_columns(sign, lambda Z: Z.max(axis=1)),
            "With several outputs you return the largest logit itself. Asked is which one it is: "
            "its number, from 0.",
        ),
        Mistake(
            "column",
            by_columns(lambda Z: (Z >= 0).astype(int), largest),
            "The decisions are right, but with a single output yours have shape (n, 1). Labels "
            "have shape (n,): take the column out.",
        ),
        Mistake(
            "logits",
            lambda X, layers: logits(X, layers),
            "You return the logits. One step is missing: from these numbers to a decision, one "
            "label for each sample.",
        ),
    ),
    alternatives=(
        by_columns(sign, largest),
        by_columns(lambda Z: nn.step(Z).ravel(), lambda Z: Z.argmax(axis=-1)),
        by_columns(
            lambda Z: np.where(nn.sigmoid(Z[:, 0]) >= 0.5, 1, 0), lambda Z: nn.softmax(Z).argmax(1)
        ),
        by_columns(lambda Z: Z[:, 0] >= 0, lambda Z: np.argsort(Z, axis=1)[:, -1]),
        predict_loop,
        predict_two_columns,
    ),
    hints=(
        "`forward` gives you the logits, of shape (n, n_out), and the cache, which you don't need "
        "here. How many columns are there?",
        "One column: the label is 1 where the logit is 0 or more. Several: it is the number of the "
        "largest logit in each row. Either way the shape is (n,).",
        "Ask `Z.shape[1] == 1`. If so, compare `Z[:, 0]` with 0; a comparison becomes 0 and 1 with "
        "`.astype(int)`. If not, `Z.argmax(axis=…)`: along which axis?",
    ),
)
