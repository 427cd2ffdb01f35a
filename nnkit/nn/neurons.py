"""One neuron: a weighted sum, a bias, an activation; and the line that it draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array


def weighted_sum(X: ArrayLike, w: ArrayLike, b: float) -> Array:
    """z = w·x + b: a number for one sample (n_in,), shape (n,) for a batch (n, n_in).

    Raises ValueError where X and w differ in the number of inputs.
    """
    X, w = np.asarray(X, dtype=float), np.asarray(w, dtype=float)
    if w.ndim != 1 or X.shape[-1:] != w.shape:
        raise ValueError(
            f"weighted_sum takes one weight for each input: X of shape (n_in,) or (n, n_in) and w "
            f"of shape (n_in,); got {X.shape} and {w.shape}."
        )
    z: Array = X @ w + b
    return z


def neuron(X: ArrayLike, w: ArrayLike, b: float, activation: Callable[[Array], Array]) -> Array:
    """a = f(w·x + b): a number for one sample (n_in,), shape (n,) for a batch (n, n_in).

    `activation` is any function of z. Raises what `weighted_sum` raises.
    """
    return activation(weighted_sum(X, w, b))


def signed_distance(X: ArrayLike, w: ArrayLike, b: float) -> Array:
    """d = (w·x + b) / ‖w‖: how far x lies from the line w·x + b = 0, positive on w's side.

    In the units of x; shapes as in `weighted_sum`. Raises ValueError if w is all zeros.
    """
    length = np.linalg.norm(w)
    if length == 0:
        raise ValueError("signed_distance needs a w that isn't all zeros: w = 0 draws no line.")
    return weighted_sum(X, w, b) / length


def boundary_x2(x1: ArrayLike, w: ArrayLike, b: float) -> Array:
    """x₂ = −(w₁x₁ + b) / w₂: the height of the line w·x + b = 0 at x₁, with the shape of x1.

    Raises ValueError if w hasn't two entries, or for a vertical line (w₂ = 0).
    """
    w = np.asarray(w, dtype=float)
    if w.shape != (2,):
        raise ValueError(f"boundary_x2 takes a w of shape (2,); got {w.shape}.")
    if w[1] == 0:
        raise ValueError(_not_a_function_of_x1(w[0], b))
    x2: Array = -(w[0] * np.asarray(x1, dtype=float) + b) / w[1]
    return x2


def _not_a_function_of_x1(w1: float, b: float) -> str:
    if w1 == 0:
        return "boundary_x2 needs a w that isn't all zeros: w = 0 draws no line."
    return f"w₂ = 0: the line is vertical, at x₁ = {-b / w1:g}, and has no single x₂."
