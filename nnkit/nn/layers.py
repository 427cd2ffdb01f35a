"""Layers: what a network is built of. Each can go forward, and send a gradient backward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn import activations
from nnkit.nn.activations import Activation
from nnkit.nn.batchnorm import BatchNorm
from nnkit.nn.dropout import Dropout
from nnkit.nn.initialisers import Initialiser, init_weights
from nnkit.nn.vocabulary import Array, Rng, Seed


class Layer(Protocol):
    """Y = f(X): what a network asks of a layer, yours or ours.

    `train` is True in a training step only. `backward` belongs to the latest `forward`; it replaces
    the gradients and doesn't add to them.
    """

    @property
    def params(self) -> dict[str, Array]:
        """What the layer learns, by name; optimisers change these arrays in place."""

    @property
    def grads(self) -> dict[str, Array]:
        """∂L/∂ each of `params`, under the same names, once `backward` has run."""

    def forward(self, X: Array, train: bool = False) -> Array:
        """Y = f(X), remembering what `backward` will need."""

    def backward(self, dY: Array) -> Array:
        """∂L/∂X from ∂L/∂Y, filling `grads` on the way."""


def dense(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """Z = XWᵀ + b: (n, n_in) and (n_out, n_in) give (n, n_out); a sample (n_in,) gives (n_out,).

    Raises what NumPy raises where the shapes don't fit.
    """
    Z: Array = np.asarray(X, dtype=float) @ np.asarray(W, dtype=float).T
    Z += np.asarray(b, dtype=float)
    return Z


def dense_backward(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """∂L/∂X = dZ W, ∂L/∂W = dZᵀ X, ∂L/∂b = Σₙ dZ: returns dX, dW, db.

    dZ of shape (n, n_out), X (n, n_in), W (n_out, n_in); each gradient has the shape of what it is
    the gradient of. Nothing is divided by n: the loss did. Source: Rumelhart, Hinton & Williams
    1986. Raises what NumPy raises where the shapes don't fit.
    """
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


class Dense:
    """Z = XWᵀ + b: n_out neurons side by side, each seeing all n_in inputs.

    W of shape (n_out, n_in), one row a neuron, drawn by `init` (a name of INITIALISERS or a
    function) from `rng` (a Generator, a seed, or None for a new one each time); b (n_out,), zeros.
    Raises ValueError, with its own name and both shapes, for anything that doesn't fit.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        init: str | Initialiser = "he",
        rng: Seed = None,
    ) -> None:
        if n_in < 1 or n_out < 1:
            raise ValueError(f"Dense takes at least 1 input and 1 unit; got {n_in} and {n_out}.")
        self.n_in, self.n_out = n_in, n_out
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.W = _drawn(init, n_in, n_out, np.random.default_rng(rng))
        self.b = np.zeros(n_out)
        self._X: Array | None = None

    @property
    def W(self) -> Array:
        """The weights, (n_out, n_in)."""
        return self.params["W"]

    @W.setter
    def W(self, weights: ArrayLike) -> None:
        self.params["W"] = self._fitting("W", weights, (self.n_out, self.n_in)).copy()

    @property
    def b(self) -> Array:
        """The biases, (n_out,)."""
        return self.params["b"]

    @b.setter
    def b(self, biases: ArrayLike) -> None:
        self.params["b"] = self._fitting("b", biases, (self.n_out,)).copy()

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """Z = XWᵀ + b: a batch (n, n_in) gives (n, n_out)."""
        X = np.asarray(X, dtype=float)
        if X.ndim != 2 or X.shape[1] != self.n_in:
            raise ValueError(f"{self} takes a batch X of shape (n, {self.n_in}); got {X.shape}.")
        self._X = X
        return dense(X, self.W, self.b)

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂X = dY W, (n, n_in); `grads` gets ∂L/∂W and ∂L/∂b.

        RuntimeError before the first forward pass.
        """
        if self._X is None:
            raise RuntimeError(f"{self} has no input to go back to: call forward first.")
        dY = self._fitting("dY", dY, (len(self._X), self.n_out))
        dX, self.grads["W"], self.grads["b"] = dense_backward(dY, self._X, self.W)
        return dX

    def _fitting(self, what: str, value: ArrayLike, shape: tuple[int, ...]) -> Array:
        array = np.asarray(value, dtype=float)
        if array.shape != shape:
            raise ValueError(f"{self} takes {what} of shape {shape}; got {array.shape}.")
        return array

    def __repr__(self) -> str:
        return f"Dense({self.n_in} → {self.n_out})"


class Activate:
    """A = f(Z): an activation as a layer of its own; it has nothing to learn.

    Takes an activation or its name; backward raises ValueError, with both shapes, for a gradient of
    another shape than Z.
    """

    def __init__(self, activation: Activation | str) -> None:
        if isinstance(activation, str):
            activation = activations.activation(activation)
        self.activation = activation
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self._Z: Array | None = None

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """A = f(Z), with the shape of Z."""
        self._Z = np.asarray(X, dtype=float)
        return self.activation(self._Z)

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂Z = ∂L/∂A ⊙ f′(Z), with the shape of Z. RuntimeError before the first forward."""
        if self._Z is None:
            raise RuntimeError(f"{self} has no input to go back to: call forward first.")
        if np.shape(dY) != self._Z.shape:
            raise ValueError(f"{self} takes dY of shape {self._Z.shape}; got {np.shape(dY)}.")
        return self.activation.backward(dY, self._Z)

    def __repr__(self) -> str:
        return f"Activate({self.activation})"


def _drawn(init: str | Initialiser, n_in: int, n_out: int, rng: Rng) -> Array:
    return init_weights(n_in, n_out, init, rng) if isinstance(init, str) else init(n_in, n_out, rng)


# One of each kind of layer, taking n_in inputs, for whoever wants to try them all.
LAYERS: dict[str, Callable[[int, Rng], Layer]] = {
    "dense": lambda n_in, rng: Dense(n_in, n_in + 1, rng=rng),
    "activate": lambda n_in, rng: Activate("tanh"),
    "dropout": lambda n_in, rng: Dropout(0.5, rng),
    "batch_norm": lambda n_in, rng: BatchNorm(n_in),
}
