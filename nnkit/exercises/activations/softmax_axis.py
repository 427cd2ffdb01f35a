"""☆ softmax along any axis of any array."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types

TABLE = np.array([[2.0, 1.0, 0.1], [-1.0, 3.0, 0.5]])
BLOCK = np.arange(24.0).reshape(2, 3, 4) % 7 - 2
FIRST = "along the first axis, `axis = 0`"


def shares(Z: Array, axis: Any, top: Any) -> Array:
    e = np.exp(Z - Z.max(axis=top, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def random_block(rng: np.random.Generator) -> Inputs:
    shape = rng.permutation([2, 3, 4])
    return {"Z": rng.normal(scale=2.0, size=shape), "axis": int(rng.integers(0, 3))}


def by_moving(Z: Array, axis: int) -> Array:
    rows = np.moveaxis(Z, axis, -1)
    flat = nn.softmax(rows.reshape(-1, rows.shape[-1]))
    return np.moveaxis(flat.reshape(rows.shape), -1, axis)


def by_slices(Z: Array, axis: int) -> Array:
    def one(z: Array) -> Array:
        e = np.exp(z - z.max())
        return e / e.sum()

    return np.apply_along_axis(one, axis, Z)


def without_keepdims(Z: Array, axis: int) -> Array:
    e = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


EXERCISE = Exercise(
    id="activations.softmax_axis",
    points=0,
    reference=nn.softmax_axis,
    cases=(
        Case("rows, axis 1", {"Z": TABLE, "axis": 1}),
        Case("columns, axis 0", {"Z": TABLE, "axis": 0}),
        Case("the last axis, −1", {"Z": TABLE, "axis": -1}),
        Case("one list of scores", {"Z": np.array([3.0, 1.0, 0.5, -2.0]), "axis": 0}),
        Case("three axes, the middle one", {"Z": BLOCK, "axis": 1}),
        Case("three axes, the first", {"Z": BLOCK, "axis": 0}),
        Case("far from zero", {"Z": np.array([[1000.0, -1000.0], [1001.0, -1002.0]]), "axis": 0}),
        Random("a random block", random_block),
    ),
    mistakes=(
        Mistake(
            "always-last",
            lambda Z, axis: shares(Z, -1, -1),
            "Your sums are always taken along the last axis, whatever `axis` says. "
            "Pass it on to the functions that take one.",
        ),
        Mistake(
            "whole-array",
            lambda Z, axis: shares(Z, None, None),
            "The whole array sums to 1, whatever `axis` says. Only the entries along that one axis "
            "compete.",
        ),
        Mistake(
            "no-maximum",
            lambda Z, axis: np.exp(Z) / np.exp(Z).sum(axis=axis, keepdims=True),
            "Right for small scores. At ±1000 `exp` gives `inf` or 0, and the fraction is `nan`. "
            "Subtract the largest score along the axis first.",
        ),
        Mistake(
            "one-maximum",
            lambda Z, axis: shares(Z, axis, None),
            "Right, until one part lies far below another: then its every `exp` is 0, and 0/0 is "
            "`nan`. Take the maximum along the axis too.",
        ),
        Mistake(
            "not-normalised",
            lambda Z, axis: np.exp(Z - Z.max(axis=axis, keepdims=True)),
            "The shift and `exp` are there, but nothing sums to 1: the largest entry along the "
            "axis is exactly 1. One division is missing.",
        ),
        Mistake(
            "lost-axis",
            without_keepdims,
            "Along the first axis of `Z` you are right. Along another, NumPy can't line the sums "
            "up with `Z`, or lines them up wrongly: the summed axis should stay, with length 1.",
        ),
    ),
    alternatives=(
        lambda Z, axis: shares(Z, axis, axis),
        lambda Z, axis: np.exp(Z - np.expand_dims(np.logaddexp.reduce(Z, axis=axis), axis)),
        by_moving,
        by_slices,
    ),
    hints=(
        "Nothing new to invent: your `softmax` does it along one axis. Where is that axis named?",
        "`max` and `sum` both take `axis=`. With `keepdims=True` the result lines up with `Z` "
        "whichever axis it is.",
        "Take your `softmax`, and write `axis=axis` in both places.",
    ),
)
