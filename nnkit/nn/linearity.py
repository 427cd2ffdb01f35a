"""Why a network needs activations: linear layers in a row are one linear layer."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array


def collapse(W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> tuple[Array, Array]:
    """W = W₂W₁, b = W₂b₁ + b₂: the one layer that does what two do, with nothing between them.

    W1 of shape (n_hidden, n_in), W2 (n_out, n_hidden): W is (n_out, n_in) and b (n_out,).
    Source: Goodfellow, Bengio & Courville 2016, §6.1. Raises ValueError, with both shapes, where
    the second layer doesn't take what the first gives.
    """
    first, second = np.asarray(W1, dtype=float), np.asarray(W2, dtype=float)
    if first.ndim != 2 or second.ndim != 2 or second.shape[1] != first.shape[0]:
        raise ValueError(
            f"collapse takes W1 of shape (n_hidden, n_in) and W2 of shape (n_out, n_hidden); got "
            f"{first.shape} and {second.shape}."
        )
    b: Array = second @ np.asarray(b1, dtype=float) + np.asarray(b2, dtype=float)
    return second @ first, b
