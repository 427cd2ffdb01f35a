"""The backward pass, written out, for a network that is a list of layers `(W, b, activation)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import Activation
from nnkit.nn.layers import dense_backward
from nnkit.nn.passes import Cache
from nnkit.nn.vocabulary import Array

TrainableLayer: TypeAlias = tuple[ArrayLike, ArrayLike, Activation]
Grads: TypeAlias = list[tuple[Array, Array]]


def activation_backward(dA: ArrayLike, Z: ArrayLike, activation: Activation) -> Array:
    """∂L/∂Z = ∂L/∂A ⊙ f′(Z): entry by entry, the slope taken where the forward pass was, at Z.

    dA and Z of one shape, which the result has too; other shapes raise ValueError. Softmax is not
    element-wise: its Jacobian's product stands in place of ⊙ f′(Z).
    """
    if np.shape(dA) != np.shape(Z):  # or NumPy would quietly spread one over the other
        raise ValueError(
            f"activation_backward takes dA and Z of one shape; got {np.shape(dA)} and "
            f"{np.shape(Z)}. Do they belong to the same layer?"
        )
    return activation.backward(dA, Z)


def backward(layers: Sequence[TrainableLayer], cache: Cache, dY: ArrayLike) -> tuple[Array, Grads]:
    """δ[l] = ∂L/∂A[l] ⊙ f′(Z[l]), then ∂L/∂A[l−1] = δ[l] W[l], from the last layer to the first.

    `layers` and `cache` as `forward` takes and returns them; dY = ∂L/∂A[L], of shape (n, n_out of
    the last layer). Returns ∂L/∂X, (n, n_in), and the pairs (∂L/∂W, ∂L/∂b) in the order of the
    layers. Nothing is divided by n: the loss did. Raises ValueError where the cache is another
    network's. Source: Rumelhart, Hinton & Williams 1986.
    """
    dA: Array = np.asarray(dY, dtype=float)
    grads: Grads = []
    for (W, _, activation), (A, Z) in reversed(list(zip(layers, cache, strict=True))):
        dZ = activation_backward(dA, Z, activation)
        dA, dW, db = dense_backward(dZ, A, np.asarray(W, dtype=float))
        grads.append((dW, db))
    return dA, grads[::-1]
