"""Dropout: some signals are left out at random, so that no unit can rely on one other alone.

Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014, with the scaling in training
and not afterwards ("inverted", as in PyTorch): evaluation then needs no correction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array, Rng, Seed


def dropout_forward(X: ArrayLike, p: float, rng: Rng) -> tuple[Array, Array]:
    """Y = X ⊙ M, where Mᵢⱼ = 0 with probability p and 1/(1−p) otherwise: returns Y, M.

    X of any shape, which Y and the mask M have too. The factor keeps the mean: E[Y] = X. For
    training only: evaluation leaves X as it is. Raises ValueError unless 0 ≤ p < 1.
    """
    _check(p)
    X = np.asarray(X, dtype=float)
    mask = (rng.random(X.shape) >= p) / (1 - p)
    return X * mask, mask


def dropout_backward(dY: ArrayLike, mask: Array) -> Array:
    """∂L/∂X = dY ⊙ M: a signal that was left out gets no gradient. dY and M of one shape."""
    dX: Array = np.asarray(dY, dtype=float) * mask
    return dX


class Dropout:
    """Y = X ⊙ M in training, Y = X otherwise; p is the probability to drop. Nothing to learn.

    `p` may be changed between steps. The masks come from `rng` (a Generator, a seed, or None for a
    new one each time), which may be replaced: a generator of the same seed draws the same masks
    again. Raises ValueError unless 0 ≤ p < 1, and for a gradient of another shape than X.
    """

    def __init__(self, p: float = 0.5, rng: Seed = None) -> None:
        self.p = p
        self.rng: Rng = np.random.default_rng(rng)
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self._mask: Array | None = None  # None where nothing was dropped
        self._shape: tuple[int, ...] | None = None

    @property
    def p(self) -> float:
        """The probability to drop."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        _check(p)
        self._p = p

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """Y = X ⊙ M with a new mask if `train`, else Y = X."""
        X = np.asarray(X, dtype=float)
        self._shape, self._mask = X.shape, None
        if train:
            X, self._mask = dropout_forward(X, self.p, self.rng)
        return X

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂X = dY ⊙ M, with the mask of the latest forward. RuntimeError before the first."""
        if self._shape is None:
            raise RuntimeError(f"{self} has no input to go back to: call forward first.")
        dY = np.asarray(dY, dtype=float)
        if dY.shape != self._shape:
            raise ValueError(f"{self} takes dY of shape {self._shape}; got {dY.shape}.")
        return dY if self._mask is None else dropout_backward(dY, self._mask)

    def __repr__(self) -> str:
        return f"Dropout({self.p:g})"


def _check(p: float) -> None:
    if not 0 <= p < 1:
        raise ValueError(f"Dropout's p, the probability to drop, is from 0 to below 1; got {p}.")
