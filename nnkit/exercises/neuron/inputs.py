"""Inputs that several exercises of this lesson share."""

from __future__ import annotations

import numpy as np

from nnkit.exercises.definition import Inputs

SAMPLE = np.array([2.0, 3.0, -1.0])
BATCH = np.array([[1.0, 0.0, 2.0], [0.5, -1.0, 1.5], [-2.0, 3.0, 0.0], [4.0, 1.0, -3.0]])
WEIGHTS = np.array([0.5, -0.2, 0.8])
ONLY_BATCH = "for a batch: see what happens when `X` has one row per sample"
# Two inputs in a batch and many in one sample: the number of inputs must not pass for the batch.
PAIRS = np.array([[1.0, 2.0], [-0.5, 3.0], [0.25, -1.5]])
LONG = np.array([0.3, -1.7, 2.9, 0.11])
WHOLE = np.array([[3, 5], [1, 2], [-4, 7]])  # integers, as a learner types them
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def random_neuron(rng: np.random.Generator) -> Inputs:
    n, n_in = rng.integers(2, 7, size=2)
    n_in += n == n_in  # a square batch would hide a mix-up of the axes
    return {"X": rng.normal(size=(n, n_in)), "w": rng.normal(size=n_in), "b": rng.normal()}
