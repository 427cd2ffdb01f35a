"""Batch normalisation: every feature gets mean 0 and variance 1 over the batch, then γ and β.

Source: Ioffe & Szegedy 2015, Algorithms 1 and 2; running statistics, ε and their defaults as in
PyTorch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array


class Normalised(NamedTuple):
    """What the backward pass needs of the forward pass."""

    X_hat: Array  # (n, d)
    std: Array  # (d,): √(σ² + ε)
    gamma: Array  # (d,)
    by_batch: bool  # normalised by the batch's own mean and variance, which depend on X


def batchnorm_forward(
    X: Array,
    gamma: Array,
    beta: Array,
    running_mean: Array,
    running_var: Array,
    train: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array, Normalised]:
    """X̂ = (X − μ)/√(σ² + ε), Y = γ ⊙ X̂ + β: returns Y, running mean, running variance, cache.

    X of shape (n, d), the rest (d,). In training μ and σ² = (1/n) Σ (x − μ)² are the batch's, and
    running ← (1 − momentum)·running + momentum·(the batch's), with the unbiased variance
    σ²·n/(n−1). In evaluation μ and σ² are the running ones, which stay. So they do for a batch of
    one, also in training: it has no variance (PyTorch refuses it). Nothing is changed in place.
    """
    by_batch = train and len(X) > 1
    if by_batch:
        mean, var = X.mean(axis=0), X.var(axis=0)
        unbiased = var * (len(X) / (len(X) - 1))
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * unbiased
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, running_mean, running_var, Normalised(X_hat, std, gamma, by_batch)


def batchnorm_backward(dY: Array, cache: Normalised) -> tuple[Array, Array, Array]:
    """∂L/∂γ = Σ dY ⊙ X̂, ∂L/∂β = Σ dY, and through X̂ with dX̂ = dY ⊙ γ: returns dX, dγ, dβ.

    ∂L/∂X = (dX̂ − mean(dX̂) − X̂ ⊙ mean(dX̂ ⊙ X̂)) / √(σ² + ε), as μ and σ² move with X; where
    they are the running ones, just dX̂ / √(σ² + ε). dY of shape (n, d); dγ and dβ (d,).
    """
    X_hat, std, gamma, by_batch = cache
    dX_hat = dY * gamma
    dgamma, dbeta = (dY * X_hat).sum(axis=0), dY.sum(axis=0)
    if by_batch:
        dX_hat = dX_hat - dX_hat.mean(axis=0) - X_hat * (dX_hat * X_hat).mean(axis=0)
    return dX_hat / std, dgamma, dbeta


class BatchNorm:
    """Y = γ ⊙ (X − μ)/√(σ² + ε) + β for n features, as `batchnorm_forward`.

    Learns "gamma" (n,), from 1, and "beta" (n,), from 0; keeps `running_mean` (n,), from 0, and
    `running_var` (n,), from 1, for evaluation. Raises ValueError, with its own name and both
    shapes, for anything that doesn't fit.
    """

    def __init__(self, n: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        if n < 1:
            raise ValueError(f"BatchNorm takes at least 1 feature; got {n}.")
        self.n_in = self.n_out = n
        self.momentum, self.eps = momentum, eps
        self.params: dict[str, Array] = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.grads: dict[str, Array] = {}
        self.running_mean, self.running_var = np.zeros(n), np.ones(n)
        self._cache: Normalised | None = None

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """Y for a batch (n, features); in training it also moves the running statistics."""
        X = np.asarray(X, dtype=float)
        if X.ndim != 2 or X.shape[1] != self.n_in:
            raise ValueError(f"{self} takes a batch X of shape (n, {self.n_in}); got {X.shape}.")
        gamma, beta = self.params["gamma"], self.params["beta"]
        Y, self.running_mean, self.running_var, self._cache = batchnorm_forward(
            X, gamma, beta, self.running_mean, self.running_var, train, self.momentum, self.eps
        )
        return Y

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂X; `grads` gets ∂L/∂γ and ∂L/∂β. RuntimeError before the first forward pass."""
        if self._cache is None:
            raise RuntimeError(f"{self} has no input to go back to: call forward first.")
        dY = np.asarray(dY, dtype=float)
        if dY.shape != self._cache.X_hat.shape:
            raise ValueError(f"{self} takes dY of shape {self._cache.X_hat.shape}; got {dY.shape}.")
        dX, self.grads["gamma"], self.grads["beta"] = batchnorm_backward(dY, self._cache)
        return dX

    def __repr__(self) -> str:
        return f"BatchNorm({self.n_in})"
