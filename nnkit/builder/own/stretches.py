"""The learner's `forward` and `backward` of lessons 03 and 04: through several layers at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

import numpy as np

from nnkit import nn
from nnkit.builder.own.calls import Place, called, finite, numbers
from nnkit.nn import Array


class Stretch(Protocol):
    """One layer, or several that are passed together."""

    def forward(self, X: Array, train: bool = False) -> Array:
        """The output of the last of them."""

    def backward(self, dY: Array) -> Array:
        """The gradient by the input of the first of them."""


class ByFunctions:
    """Dense layers, each with its activation, passed by `forward(X, layers)` and `backward`.

    What one of the two functions doesn't do is done by the layers themselves.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[nn.Dense, nn.Activate | None]],
        functions: Mapping[str, Callable[..., Any]],
        place: Place,
    ) -> None:
        self.pairs = pairs
        self._there, self._back = functions.get("forward"), functions.get("backward")
        names = [name for name in ("forward", "backward") if name in functions]
        self.place = Place(place.layer, " and ".join(names), place.where)
        self.title = self.place.title
        self._cache: Any = []

    @property
    def layers(self) -> list[tuple[Array, Array, nn.Activation]]:
        """The layers as the lessons write them: (W, b, activation)."""
        return [
            (dense.W, dense.b, activate.activation if activate else nn.identity)
            for dense, activate in self.pairs
        ]

    def forward(self, X: Array, train: bool = False) -> Array:
        """The learner's `forward`, its cache kept for the way back."""
        if self._there is None:
            return self._layer_by_layer(X, train)
        value = called(self.place, "`forward`", self._there, {"X": X, "layers": self.layers})
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise self.place.failed("`forward` returns two things, the output and the cache.")
        self._cache = value[1]
        self._remember()
        A = numbers(self.place, "`forward`", value[0], (len(X), self.pairs[-1][0].n_out))
        return finite(self.place, "`forward`", A, X, *self._weights())

    def backward(self, dY: Array) -> Array:
        """The learner's `backward`, their gradients into the layers' `grads`."""
        if self._back is None:
            for layer in reversed(self._flat()):
                dY = layer.backward(dY)
            return dY
        inputs = {"layers": self.layers, "cache": self._cache, "dY": dY}
        value = called(self.place, "`backward`", self._back, inputs)
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise self.place.failed("`backward` returns `dX, grads`: the gradient, and the list.")
        self._collect(value[1])
        shape = (len(dY), self.pairs[0][0].n_in)
        dX = numbers(self.place, "`dX` of `backward`", value[0], shape)
        return finite(self.place, "`backward`", dX, dY, *self._weights())

    def _layer_by_layer(self, A: Array, train: bool) -> Array:
        self._cache = []
        for dense, activate in self.pairs:
            Z = dense.forward(A, train)
            self._cache.append((A, Z))
            A = activate.forward(Z, train) if activate else Z
        return A

    def _remember(self) -> None:
        """Where only `forward` is theirs, the layers need what it passed to go back."""
        if self._back is not None:
            return
        try:
            remembered = [(np.asarray(A, float), np.asarray(Z, float)) for A, Z in self._cache]
            steps = list(zip(self.pairs, remembered, strict=True))
        except (TypeError, ValueError):
            raise self.place.failed(
                "the cache of `forward` is a list with a pair (A, Z) for each layer."
            ) from None
        for (dense, activate), (A, Z) in steps:
            dense.forward(A, True)
            if activate:
                activate.forward(Z, True)

    def _collect(self, grads: Any) -> None:
        if not isinstance(grads, (tuple, list)) or len(grads) != len(self.pairs):
            raise self.place.failed(
                f"`grads` of `backward` is a list of {len(self.pairs)} pairs (dW, db), one for "
                "each layer, the first layer first."
            )
        for number, ((dense, _), pair) in enumerate(zip(self.pairs, grads, strict=True), start=1):
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise self.place.failed(f"entry {number} of `grads` is no pair (dW, db).")
            for name, value in zip(("W", "b"), pair, strict=True):
                doing = f"`d{name}` of layer {number} from `backward`"
                shape = dense.params[name].shape
                dense.grads[name] = np.array(numbers(self.place, doing, value, shape))

    def _flat(self) -> list[nn.Layer]:
        return [layer for pair in self.pairs for layer in pair if layer is not None]

    def _weights(self) -> list[Array]:
        return [w for layer in self._flat() for w in layer.params.values()]


def stretches(
    layers: Sequence[nn.Layer], functions: Mapping[str, Callable[..., Any]], places: Sequence[Place]
) -> list[Stretch]:
    """The layers in their order, runs of dense layers and activations as one. Empty if nobody
    asks for that."""
    if not functions.keys() & {"forward", "backward"}:
        return []
    found: list[Stretch] = []
    run: list[tuple[nn.Dense, nn.Activate | None]] = []
    start = 0
    for i, layer in enumerate(layers):
        if isinstance(layer, nn.Dense):
            start = start if run else i
            run.append((layer, None))
        elif isinstance(layer, nn.Activate) and run and run[-1][1] is None:
            run[-1] = (run[-1][0], layer)
        else:
            found += [*_closed(run, functions, places[start]), cast(Stretch, layer)]
            run = []
    return found + _closed(run, functions, places[start])


def _closed(
    run: list[tuple[nn.Dense, nn.Activate | None]],
    functions: Mapping[str, Callable[..., Any]],
    place: Place,
) -> list[Stretch]:
    return [ByFunctions(run, functions, place)] if run else []
