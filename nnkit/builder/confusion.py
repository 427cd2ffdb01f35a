"""Which class was taken for which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nnkit.nn.vocabulary import Targets


def confusion_matrix(labels: npt.ArrayLike, decided: npt.ArrayLike, classes: int) -> Targets:
    """C[i, j] = how many samples of class i were taken for class j: shape (classes, classes).

    Takes integers from 0 to classes − 1 of one shape (n,), or raises ValueError.
    """
    y, guess = np.asarray(labels), np.asarray(decided)
    if y.shape != guess.shape:
        raise ValueError(f"Labels and decisions must have one shape; got {y.shape}, {guess.shape}.")
    for what in (y, guess):
        if what.size and not (what.min() >= 0 and what.max() < classes):
            raise ValueError(f"A class lies outside 0 to {classes - 1}.")
    counts = np.bincount(y.astype(int) * classes + guess.astype(int), minlength=classes**2)
    matrix: Targets = counts.reshape(classes, classes)
    return matrix
