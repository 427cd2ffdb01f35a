"""Small networks with weights chosen by hand: a bump of three ReLU units, and XOR of two."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import relu
from nnkit.nn.vocabulary import Array


def relu_bump(x: ArrayLike, left: float, peak: float, right: float) -> Array:
    """s₁ relu(x − left) − (s₁ + s₂) relu(x − peak) + s₂ relu(x − right): a triangle of height 1.

    With the slopes s₁ = 1/(peak − left) and s₂ = 1/(right − peak): 0 outside [left, right], 1 at
    the peak, straight in between. x is a number or any array, whose shape the result has. Raises
    ValueError unless left < peak < right.
    """
    if not left < peak < right:
        raise ValueError(f"relu_bump takes left < peak < right; got {left}, {peak}, {right}.")
    up, down = 1 / (peak - left), 1 / (right - peak)
    x = np.asarray(x, dtype=float)
    hinges: Array = up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)
    return hinges


def xor_network() -> tuple[Array, Array, Array, float]:
    """W₁ = [[1, 1], [1, 1]], b₁ = [0, −1], w₂ = [1, −2], b₂ = 0: XOR = w₂ · relu(W₁x + b₁) + b₂.

    The first unit counts the ones, the second finds out whether there are two. Returns W₁ (2, 2),
    b₁ (2,), w₂ (2,) and b₂, a number. Source: Goodfellow, Bengio & Courville 2016, §6.1.
    """
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -2.0]), 0.0
