"""XOR, learned: a small network finds by gradient descent what no single neuron can compute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import Activation
from nnkit.nn.backprop import TrainableLayer, backward
from nnkit.nn.losses import binary_cross_entropy
from nnkit.nn.passes import forward
from nnkit.nn.vocabulary import Array


def train_xor(
    X: ArrayLike, Y: ArrayLike, layers: Sequence[TrainableLayer], lr: float, steps: int
) -> tuple[list[tuple[Array, Array, Activation]], list[float]]:
    """W ← W − α ∂L/∂W and b ← b − α ∂L/∂b, `steps` times, from all samples at once.

    X of shape (n, n_in), Y (n, 1) of 0 and 1; the last layer of `layers` puts out one logit, and L
    is the binary cross-entropy. Returns new layers (those given aren't changed) and `steps` losses,
    each measured before its update. Raises what `forward` and `binary_cross_entropy` raise.
    """
    trained = [(np.array(W, dtype=float), np.array(b, dtype=float), f) for W, b, f in layers]
    losses = []
    for _ in range(steps):
        logits, cache = forward(X, trained)
        loss, dY = binary_cross_entropy(logits, Y)
        losses.append(loss)
        _, grads = backward(trained, cache, dY)
        trained = [
            (W - lr * dW, b - lr * db, f)
            for (W, b, f), (dW, db) in zip(trained, grads, strict=True)
        ]
    return trained, losses
