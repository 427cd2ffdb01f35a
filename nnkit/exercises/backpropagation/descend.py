"""w ← w − α ∇f(w), again and again, and the whole path."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random

Array = Any  # the answers are written as learners write them, without types

LATER = (
    "from the second step on: each step starts at the point that the last one reached, and follows "
    "the same rule"
)
WHOLE = (
    "when the start holds whole numbers: an array made like `w` is an array of integers then, and "
    "the decimals of every step are cut off"
)


def walk(
    f_grad: Array,
    w: Array,
    lr: Array,
    steps: Array,
    *,
    at_start: bool = False,
) -> Array:
    """A right answer, unless every gradient is taken at the start."""
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - lr * f_grad(w if at_start else path[-1]))
    return np.array(path)


def same_object(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    path = [w]
    for _ in range(steps):
        w -= lr * f_grad(w)
        path.append(w)
    return np.array(path)


def same_copy(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    return same_object(f_grad, w.astype(float), lr, steps)


def in_place(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    path = [w.copy()]
    for _ in range(steps):
        w -= lr * f_grad(w)
        path.append(w.copy())
    return np.array(path)


def descend_array(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    path = np.zeros((steps + 1, *w.shape))
    path[0] = w
    for t in range(1, steps + 1):
        path[t] = path[t - 1] - lr * f_grad(path[t - 1])
    return path


def descend_copies(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    w = w.astype(float)  # a copy, so that the caller's w is safe
    path = [w.copy()]
    while len(path) <= steps:
        w -= lr * f_grad(w)
        path.append(w.copy())
    return np.stack(path)


def descend_accumulated(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    return np.array([*accumulate(range(steps), lambda at, _: at - lr * f_grad(at), initial=w)])


def descend_recursive(f_grad: Array, w: Array, lr: Array, steps: Array) -> Array:
    if steps == 0:
        return np.array(w)[np.newaxis]
    rest = descend_recursive(f_grad, w + lr * -f_grad(w), lr, steps - 1)
    return np.concatenate([np.array(w)[np.newaxis], rest])


def random_walk(rng: np.random.Generator) -> Inputs:
    w, lr = rng.normal(size=3), rng.uniform(0.05, 0.3)
    return {"f_grad": Named("tanh(w - 1)"), "w": w, "lr": lr, "steps": int(rng.integers(2, 6))}


def case(name: str, f_grad: str, w: Any, lr: float, steps: int, focus: str = "") -> Case:
    inputs = {"f_grad": Named(f_grad), "w": np.array(w), "lr": lr, "steps": steps}
    return Case(name, inputs, focus)


EXERCISE = Exercise(
    id="backpropagation.descend",
    points=2,
    reference=nn.descend,
    cases=(
        case("one step", "2 * (w - 3)", 1.0, 0.1, 1),
        case("three steps", "2 * (w - 3)", 1.0, 0.1, 3, LATER),
        case("steps too large", "2 * (w - 3)", 4.0, 1.2, 4, LATER),
        case("a hilly slope", "w**3 - w", [0.5, -2.0], 0.25, 5, LATER),
        case("one step of two weights", "[1, 10] * w", [2.0, -1.0], 0.05, 1),
        case("a matrix", "tanh(w - 1)", [[0.5, 2.0, -1.0], [3.0, 0.0, 1.5]], 0.5, 4, LATER),
        case("whole numbers", "[1, 10] * w", [4, -3], 0.125, 1, WHOLE),
        case("no steps", "2 * (w - 3)", [1.5, 2.5], 0.1, 0, "for 0 steps: the path is the start"),
        Random("a random start", random_walk, focus=LATER),
    ),
    mistakes=(
        Mistake(
            "uphill",
            lambda f_grad, w, lr, steps: walk(f_grad, w, -lr, steps),
            "You walk uphill: every step goes where the gradient points. "
            "The gradient points to where `f` grows.",
        ),
        Mistake(
            "no-rate",
            lambda f_grad, w, lr, steps: walk(f_grad, w, 1.0, steps),
            "Your steps are as long as the gradient itself, and the same for every `lr`. "
            "The learning rate says which part of the gradient one step takes.",
        ),
        Mistake(
            "start-missing",
            lambda f_grad, w, lr, steps: np.array([*walk(f_grad, w, lr, steps)][1:]),
            "The steps are right, but your path begins after the first of them. "
            "The start belongs to it too: `steps + 1` points in all.",
        ),
        Mistake(
            "last-missing",
            lambda f_grad, w, lr, steps: walk(f_grad, w, lr, steps - 1),
            "The steps are right, but your path ends one point early. "
            "The start and `steps` steps make `steps + 1` points.",
        ),
        Mistake(
            "one-too-many",
            lambda f_grad, w, lr, steps: walk(f_grad, w, lr, steps + 1),
            "The steps are right, but you take one too many. Your path should have `steps + 1` "
            "points, the start among them.",
        ),
        Mistake(
            "only-the-end",
            lambda f_grad, w, lr, steps: walk(f_grad, w, lr, steps)[-1],
            "You arrive at the right place, but return only the end. "
            "Asked is the whole path: the start and the point after each step.",
        ),
        Mistake(
            "same-object",
            same_object,
            "All points of your path are one array, changed again and again: each shows the end. "
            "`w -= …` writes into the caller's `w` too. Make a new array at each step.",
        ),
        Mistake(
            "same-copy",
            same_copy,
            "All points of your path show the end: they are one array, changed by `-=` again and "
            "again. Make a new array at each step, or append a copy.",
        ),
        Mistake(
            "in-place",
            in_place,
            "The path is right, but the `w` that was passed in has changed: `w -= …` writes into "
            "it, and an array of whole numbers refuses that. Compute a new `w` instead.",
        ),
        Mistake(
            "gradient-at-the-start",
            lambda f_grad, w, lr, steps: walk(f_grad, w, lr, steps, at_start=True),
            "The first step is right, and all others repeat it. The slope changes as you walk: "
            "ask for the gradient again where you stand now.",
        ),
    ),
    alternatives=(
        walk,
        descend_array,
        descend_copies,
        descend_accumulated,
        descend_recursive,
    ),
    hints=(
        "Stand at `w`, ask `f_grad(w)` which way is up, and go a little the other way. Then do it "
        "again from there. Write down every place you stand at.",
        "Start a list with `w` in it. In a loop over `range(steps)` compute the new `w` from the "
        "old one and append it. At the end make an array of the list.",
        "One step is `w = w - lr * f_grad(w)`: a new array each time, so that neither the list nor "
        "the caller's `w` changes behind your back. Return `np.array(path)`.",
    ),
)
