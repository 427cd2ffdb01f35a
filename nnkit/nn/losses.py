"""Losses: how wrong the outputs are, as one number, and the slope of that number.

Each is a callable object that knows itself and returns `(value, gradient)`. The value averages over
the batch; the gradient has the shape of the outputs, and it alone carries the 1/n: whatever comes
after it in the backward pass only sums. The two losses for classes take logits, not probabilities.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import sigmoid
from nnkit.nn.vocabulary import Array, Targets


class Loss(ABC):
    """L(outputs, targets): what every loss can do, and what it says of itself.

    A loss for classes also has `decide(outputs)`, the labels that the outputs stand for.
    """

    name: str
    formula: str  # LaTeX

    @abstractmethod
    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        """The loss, and its gradient with the shape of `outputs`."""

    def __repr__(self) -> str:
        return self.name


class MSE(Loss):
    """L = (1/n) Σ (ŷ − y)², over all n elements and without ½: mean squared error.

    Takes predictions and targets of one shape, any; other shapes raise ValueError.
    """

    name = "mse"
    formula = r"L = \frac{1}{n} \sum_i (\hat{y}_i - y_i)^2"

    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        """L = (1/n) Σ (ŷ − y)² and ∂L/∂ŷ = 2(ŷ − y)/n."""
        prediction, target = _same_shape(self.name, outputs, targets)
        error = prediction - target
        value = np.vdot(error, error) / error.size  # vdot: the sum of the squares
        return float(value), error * (2 / error.size)


class BinaryCrossEntropy(Loss):
    """L = −(1/n) Σ [y log σ(z) + (1 − y) log(1 − σ(z))], over all n elements; z are logits.

    Takes logits and labels (0 or 1) of one shape, any; other shapes, and labels outside 0 to 1,
    raise ValueError.
    Source: Goodfellow, Bengio & Courville 2016, §6.2.2.2.
    """

    name = "binary_cross_entropy"
    formula = r"L = -\frac{1}{n} \sum_i y_i \log \sigma(z_i) + (1 - y_i) \log(1 - \sigma(z_i))"

    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        """L = (1/n) Σ [max(z, 0) − yz + log(1 + e^(−|z|))] and ∂L/∂z = (σ(z) − y)/n."""
        z, y = _same_shape(self.name, outputs, targets)
        _between(self.name, y, 0, 1)
        each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
        return float(each.sum() / z.size), (sigmoid(z) - y) / z.size

    def decide(self, outputs: ArrayLike) -> Targets:
        """ŷ = 1 where σ(z) ≥ ½, which is where z ≥ 0."""
        labels: Targets = np.where(np.greater_equal(outputs, 0), 1, 0)
        return labels


class CrossEntropy(Loss):
    """L = −(1/n) Σᵢ log softmax(zᵢ)[yᵢ]; z are logits, y the numbers of the right classes.

    Takes logits (n, K) and integer labels (n,) from 0 to K − 1; anything else raises ValueError.
    Source: Goodfellow, Bengio & Courville 2016, §6.2.2.3.
    """

    name = "cross_entropy"
    formula = r"L = -\frac{1}{n} \sum_i \log \mathrm{softmax}(z_i)_{y_i}"

    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        """L = (1/n) Σᵢ (log Σⱼ e^zᵢⱼ − zᵢ[yᵢ]) and ∂L/∂z = (softmax(z) − one_hot(y))/n."""
        z, y = _one_label_a_row(self.name, outputs, targets)
        rows = np.arange(len(y))
        top = z.max(axis=1, keepdims=True)
        e = np.exp(z - top)  # shifted, so that nothing overflows
        total = e.sum(axis=1, keepdims=True)
        each = np.log(total) - (z[rows, y, np.newaxis] - top)
        p = e / total
        p[rows, y] -= 1
        return float(each.sum() / len(y)), p / len(y)

    def decide(self, outputs: ArrayLike) -> Targets:
        """ŷ = argmax z: softmax keeps the order, so the largest logit is the likeliest class."""
        labels: Targets = np.argmax(outputs, axis=-1)
        return labels


mse = MSE()
binary_cross_entropy = BinaryCrossEntropy()
cross_entropy = CrossEntropy()

LOSSES: dict[str, Loss] = {loss.name: loss for loss in (mse, binary_cross_entropy, cross_entropy)}


def one_hot(labels: ArrayLike, classes: int) -> Array:
    """Y[i, k] = 1 if k = labels[i], else 0: shape (n, classes) from integer labels (n,).

    Raises ValueError for labels that aren't integers from 0 to classes − 1.
    """
    y = np.asarray(labels)
    _integers_below("one_hot", y, classes)
    Y: Array = np.eye(classes)[y]
    return Y


def _same_shape(name: str, outputs: ArrayLike, targets: ArrayLike) -> tuple[Array, Targets]:
    z, y = np.asarray(outputs, dtype=float), np.asarray(targets)
    if z.shape != y.shape:  # or NumPy would quietly spread (n,) − (n, 1) to (n, n)
        cure = f" Try targets.reshape({z.shape})." if z.size == y.size else ""
        raise ValueError(
            f"{name} takes outputs and targets of one shape; got {z.shape} and {y.shape}.{cure}"
        )
    return z, y


def _one_label_a_row(name: str, outputs: ArrayLike, targets: ArrayLike) -> tuple[Array, Targets]:
    z, y = np.asarray(outputs, dtype=float), np.asarray(targets)
    if z.ndim != 2 or y.shape != z.shape[:1]:
        raise ValueError(
            f"{name} takes logits of shape (n, classes) and one integer label a row, of shape "
            f"(n,); got {z.shape} and {y.shape}."
        )
    _integers_below(name, y, z.shape[1])
    return z, y


def _integers_below(name: str, labels: Targets, classes: int) -> None:
    if labels.dtype.kind not in "iu":
        raise ValueError(f"{name} takes integer labels; these are {labels.dtype}.")
    _between(name, labels, 0, classes - 1)


def _between(name: str, labels: Targets, low: int, high: int) -> None:
    if labels.size and (labels.min() < low or labels.max() > high):
        raise ValueError(
            f"{name} takes labels from {low} to {high}; "
            f"these go from {labels.min()} to {labels.max()}."
        )
