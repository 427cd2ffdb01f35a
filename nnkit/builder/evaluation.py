"""Loss and accuracy of outputs, for the samples that a network sees and those held back."""

from __future__ import annotations

import math

import numpy as np

from nnkit.nn import Array, Loss, Sequential, Targets


def accuracy(loss: Loss, outputs: Array, y: Targets) -> float:
    """The share of right answers, from 0 to 1; NaN where there are no classes, or no samples."""
    decide = getattr(loss, "decide", None)
    if decide is None or not len(y):
        return math.nan
    return float(np.count_nonzero(decide(outputs) == y) / len(y))


def evaluated(network: Sequential, loss: Loss, X: Array, y: Targets) -> tuple[float, float]:
    """(loss, accuracy) with dropout off and batch norm by its running statistics; NaN for none."""
    if not len(y):
        return math.nan, math.nan
    with np.errstate(all="ignore"):
        outputs = network.forward(X, train=False)
        return loss(outputs, y)[0], accuracy(loss, outputs, y)
