"""Gradient descent on any function: many small steps downhill, each one written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array


def descend(f_grad: Callable[[Array], Array], w: ArrayLike, lr: float, steps: int) -> Array:
    """w₍ₜ₊₁₎ = wₜ − α ∇f(wₜ), from w₀ = w: the path w₀, w₁ … of so many steps.

    w is a number or an array of any shape, and isn't changed; `f_grad` takes one like it and
    returns ∂f/∂w, of that shape. Returns an array of shape (steps + 1, *w.shape), the start first.
    Raises ValueError for fewer than 0 steps. Source: Cauchy 1847.
    """
    if steps < 0:
        raise ValueError(f"descend takes 0 steps or more; got {steps}.")
    path = np.empty((steps + 1, *np.shape(w)))
    path[0] = w
    for t in range(steps):
        path[t + 1] = path[t] - lr * f_grad(path[t])
    return path
