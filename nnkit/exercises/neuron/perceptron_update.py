"""The learning rule for one sample."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types


def update(w: Array, b: Array, x: Array, error: Array, lr: Array) -> Array:
    return w + lr * error * x, b + lr * error


def says(w: Array, b: Array, x: Array) -> float:
    return 1.0 if x @ w + b >= 0 else 0.0


def update_in_place(w: Array, b: Array, x: Array, y: Array, lr: Array) -> Array:
    error = y - says(w, b, x)
    w += lr * error * x
    return w, b + lr * error


def update_until_right(w: Array, b: Array, x: Array, y: Array, lr: Array) -> Array:
    while says(w, b, x) != y:
        w, b = update(w, b, x, y - says(w, b, x), lr)
    return w, b


def update_branches(w: Array, b: Array, x: Array, y: Array, lr: Array) -> Array:
    if y == 1 and np.dot(w, x) + b < 0:
        return w + lr * x, b + lr
    if y == 0 and np.dot(w, x) + b >= 0:
        return w - lr * x, b - lr
    return w.copy(), b


def update_copies(w: Array, b: Array, x: Array, y: Array, lr: Array) -> Array:
    w, prediction = np.array(w, dtype=float), int(np.sum(x * w) + b >= 0)
    if prediction != y:
        w += lr * (1 if y else -1) * x
        b += lr * (1 if y else -1)
    return w, b


def random_update(rng: np.random.Generator) -> Inputs:
    w, x = rng.normal(size=(2, 4))
    b, lr = rng.normal(), rng.uniform(0.1, 2)
    return {"w": w, "b": b, "x": x, "y": 1 - int(says(w, b, x)), "lr": lr}  # always a mistake


OTHER_RATE = "when `lr` is not 1: look at how far one step should go"
RIGHT_ALREADY = "when the sample is classified rightly: then nothing should change"

EXERCISE = Exercise(
    id="neuron.perceptron_update",
    points=2,
    reference=nn.perceptron_update,
    parts=("w", "b"),
    cases=(
        Case(
            "silent where it should fire",
            {"w": np.array([-1.0, 0.5]), "b": -2.0, "x": np.array([1.0, 3.0]), "y": 1, "lr": 1.0},
        ),
        Case(
            "fires where it should be silent",
            {"w": np.array([1.0, 2.0]), "b": 0.5, "x": np.array([2.0, -0.5]), "y": 0, "lr": 1.0},
        ),
        Case(
            "right already, firing",
            {"w": np.array([1.0, 2.0]), "b": 0.5, "x": np.array([2.0, 1.0]), "y": 1, "lr": 1.0},
            RIGHT_ALREADY,
        ),
        Case(
            "right already, silent",
            {"w": np.array([1.0, 2.0]), "b": 0.5, "x": np.array([-2.0, 0.0]), "y": 0, "lr": 1.0},
            RIGHT_ALREADY,
        ),
        Case(
            "exactly on the line",
            {"w": np.array([0.0, 0.0]), "b": 0.0, "x": np.array([1.0, 2.0]), "y": 0, "lr": 1.0},
            "when `z` is exactly 0: remember that `step(0)` is 1",
        ),
        Case(
            "the bias decides",
            {"w": np.array([1.0, 0.0]), "b": -3.0, "x": np.array([1.0, 2.0]), "y": 1, "lr": 1.0},
        ),
        Case(
            "one step is not enough",
            {"w": np.array([-5.0, 0.5]), "b": -2.0, "x": np.array([1.5, 0.25]), "y": 1, "lr": 1.0},
            "when one step does not make the answer right: take one step all the same",
        ),
        Case(
            "whole numbers",
            {"w": np.array([-2, 1]), "b": -1, "x": np.array([3, 5]), "y": 1, "lr": 0.1},
            OTHER_RATE,
        ),
        Case(
            "a small rate",
            {"w": np.array([-1.0, 0.5]), "b": -2.0, "x": np.array([1.0, 3.0]), "y": 1, "lr": 0.25},
            OTHER_RATE,
        ),
        Random("a random mistake", random_update, focus=OTHER_RATE),
    ),
    mistakes=(
        Mistake(
            "updates-right-samples",
            lambda w, b, x, y, lr: update(w, b, x, 2 * y - 1, lr),
            "Wrong samples move the weights as they should, but right ones move them too. "
            "When the prediction equals `y`, nothing should change.",
        ),
        Mistake(
            "wrong-direction",
            lambda w, b, x, y, lr: update(w, b, x, says(w, b, x) - y, lr),
            "Every step has the right size and the wrong direction: each mistake makes the next "
            "one more certain. Look at the sign of the error.",
        ),
        Mistake(
            "no-step",
            lambda w, b, x, y, lr: update(w, b, x, y - (x @ w + b), lr),
            "Your error is `y` minus the weighted sum. The perceptron compares `y` with what the "
            "neuron answers, 0 or 1: something between `z` and the answer is missing.",
        ),
        Mistake(
            "bias-fixed",
            lambda w, b, x, y, lr: (update(w, b, x, y - says(w, b, x), lr)[0], b),
            "The weights are right, but your bias never moves. "
            "It learns too, as if it were the weight of an input that is always 1.",
        ),
        Mistake(
            "in-place",
            update_in_place,
            "The numbers are right, but the `w` that was passed in has changed as well: `w += …` "
            "writes into the caller's array. Compute a new array instead.",
        ),
        Mistake(
            "until-right",
            update_until_right,
            "You go on until the neuron answers right. Here one call takes one step; the next "
            "chance comes when the sample is met again.",
        ),
        Mistake(
            "without-x",
            lambda w, b, x, y, lr: (
                w + lr * (y - says(w, b, x)),
                b + lr * (y - says(w, b, x)),
            ),
            "Every weight moves by the same amount. A weight should move in proportion to its own "
            "input: an input of 0 had no part in the mistake.",
        ),
        Mistake(
            "step-of-zero",
            lambda w, b, x, y, lr: update(w, b, x, y - (x @ w + b > 0), lr),
            "Right everywhere but exactly on the line, where `z = 0`. "
            "In this course `step(0)` is 1, so the neuron fires there.",
        ),
        Mistake(
            "prediction-without-bias",
            lambda w, b, x, y, lr: update(w, b, x, y - (x @ w >= 0), lr),
            "Your prediction leaves out the bias, so on some samples you see a mistake where there "
            "is none, or miss one. Predict from the whole of `w · x + b`.",
        ),
        Mistake(
            "signs-for-labels",
            lambda w, b, x, y, lr: update(w, b, x, y - (1 if x @ w + b >= 0 else -1), lr),
            "Your neuron answers −1 or 1, but the labels here are 0 and 1, so the error comes out "
            "wrong whenever the neuron is silent. Use `step`.",
        ),
    ),
    alternatives=(
        lambda w, b, x, y, lr: update(w, b, x, y - says(w, b, x), lr),
        update_branches,
        update_copies,
        lambda w, b, x, y, lr: (
            (v := np.append(w, b) + lr * (y - says(w, b, x)) * np.append(x, 1.0))[:-1],
            v[-1],
        ),
    ),
    hints=(
        "First find out what the neuron says now: 0 or 1. Compare it with `y`. There are only "
        "three possible differences: −1, 0 and 1.",
        "Call that difference the error, `y − ŷ`. Fired wrongly: step away from `x`. Silent "
        "wrongly: step towards `x`. Right: the error is 0, and so is the step.",
        "The new weights are `w` plus `lr` times the error times `x`. The bias does the same with "
        "1 in place of `x`. Return both, as `w, b`, without changing the arrays passed in.",
    ),
)
