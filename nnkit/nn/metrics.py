"""How good, in a number for people."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def accuracy(predicted: ArrayLike, labels: ArrayLike) -> float:
    """(1/n) Σ [ŷᵢ = yᵢ]: the share of right answers, from 0 to 1.

    Takes labels of one shape, any; other shapes raise ValueError.
    """
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape:
        raise ValueError(
            f"accuracy takes predictions and labels of one shape; "
            f"got {predicted.shape} and {labels.shape}."
        )
    return float(np.mean(predicted == labels))
