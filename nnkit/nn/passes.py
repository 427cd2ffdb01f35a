"""The forward pass, written out: a network is a list of layers `(W, b, activation)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import sigmoid
from nnkit.nn.layers import dense
from nnkit.nn.vocabulary import Array, Targets

ForwardLayer: TypeAlias = tuple[ArrayLike, ArrayLike, Callable[[Array], Array]]
Cache: TypeAlias = list[tuple[Array, Array]]


def forward(X: ArrayLike, layers: Sequence[ForwardLayer]) -> tuple[Array, Cache]:
    """A[0] = X, then Z[l] = A[l−1] W[l]ᵀ + b[l] and A[l] = f(Z[l]), layer by layer.

    X of shape (n, n_in); each layer is (W, b, activation), W of shape (n_out, n_in) and b (n_out,).
    Returns the output A[L], of shape (n, n_out of the last layer), and for each layer the pair
    (A[l−1], Z[l]), which the backward pass will need. Raises ValueError, with the number of the
    layer and the shapes, where they don't fit.
    """
    A: Array = np.asarray(X, dtype=float)
    cache: Cache = []
    for number, (W, b, activation) in enumerate(layers, start=1):
        _check_fit(number, A, W, b)
        Z = dense(A, W, b)
        cache.append((A, Z))
        A = activation(Z)
    return A, cache


def shapes(sizes: Sequence[int], n: int) -> tuple[list[tuple[int, int]], int]:
    """Z[l] is (n, n_l); the parameters are Σ n_l · n_(l−1) weights and Σ n_l biases, l = 1 … L.

    `sizes` counts the inputs, then the units of each layer; n is the number of samples. Returns the
    shapes of Z, one a layer (the input is none), and the number of parameters.
    """
    units = sizes[1:]
    weights = sum(n_in * n_out for n_in, n_out in zip(sizes, units, strict=False))
    return [(n, n_out) for n_out in units], weights + sum(units)


def predict(X: ArrayLike, layers: Sequence[ForwardLayer]) -> Targets:
    """ŷ = argmax z for several logits; for a single one ŷ = 1 where z ≥ 0, which is σ(z) ≥ ½.

    X of shape (n, n_in) gives integer labels (n,). The last layer puts out logits: its activation
    is `identity`. Raises ValueError for a `sigmoid` there, and what `forward` raises.
    """
    if layers and layers[-1][2] is sigmoid:
        raise ValueError("predict decides from logits: the last layer wants identity, not sigmoid.")
    logits, _ = forward(X, layers)
    labels: Targets = (
        (logits[:, 0] >= 0).astype(int) if logits.shape[1] == 1 else logits.argmax(axis=1)
    )
    return labels


def _check_fit(number: int, A: Array, W: ArrayLike, b: ArrayLike) -> None:
    shape = np.shape(W)
    if A.ndim != 2 or len(shape) != 2 or A.shape[1] != shape[1]:
        raise ValueError(
            f"Layer {number} takes a batch (n, n_in) and W of shape (n_out, n_in); "
            f"got {A.shape} and {shape}."
        )
    if np.shape(b) != shape[:1]:
        raise ValueError(
            f"Layer {number} takes b of shape {shape[:1]}, one bias a unit; got {np.shape(b)}."
        )
