"""Functions of an array of one certain shape that give one number, to take slopes of.

All but two are straight along every entry, where central differences are exact with any step: what
goes wrong with one of these was not the step's size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any
Surface = Callable[[Array], Any]


def _of_shape(shape: tuple[int, ...], f: Surface) -> Surface:
    """f, refusing arrays of another shape: NumPy would spread a single number over all entries."""

    def checked(x: Array) -> float:
        if np.shape(x) != shape:
            raise ValueError(
                f"f takes an array with all entries of x, shape {shape}; got shape {np.shape(x)}."
            )
        return float(f(np.asarray(x)))

    return checked


def _weighing(weights: Array) -> Surface:
    """f(x) = Σ wᵢxᵢ."""
    w = np.array(weights)
    return _of_shape(w.shape, lambda x: np.sum(w * x))


SURFACES: dict[str, Surface] = {
    "weighted_sum_of_1": _weighing([5.0]),
    "weighted_sum_of_3": _weighing([2.0, -3.0, 0.7]),
    "weighted_sum_of_2x3": _weighing([[1.0, -2.0, 0.5], [3.0, 0.257319, -1.5]]),
    "weighted_sum_of_2x2x2": _weighing([[[1.0, 2.0], [-3.0, 4.0]], [[0.5, -2.5], [1.5, 3.5]]]),
    "product_times_10000": _of_shape((3,), lambda x: 10_000 * np.prod(x)),
    "sum_of_sines": _of_shape((3,), lambda x: np.sum(np.sin(x))),
    "sum_of_absolute_values": _of_shape((2,), lambda x: np.sum(np.abs(x))),
    "weighted_sum_plus_100": _of_shape((2,), lambda x: 100 + 2 * x[0] - 3 * x[1]),
}
