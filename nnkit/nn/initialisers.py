"""Initialisers: where the weights start, so that signals neither fade nor grow from layer to layer.

Each takes `(n_in, n_out, rng)` and returns W of shape (n_out, n_in). Biases start at 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from nnkit.nn.registry import lookup
from nnkit.nn.vocabulary import Array, Rng

Initialiser: TypeAlias = Callable[[int, int, Rng], Array]


def zeros(n_in: int, n_out: int, rng: Rng) -> Array:
    """W = 0: every unit of a layer computes the same, and always will."""
    return np.zeros((n_out, n_in))


def normal(n_in: int, n_out: int, rng: Rng) -> Array:
    """W ~ N(0, 1): the same spread for any width, so too large for a wide layer."""
    return rng.standard_normal((n_out, n_in))


def xavier(n_in: int, n_out: int, rng: Rng) -> Array:
    """W ~ N(0, 2/(n_in + n_out)): for tanh and sigmoid.

    Source: Glorot & Bengio 2010, eq. 12 (their eq. 16 draws the same variance uniformly).
    """
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))


def he(n_in: int, n_out: int, rng: Rng) -> Array:
    """W ~ N(0, 2/n_in): for ReLU, which lets only half of the signal through.

    Source: He, Zhang, Ren & Sun 2015, eq. 10.
    """
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_out, n_in))


INITIALISERS: dict[str, Initialiser] = {
    "zeros": zeros,
    "normal": normal,
    "xavier": xavier,
    "he": he,
}


def init_weights(n_in: int, n_out: int, scheme: str, rng: Rng) -> Array:
    """W of shape (n_out, n_in), drawn by the scheme: "zeros", "normal", "xavier" or "he".

    Raises ValueError for an unknown scheme.
    """
    return lookup(INITIALISERS, scheme, "initialiser")(n_in, n_out, rng)
