"""Inputs, and one sentence, that several exercises of this lesson share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnkit.exercises.definition import Case, Inputs, Mistake, Random

SWEEP = np.linspace(-4, 4, 80)  # an even count, so that 0 itself is left to a case of its own
BATCH = np.array([[0.5, -1.2, 3.0, -0.3], [-2.5, 0.7, 1.9, -4.0], [2.2, -0.1, -3.1, 0.9]])
WHOLE = np.array([[-2, 1, 3], [4, -1, -3]])  # integers, as a learner types them
AT_ZERO = "at exactly `z = 0`"
FAR_BELOW = "far below zero, near `z = −1000`"
FAR_ABOVE = "far above zero, near `z = 1000`"
ONLY_WHOLE = "for whole numbers: what is written into an array of integers loses its decimals"


def random_batch(rng: np.random.Generator) -> Inputs:
    return {"z": rng.normal(scale=2.0, size=rng.integers(2, 6, size=2))}


ELEMENTWISE = (
    Case("a curve", {"z": SWEEP}, curve="z"),
    Case("one number", {"z": np.array(-0.5)}),
    Case("exactly zero", {"z": np.array([0.0, 0.0])}, AT_ZERO),
    Case("whole numbers", {"z": WHOLE}, ONLY_WHOLE),
    Case("a batch", {"z": BATCH}),
    Case("a batch of one", {"z": BATCH[:1]}),
    Case("far below zero", {"z": np.array([-1000.0, -1010.0])}, FAR_BELOW),
    Case("far above zero", {"z": np.array([1000.0, 1010.0])}, FAR_ABOVE),
    Random("a random batch", random_batch),
)


def only_one_number(function: Callable[[Any], Any]) -> Mistake:
    """``function`` decides by `if`, which an array can't answer."""
    return Mistake(
        "one-number-only",
        function,
        "One number works. For an array, `if` and Python's own `max` can't decide: some entries "
        "may be positive and others not. Let NumPy choose for each entry.",
    )
