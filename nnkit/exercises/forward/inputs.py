"""Inputs that several exercises of this lesson share."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from nnkit.exercises.definition import Named

Array = Any

# The worked example: 2 inputs, 3 ReLU units, 1 linear output.
W1 = np.array([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]])
B1 = np.array([0.1, -0.2, 0.0])
W2 = np.array([[0.7, -0.3, 0.5]])
B2 = np.array([0.1])
EVENING, OTHER = np.array([[1.0, 2.0]]), np.array([[2.0, 1.0]])
WORKED = [(W1, B1, Named("relu")), (W2, B2, Named("identity"))]
PAIRS = np.array([[1.0, 2.0], [2.0, 1.0], [-1.5, 0.5], [0.3, -2.2], [-0.7, -1.1]])


def random_layers(
    rng: np.random.Generator, sizes: list[int], hidden: str, output: str
) -> list[tuple[Array, Array, Named]]:
    """Layers of these sizes, the first of which is the number of inputs."""
    pairs = list(pairwise(sizes))
    names = [hidden] * (len(pairs) - 1) + [output]
    return [
        (rng.normal(size=(n_out, n_in)), rng.normal(size=n_out), Named(name))
        for (n_in, n_out), name in zip(pairs, names, strict=True)
    ]
