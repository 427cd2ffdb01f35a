"""The learner's activations: functions with a derivative, or classes that go forward and back."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit import nn
from nnkit.builder.own.calls import Place, called, finite, numbers
from nnkit.nn import Array


class OwnActivation(nn.Activation):
    """a = f(z) by the learner's f, with what the course says of the activation of that name.

    `slope` is their f′; without it the backward pass is asked of the layer, not of this.
    """

    def __init__(
        self, name: str, place: Place, f: Callable[..., Any], slope: Callable[..., Any] | None
    ) -> None:
        known = nn.ACTIVATIONS.get(name)
        self.name, self.place, self.f, self.slope = name, place, f, slope
        for what in ("formula", "derivative_formula", "range", "saturates", "use", "trouble"):
            setattr(self, what, getattr(known, what, "the learner's own"))
        self.kinks = known.kinks if known else ()
        self.elementwise = known.elementwise if known else True

    def __call__(self, z: ArrayLike) -> Array:
        """f(z), with the shape of z."""
        return self._asked(f"`{_named(self.f)}`", self.f, z)

    def derivative(self, z: ArrayLike) -> Array:
        """f′(z), with the shape of z."""
        if self.slope is None:
            raise self.place.failed("there is no `derivative` of it here.")
        return self._asked(f"`{_named(self.slope)}`", self.slope, z)

    def _asked(self, doing: str, fn: Callable[..., Any], z: ArrayLike) -> Array:
        Z: Array = np.asarray(z, dtype=float)
        value = called(self.place, doing, fn, {"z": Z})
        return finite(self.place, doing, numbers(self.place, doing, value, Z.shape), Z)


class ActivateBy(nn.Activate):
    """An activation layer by functions: their f, and f′ or `activation_backward`, where given."""

    activation: nn.Activation

    def __init__(
        self, activation: nn.Activation, place: Place, backward: Callable[..., Any] | None
    ) -> None:
        super().__init__(activation)
        self.place, self.title, self._by = place, place.title, backward

    def backward(self, dY: ArrayLike) -> Array:
        """∂L/∂Z = ∂L/∂A ⊙ f′(Z), by the learner's `activation_backward` if there is one."""
        if self._by is None or self._Z is None:
            return super().backward(dY)
        dA = np.asarray(dY, dtype=float)
        doing = "`activation_backward`"
        inputs = {"dA": dA, "Z": self._Z, "activation": self.activation}
        dZ = numbers(self.place, doing, called(self.place, doing, self._by, inputs), dA.shape)
        return finite(self.place, doing, dZ, dA, self._Z)


def by_layers(title: str, make: Callable[[], Any], place: Place) -> OwnActivation:
    """f as the forward pass of a fresh object, f′ as its backward pass from ones."""

    def f(z: Array) -> Any:
        return make().forward(z)

    def slope(z: Array) -> Any:
        layer = make()
        layer.forward(z)
        return layer.backward(np.ones_like(z))

    f.__name__, slope.__name__ = "forward", "backward"
    return OwnActivation(title, place, f, slope)


def maker(given: Any) -> Callable[[], Any]:
    """A new object for each layer: of a class, or a copy of the one that was given."""
    return given if isinstance(given, type) else lambda: copy.deepcopy(given)


def stands_for(title: str, name: object = None) -> str | None:
    """The course's activation that `MyLeakyReLU` stands for: "leaky_relu". None if none."""
    if isinstance(name, str) and name in nn.ACTIVATIONS:
        return name
    bare = re.sub(r"^(my|own|the|our|_)+|(activation|layer|function|\d|_)+$", "", title.lower())
    return next((known for known in nn.ACTIVATIONS if known.replace("_", "") == _flat(bare)), None)


def _flat(text: str) -> str:
    return text.replace("_", "")


def _named(fn: Callable[..., Any]) -> str:
    return str(getattr(fn, "__name__", None) or type(fn).__name__)
