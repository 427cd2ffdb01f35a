"""The slope by trial: slow, simple, and so a judge of every gradient worked out on paper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array


def numerical_gradient(f: Callable[[Array], float], x: ArrayLike) -> Array:
    """∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / 2h: central differences, one entry at a time.

    x of any shape, which the result has too; x itself isn't changed. h is 1e-5, scaled to |xᵢ|
    where that is above 1. `f` takes an array like x and returns one number, or ValueError is
    raised. Meaningless at a kink. Source: Goodfellow, Bengio & Courville 2016, §11.5.
    """
    probe = np.array(x, dtype=float)
    gradient = np.empty_like(probe)
    for i in np.ndindex(probe.shape):
        gradient[i] = _slope(f, probe, i)
    return gradient[()]


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """‖a − b‖ / (‖a‖ + ‖b‖): 0 for equal gradients, 1 for opposite ones; below 1e-6 they agree.

    Raises ValueError if the shapes differ.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"relative_error takes gradients of one shape; got {a.shape}, {b.shape}.")
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def _slope(f: Callable[[Array], float], probe: Array, i: tuple[int, ...]) -> float:
    """The slope along entry i of `probe`, which is put back afterwards."""
    here = probe[i]
    h = 1e-5 * max(1.0, abs(here))
    probe[i] = here + h
    above = _number(f(probe))
    probe[i] = here - h
    below = _number(f(probe))
    probe[i] = here
    return float((above - below) / (2 * h))


def _number(value: ArrayLike) -> float:
    if np.size(value) != 1:
        raise ValueError(
            f"numerical_gradient takes an f that returns one number; got shape {np.shape(value)}."
        )
    return float(np.asarray(value).item())
