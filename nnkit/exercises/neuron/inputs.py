"""Inputs that several exercises of this lesson share."""

from __future__ import annotations

import numpy as np

from nnkit.exercises.definition import Inputs

SAMPLE = np.array([2.0, 3.0, -1.0])
BATCH = np.array([[1.0, 0.0, 2.0], [0.5, -1.0, 1.5], [-2.0, 3.0, 0.0], [4.0, 1.0, -3.0]])
WEIGHTS = np.array([0.5, -0.2, 0.8])
ONLY_BATCH = "for a batch: check what happens when `X` has one row per sample"
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def random_neuron(rng: np.random.Generator) -> Inputs:
    n, n_in = rng.integers(2, 7, size=2)
    n_in += n == n_in  # a square batch would hide a mix-up of the axes
    return {"X": rng.normal(size=(n, n_in)), "w": rng.normal(size=n_in), "b": rng.normal()}
