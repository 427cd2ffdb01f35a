"""The perceptron: the first neuron that learned (Rosenblatt 1958), and what one alone can't do."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import step
from nnkit.nn.neurons import neuron
from nnkit.nn.vocabulary import Array


def perceptron_update(
    w: ArrayLike, b: float, x: ArrayLike, y: float, lr: float
) -> tuple[Array, float]:
    """w ← w + α(y − ŷ)x and b ← b + α(y − ŷ), with ŷ = step(w·x + b): new (w, b).

    w and x of shape (n_in,), y is 0 or 1, α is `lr`. A right answer changes nothing.
    Source: Rosenblatt 1958, in today's notation.
    """
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    change = lr * (y - float(neuron(x, w, b, step)))
    return w + change * x, b + change


def perceptron_fit(
    X: ArrayLike, y: ArrayLike, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Repeat w ← w + α(y − ŷ)x over the samples, from zero, until an epoch without a mistake.

    X of shape (n, n_in), labels y (0 or 1) of shape (n,), taken in the given order; returns w
    (n_in,), b, and the number of mistakes in each epoch. If a line with a margin of γ separates the
    classes and ‖(x, 1)‖ ≤ R, there are at most (R/γ)² mistakes (Novikoff 1962); if none does, it
    never settles and stops after `max_epochs`. Raises ValueError for other shapes or labels.
    """
    samples, labels = _samples_and_labels(X, y)
    w, b = np.zeros(samples.shape[1]), 0.0
    mistakes: list[int] = []
    for _ in range(max_epochs):
        mistakes.append(0)
        for x, label in zip(samples, labels, strict=True):
            if neuron(x, w, b, step) != label:
                w, b = perceptron_update(w, b, x, label, lr)
                mistakes[-1] += 1
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


def xor_from_neurons(X: ArrayLike) -> Array:
    """XOR(x₁, x₂) = AND(OR(x₁, x₂), NAND(x₁, x₂)): three threshold neurons.

    X of shape (n, 2) gives (n,), one sample (2,) a number: 0 or 1. Raises what `neuron` raises.
    """
    either = neuron(X, [1, 1], -0.5, step)
    not_both = neuron(X, [-1, -1], 1.5, step)
    return neuron(np.stack([either, not_both], axis=-1), [1, 1], -1.5, step)


def _samples_and_labels(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    samples, labels = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if samples.ndim != 2 or labels.shape != samples.shape[:1]:
        raise ValueError(
            f"perceptron_fit takes X of shape (n, n_in) and y of shape (n,); "
            f"got {samples.shape} and {labels.shape}."
        )
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("perceptron_fit takes the labels 0 and 1 only.")
    return samples, labels
