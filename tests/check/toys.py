"""Toy exercises, and what is said of an answer to one."""

from __future__ import annotations

import numpy as np

from nnkit.check import judge, observe
from nnkit.exercises import Case, Exercise


def centre(X):
    """The reference of a toy exercise: every row less its mean."""
    return X - X.mean(axis=1, keepdims=True)


def total(X):
    return X.sum(axis=1)


def batches(*shapes):
    rng = np.random.default_rng(1)
    return tuple(Case(f"batch {shape}", {"X": rng.normal(size=shape)}) for shape in shapes)


def toy(reference, cases=None, **options) -> Exercise:
    return Exercise(
        id=f"toy.{reference.__name__}",
        points=4,
        reference=reference,
        cases=cases or batches((4, 3), (5, 2), (1, 3)),
        mistakes=options.pop("mistakes", ()),
        alternatives=(),
        hints=("a", "b", "c"),
        **options,
    )


def verdict(exercise, fn):
    return judge(exercise, observe(exercise, fn, [c.inputs for c in exercise.draw_cases()]))
