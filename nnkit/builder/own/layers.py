"""The learner's classes in the clothes of nnkit's layers, so that nobody downstream need know."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit import nn
from nnkit.builder.own.calls import Place, called, finite, numbers
from nnkit.nn import Array

PROBE = (2, 3)  # inputs and units: different, so that the shape of W tells its convention


class OwnDense(nn.Dense):
    """A dense layer whose forward and backward passes are the learner's object's.

    `params` are views of the object's own W and b, always (n_out, n_in) and (n_out,), also where
    the learner keeps W transposed or b as a row. They start as those of `like`, so that a seed
    gives the numbers that nnkit's layer would have. Raises OwnError for whatever goes wrong in
    there.
    """

    def __init__(self, make: Callable[[int, int], Any], like: nn.Dense, place: Place) -> None:
        self.n_in, self.n_out = like.n_in, like.n_out
        self.place, self.title = place, place.title
        self.own = called(place, "`__init__`", lambda: make(self.n_in, self.n_out), {})
        self.params, self.grads = {}, {}
        self._turned = turned(make, place)
        self._give("W", like.W.T if self._turned else like.W)
        self._give("b", like.b)
        self._train = takes_train(self.own.forward)

    def _give(self, name: str, start: Array) -> None:
        """Put `start` into the object, and keep a view of it in the course's shape."""
        held = held_by(self.own)
        if name not in held:  # no bias: one that stays 0 keeps the picture's order
            self.params[name] = np.zeros(start.shape)
            return
        shape = np.shape(held[name])
        if np.prod(shape) != start.size:
            raise self.place.failed(f"`{name}` has shape {shape}; {start.shape} is expected.")
        mine = np.array(start, dtype=float).reshape(shape)
        give(self.own, name, mine)
        if name == "W" and self._turned:
            self.params[name] = mine.T
        else:
            self.params[name] = mine.reshape(start.shape)

    @property
    def W(self) -> Array:
        """The weights, (n_out, n_in)."""
        return self.params["W"]

    @W.setter
    def W(self, weights: ArrayLike) -> None:
        self.params["W"][...] = weights

    @property
    def b(self) -> Array:
        """The biases, (n_out,)."""
        return self.params["b"]

    @b.setter
    def b(self, biases: ArrayLike) -> None:
        self.params["b"][...] = biases

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """The learner's forward(X): (n, n_in) gives (n, n_out)."""
        X = np.asarray(X, dtype=float)
        self._X = X
        more = {"train": train} if self._train else {}
        value = called(self.place, "`forward`", self.own.forward, {"X": X, **more})
        Z = numbers(self.place, "`forward`", value, (len(X), self.n_out))
        return finite(self.place, "`forward`", Z, X, *self.params.values())

    def backward(self, dY: ArrayLike) -> Array:
        """The learner's backward(dY), their gradients into `grads`."""
        dY = np.asarray(dY, dtype=float)
        value = called(self.place, "`backward`", self.own.backward, {"dY": dY})
        dX = numbers(self.place, "`backward`", value, (len(dY), self.n_in))
        self._collect()
        return finite(self.place, "`backward`", dX, dY, *self.params.values())

    def _collect(self) -> None:
        found = gradients_of(self.own)
        for name, w in self.params.items():
            if name not in held_by(self.own):
                self.grads[name] = np.zeros(w.shape)
            elif found.get(name) is None:
                raise self.place.failed(
                    f"`backward` leaves no gradient of `{name}`: it belongs into `self.d{name}` "
                    f'or `self.grads["{name}"]`.'
                )
            else:
                gradient = self._in_course_shape(name, found[name], w.shape)
                self.grads[name] = np.array(gradient)  # ours: penalties are added to it in place

    def _in_course_shape(self, name: str, value: Any, shape: tuple[int, ...]) -> Array:
        doing = f"the gradient of `{name}`"
        if name == "W" and self._turned:
            return numbers(self.place, doing, value, shape[::-1]).T
        if name == "b" and np.shape(value) == np.shape(held_by(self.own)[name]):
            value = np.reshape(value, shape)
        return numbers(self.place, doing, value, shape)

    def __repr__(self) -> str:
        return f"{self.title}({self.n_in} → {self.n_out})"


class OwnActivate(nn.Activate):
    """An activation layer whose forward and backward passes are the learner's object's."""

    def __init__(self, make: Callable[[], Any], activation: nn.Activation, place: Place) -> None:
        super().__init__(activation)
        self.place, self.title = place, place.title
        self.own = called(place, "`__init__`", make, {})
        _refuse_more(held_by(self.own), (), place)
        self._train = takes_train(self.own.forward)

    def forward(self, X: ArrayLike, train: bool = False) -> Array:
        """The learner's forward(Z), with the shape of Z."""
        Z = np.asarray(X, dtype=float)
        self._Z = Z
        more = {"train": train} if self._train else {}
        value = called(self.place, "`forward`", self.own.forward, {"Z": Z, **more})
        return finite(self.place, "`forward`", numbers(self.place, "`forward`", value, Z.shape), Z)

    def backward(self, dY: ArrayLike) -> Array:
        """The learner's backward(dA), with the shape of dA."""
        dA = np.asarray(dY, dtype=float)
        value = called(self.place, "`backward`", self.own.backward, {"dA": dA})
        dZ = numbers(self.place, "`backward`", value, dA.shape)
        return finite(self.place, "`backward`", dZ, dA)

    def __repr__(self) -> str:
        return self.title


def held_by(own: Any) -> dict[str, Any]:
    """What the object learns: its dictionary `params`, or its attributes W and b."""
    params = getattr(own, "params", None)
    if isinstance(params, dict):
        return params
    return {name: getattr(own, name) for name in ("W", "b") if getattr(own, name, None) is not None}


def gradients_of(own: Any) -> dict[str, Any]:
    """∂L/∂ each of `held_by`: its dictionary `grads`, or its attributes dW and db."""
    grads = getattr(own, "grads", None)
    if isinstance(grads, dict) and grads:
        return grads
    return {name: getattr(own, f"d{name}", None) for name in ("W", "b")}


def give(own: Any, name: str, value: Array) -> None:
    """Put a parameter where the object keeps it, in both places if it has both."""
    if isinstance(getattr(own, "params", None), dict):
        own.params[name] = value
        if isinstance(vars(own).get(name), np.ndarray):
            setattr(own, name, value)
    else:
        setattr(own, name, value)


def turned(make: Callable[[int, int], Any], place: Place) -> bool:
    """Whether the class keeps W as (n_in, n_out). Raises OwnError where it has no such W."""
    probe = called(place, "`__init__`", lambda: make(*PROBE), {})
    held = held_by(probe)
    if "W" not in held:
        raise place.failed(
            "there are no weights to be seen. Keep them in `self.W` (and `self.b`), or in a "
            'dictionary `self.params` as "W" and "b".'
        )
    _refuse_more(held, ("W", "b"), place)
    shape = np.shape(held["W"])
    if shape not in (PROBE, PROBE[::-1]):
        raise place.failed(f"for 2 inputs and 3 units `W` has shape {shape}; (3, 2) is expected.")
    return bool(shape == PROBE)


def _refuse_more(held: Iterable[str], trained: tuple[str, ...], place: Place) -> None:
    """OwnError where `params` holds more than what is trained: else it would stay as it began."""
    if more := [f"`{name}`" for name in held if name not in trained]:
        only = " and ".join(trained) or "no parameters"
        raise place.failed(
            f"`params` holds {', '.join(more)}, but the builder trains {only} of such a layer. "
            "Keep what isn't learned somewhere else."
        )


def takes_train(forward: Callable[..., Any]) -> bool:
    """Whether a learner's `forward` wants to know if this is a training step."""
    try:
        return "train" in inspect.signature(forward).parameters
    except (TypeError, ValueError):
        return False
