"""A network in which the learner's code does the work, and nnkit's only what they didn't give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit import nn
from nnkit.builder.own.activations import ActivateBy, OwnActivation, by_layers, maker
from nnkit.builder.own.badges import Badge, badge
from nnkit.builder.own.calls import Place, called, finite, numbers, watched
from nnkit.builder.own.given import Own, is_layer, title_of
from nnkit.builder.own.layers import OwnActivate, OwnDense
from nnkit.builder.own.stretches import ByFunctions, Stretch, stretches
from nnkit.nn import Array


class OwnNetwork(nn.Sequential):
    """`network`, layer for layer, with the learner's code in its place: same order, same weights.

    Raises OwnError, with the index of the layer and a sentence, for whatever their code does wrong.
    """

    def __init__(self, network: nn.Sequential, own: Own) -> None:
        self.own, self._replaces = own, list(network.layers)
        places = _places(network)
        super().__init__(
            *(
                _replaced(layer, own, place)
                for layer, place in zip(network.layers, places, strict=True)
            )
        )
        self._stretches: list[Stretch] = stretches(self.layers, own.functions, places)

    @cached_property
    def badges(self) -> tuple[Badge, ...]:
        """For each layer of the learner's whether its gradients are the slopes, in a sentence."""
        own = [i for i, layer in enumerate(self.layers) if layer is not self._replaces[i]]
        tried = {self._title(i): self._badge(i) for i in reversed(own)}
        each = [replace(tried[self._title(i)], layer=i) for i in own]
        return tuple(self._of_passes() + each)

    def _title(self, i: int) -> str:
        return str(getattr(self.layers[i], "title", self.layers[i]))

    def _badge(self, i: int) -> Badge:
        """Tried on another layer of the kind: this one's numbers aren't touched."""
        like, title = self._replaces[i], self._title(i)
        place = Place(i, title)
        return badge(i, title, lambda: _replaced(_sample(like), self.own, place))

    def _of_passes(self) -> list[Badge]:
        """Of the learner's `forward` and `backward`, on a small network of two layers."""
        whole = [s for s in self._stretches if isinstance(s, ByFunctions)]
        hidden = next((a for s in whole for _, a in s.pairs if a), nn.Activate("tanh"))
        name = hidden.activation.name if hidden.activation.name in nn.ACTIVATIONS else "tanh"

        def small() -> nn.Layer:
            first, last = nn.Dense(3, 4, rng=1), nn.Dense(4, 2, rng=2)
            return OwnNetwork(nn.Sequential(first, nn.Activate(name), last), self.own)

        return [badge(s.place.layer, s.title, small) for s in whole]

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """ŷ = f_L(… f₁(X)), by the learner's `forward` where they gave one."""
        with watched():
            if not self._stretches:
                return super().forward(X, train)
            A = np.asarray(X, dtype=float)
            for stretch in self._stretches:
                A = stretch.forward(A, train)
            return A

    def backward(self, dY: Array) -> Array:
        """∂L/∂X from ∂L/∂ŷ, by the learner's `backward` where they gave one."""
        with watched():
            if not self._stretches:
                return super().backward(dY)
            for stretch in reversed(self._stretches):
                dY = stretch.backward(dY)
            return dY


class DenseBy(nn.Dense):
    """nnkit's dense layer, its sums done by the learner's `dense` and `dense_backward`."""

    def __init__(self, like: nn.Dense, functions: dict[str, Callable[..., Any]], place: Place):
        super().__init__(like.n_in, like.n_out, "zeros")
        self.W, self.b = like.W, like.b
        self.place, self.title = place, place.title
        self._dense, self._back = functions.get("dense"), functions.get("dense_backward")

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """Z = XWᵀ + b, by the learner's `dense`."""
        if self._dense is None:
            return super().forward(X, train)
        self._X = X = np.asarray(X, dtype=float)
        value = called(self.place, "`dense`", self._dense, {"X": X, "W": self.W, "b": self.b})
        Z = numbers(self.place, "`dense`", value, (len(X), self.n_out))
        return finite(self.place, "`dense`", Z, X, self.W, self.b)

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂X, and ∂L/∂W and ∂L/∂b into `grads`, by the learner's `dense_backward`."""
        if self._back is None or self._X is None:
            return super().backward(dY)
        dZ, doing = np.asarray(dY, dtype=float), "`dense_backward`"
        value = called(self.place, doing, self._back, {"dZ": dZ, "X": self._X, "W": self.W})
        if not isinstance(value, (tuple, list)) or len(value) != 3:
            raise self.place.failed(f"{doing} returns `dX, dW, db`, three arrays in this order.")
        shapes = (self._X.shape, self.W.shape, self.b.shape)
        names = ("dX", "dW", "db")
        dX, self.grads["W"], self.grads["b"] = (
            numbers(self.place, f"`{name}` of {doing}", part, shape)
            for name, part, shape in zip(names, value, shapes, strict=True)
        )
        self.grads = {name: np.array(g) for name, g in self.grads.items()}  # penalties are added
        return finite(self.place, doing, dX, dZ, self._X, self.W)


def _replaced(layer: nn.Layer, own: Own, place: Place) -> nn.Layer:
    """The learner's layer for one of nnkit's; the same one where they have none."""
    if isinstance(layer, nn.Dense):
        return _dense(layer, own, place)
    if isinstance(layer, nn.Activate):
        return _activate(layer, own, place)
    return layer


def _dense(layer: nn.Dense, own: Own, place: Place) -> nn.Layer:
    if own.dense is not None:
        return OwnDense(own.dense, layer, _titled(place, own.dense.__name__))
    given = {name: fn for name, fn in own.functions.items() if name in ("dense", "dense_backward")}
    return DenseBy(layer, given, _titled(place, " and ".join(given))) if given else layer


def _activate(layer: nn.Activate, own: Own, place: Place) -> nn.Layer:
    name = layer.activation.name
    given = own.activation(name)
    backward = own.functions.get("activation_backward")
    if given is None:
        return _by_functions(layer, own, place, backward)
    place = _titled(place, title_of(given))
    if is_layer(given) and not isinstance(given, nn.Activation):
        make = maker(given)
        return OwnActivate(make, by_layers(name, make, place), place)
    activation = OwnActivation(name, place, given, given.derivative)
    return ActivateBy(activation, place, backward)


def _by_functions(
    layer: nn.Activate, own: Own, place: Place, backward: Callable[..., Any] | None
) -> nn.Layer:
    name = layer.activation.name
    f, slope = own.functions.get(name), own.functions.get(f"{name}_derivative")
    if not (f or slope or backward):
        return layer
    names = [n for n in (name, f"{name}_derivative") if n in own.functions]
    place = _titled(place, " and ".join(names or ["activation_backward"]))
    if not (f or slope):
        return ActivateBy(layer.activation, place, backward)
    slope = slope or getattr(f, "derivative", None) or layer.activation.derivative
    return ActivateBy(OwnActivation(name, place, f or layer.activation, slope), place, backward)


def _sample(like: nn.Layer) -> nn.Layer:
    """A small nnkit layer of the kind of `like`, with biases that aren't 0."""
    if not isinstance(like, nn.Dense):
        return like
    dense = nn.Dense(3, 4, rng=3)
    dense.b = np.array([0.3, -0.2, 0.1, -0.4])
    return dense


def _places(network: nn.Sequential) -> list[Place]:
    """Where each layer stands, in words: by the dense layer that it belongs to."""
    last = sum(isinstance(layer, nn.Dense) for layer in network.layers)
    places, dense = [], 0
    for i, layer in enumerate(network.layers):
        dense += isinstance(layer, nn.Dense)
        where = "output layer" if dense == last else f"hidden layer {dense}"
        places.append(Place(i, repr(layer), where))
    return places


def _titled(place: Place, title: str) -> Place:
    return Place(place.layer, title, place.where)
