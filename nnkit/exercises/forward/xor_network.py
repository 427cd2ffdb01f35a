"""☆ XOR from two ReLU units, the weights chosen by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, NotAsAsked

Array = Any  # the answers are written as learners write them, without types

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SHAPES = {"W1": (2, 2), "b1": (2,), "w2": (2,), "b2": ()}


def on_the_corners(fn: Any, given: Inputs) -> Any:
    """What the learner's network puts out on the four corners. Many weights are right."""
    weights = fn(*given.values())
    if weights is None:
        return None
    W1, b1, w2, b2 = _as_asked(weights)
    return nn.relu(CORNERS @ W1.T + b1) @ w2 + b2


def _as_asked(weights: Any) -> list[Array]:
    names = ", ".join(SHAPES)
    if not isinstance(weights, (list, tuple)) or len(weights) != len(SHAPES):
        raise NotAsAsked(f"Return 4 things, `{names}`, in this order.")
    return [_fitting(*named, value) for named, value in zip(SHAPES.items(), weights, strict=True)]


def _fitting(name: str, shape: tuple[int, ...], value: Any) -> Array:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise NotAsAsked(f"`{name}` is no array of numbers. Its shape is to be {shape}.") from None
    if array.size == np.prod(shape) and len(shape) < 2:
        return array.reshape(shape)  # w2 as a row (1, 2), b2 as (1,): a layer's own shapes
    if array.shape != shape:
        wanted = f"one number is wanted, shape {shape}" if shape == () else f"{shape} is wanted"
        raise NotAsAsked(f"Your `{name}` has shape {array.shape}, and {wanted}.")
    return array


def by_hand(W1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    """An answer with these weights."""
    return lambda: (np.array(W1), np.array(b1), np.array(w2), b2)


EXERCISE = Exercise(
    id="forward.xor_network",
    points=0,
    reference=nn.xor_network,
    observe=on_the_corners,
    cases=(Case("outputs on (0, 0), (0, 1), (1, 0), (1, 1)", {}),),
    mistakes=(
        Mistake(
            "or",
            by_hand([[1, 0], [-1, 1]], [0, 0], [1, 1], 0),
            "Your network is OR: (1, 1) should give 0. Which of your hidden units behaves "
            "differently when both inputs are on?",
        ),
        Mistake(
            "and",
            by_hand([[1, 1], [0, 0]], [-1, 0], [1, 0], 0),
            "Your network is AND: it answers 1 on (1, 1) only. Print the two hidden units on each "
            "corner, and ask what the output should make of them.",
        ),
        Mistake(
            "xnor",
            by_hand([[1, 1], [1, 1]], [0, -1], [-1, 2], 1),
            "Every corner is the wrong way round: you built XNOR. "
            "Look at the signs of `w2`, and at `b2`.",
        ),
        Mistake(
            "sum",
            by_hand([[1, 1], [1, 1]], [0, -1], [1, 0], 0),
            "Your network counts the ones: (1, 1) gives 2. A second unit that answers to (1, 1) "
            "alone can take that away again. How much must it take?",
        ),
        Mistake(
            "too-much",
            by_hand([[1, 1], [1, 1]], [0, -1], [1, -3], 0),
            "Three corners are right, but (1, 1) gives −1 where 0 is asked: too much is taken away "
            "there. Add up by hand what the two hidden units send.",
        ),
        Mistake(
            "one-sided",
            by_hand([[1, -1], [1, -1]], [0, 0], [1, 0], 0),
            "Only (1, 0) gives 1; (0, 1) gives 0 and should give 1 as well. Which hidden unit "
            "answers to that corner?",
        ),
        Mistake(
            "difference",
            by_hand([[1, -1], [-1, 1]], [0, 0], [1, -1], 0),
            "Your network gives the difference x1 − x2: −1 on (0, 1). Both kinds of difference "
            "should count the same way.",
        ),
        Mistake(
            "silent",
            by_hand([[-1, -1], [-1, -1]], [0, 0], [1, 1], 0),
            "Your network answers 0 on all four corners. Print the hidden units: is one of them "
            "ever above 0, and does `w2` let it through?",
        ),
    ),
    alternatives=(
        by_hand([[1, 1], [1, 1]], [0, -1], [1, -2], 0),
        by_hand([[1.0, -1.0], [-1.0, 1.0]], [0.0, 0.0], [1.0, 1.0], 0.0),
        by_hand([[2, 2], [4, 4]], [0, -4], [0.5, -0.5], 0),
        by_hand([[-1, -1], [1, 1]], [1, -1], [-1, -1], 1),
        lambda: ([[1, 1], [1, 1]], [0, -1], [[1, -2]], np.array([0.0])),
    ),
    hints=(
        "One unit can count the ones: `x1 + x2` is 0, 1, 1, 2 on the corners. Only the last one "
        "is wrong. By how much?",
        "Let the second unit be silent on three corners and answer to (1, 1) only: "
        "`relu(x1 + x2 + b)` with which `b`?",
        "`W1` can be all ones. With `b1 = [0, -1]` the units give 0, 1, 1, 2 and 0, 0, 0, 1. "
        "Which `w2` makes 0, 1, 1, 0 of them?",
    ),
)
