"""A network: layers one after another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import Activation
from nnkit.nn.dropout import Dropout
from nnkit.nn.layers import Activate, Layer
from nnkit.nn.vocabulary import Array


class Sequential:
    """ŷ = f_L(… f₂(f₁(X))): the output of each layer is the input of the next.

    Takes layers, and activations as they are: `Sequential(Dense(2, 16), relu, Dense(16, 1))`.
    It is itself a layer. Raises TypeError for something that is no layer, ValueError where two
    neighbours don't fit.
    """

    def __init__(self, *layers: Layer | Activation) -> None:
        self.layers = [_as_layer(layer) for layer in layers]
        _check_neighbours(self.layers)

    @property
    def params(self) -> dict[str, Array]:
        """Every parameter, by the place and name it has: "0.W", "0.b", "2.W" …"""
        return {
            f"{i}.{name}": w
            for i, part in enumerate(self.layers)
            for name, w in part.params.items()
        }

    @property
    def grads(self) -> dict[str, Array]:
        """Every gradient, under the names of `params`, once `backward` has run."""
        return {
            f"{i}.{name}": g for i, part in enumerate(self.layers) for name, g in part.grads.items()
        }

    @property
    def n_params(self) -> int:
        """The number of parameters: n_out·n_in + n_out of a dense layer, 2n of a batch norm."""
        return sum(w.size for w in self.params.values())

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """ŷ = f_L(… f₁(X)): a batch (n, n_in) gives (n, n_out)."""
        A = np.asarray(X, dtype=float)
        for layer in self.layers:
            A = layer.forward(A, train)
        return A

    def backward(self, dY: Array) -> Array:
        """∂L/∂X from ∂L/∂ŷ, last layer first; every layer keeps its own gradients."""
        for layer in reversed(self.layers):
            dY = layer.backward(dY)
        return dY

    def predict(self, X: ArrayLike) -> Array:
        """ŷ for a batch X: the forward pass as used after training (dropout off, for instance).

        The outputs as they are: logits, where the loss takes logits; `loss.decide` makes labels.
        """
        return self.forward(X, train=False)

    def __repr__(self) -> str:
        rows = [
            (f"{i}  {layer}", _shapes(layer), f"{_size(layer):,}")
            for i, layer in enumerate(self.layers)
        ]
        rows.append(("parameters", "", f"{self.n_params:,}"))
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"  {a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}" for a, b, c in rows]
        return "\n".join(["Sequential", *lines])


def _as_layer(part: Layer | Activation) -> Layer:
    if isinstance(part, Activation):
        return Activate(part)
    if not hasattr(part, "forward") or not hasattr(part, "backward"):
        raise TypeError(f"Sequential takes layers and activations; got {part!r}.")
    return part


def _check_neighbours(layers: Sequence[Layer]) -> None:
    width: int | None = None  # None where a layer doesn't say
    for i, layer in enumerate(layers):
        n_in = getattr(layer, "n_in", None)
        if width and n_in and width != n_in:
            raise ValueError(
                f"Layer {i}, {layer}, takes {n_in} inputs, but {width} come from the layer before."
            )
        width = getattr(layer, "n_out", width if isinstance(layer, Activate | Dropout) else None)


def _shapes(layer: Layer) -> str:
    return ", ".join(f"{name} {w.shape}" for name, w in layer.params.items())


def _size(layer: Layer) -> int:
    return sum(w.size for w in layer.params.values())
