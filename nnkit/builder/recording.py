"""A training step on one sample, rehearsed on a copy, with all that passed through each layer."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit import nn
from nnkit.builder.maps import outputs
from nnkit.nn import Array, Targets

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer


@dataclass
class Passed:
    """What went through one layer: in and out forwards, ∂L/∂out backwards, its gradients.

    None for what the learner's code keeps to itself.
    """

    Y: Array | None = None
    dY: Array | None = None
    dX: Array | None = None
    grads: dict[str, Array] = field(default_factory=dict)


@dataclass
class Rehearsal:
    """One training step: the sample, what passed each layer, outputs, loss, ∂L/∂outputs.

    `problem` is the sentence of what stopped it; then the values behind that point are missing.
    """

    layers: list[Passed]
    X: Array | None = None
    y: Targets | None = None
    outputs: Array | None = None
    loss: float | None = None
    d_outputs: Array | None = None
    problem: str | None = None


def rehearse(trainer: Trainer) -> Rehearsal:
    """What `trainer.step("sample")` would calculate next. The trainer is left as it is."""
    twin = copy.deepcopy(trainer, {id(trainer.data): trainer.data})
    kept = Rehearsal([Passed() for _ in twin.network.layers])
    for layer, passed in zip(twin.network.layers, kept.layers, strict=True):
        _watch(layer, passed)
    _watch_whole(twin.network, kept)
    setattr(twin, "loss", _WatchedLoss(twin.loss, kept))  # noqa: B010  (not a Loss by its type)
    twin.step("sample")
    kept.problem = twin.problem.sentence if twin.problem else None
    if not kept.problem:
        _fill(kept, trainer.network)
    return kept


def _fill(kept: Rehearsal, network: nn.Sequential) -> None:
    """What layers put out that nobody called, since the learner's `forward` did their work."""
    A = kept.X
    for layer, passed in zip(network.layers, kept.layers, strict=True):
        if A is not None and passed.Y is None:
            passed.Y = outputs([layer], A)[-1]
        A = passed.Y


class _WatchedLoss:
    """The same loss, keeping what it was asked and what it said."""

    def __init__(self, loss: nn.Loss, kept: Rehearsal) -> None:
        self._loss, self._kept = loss, kept

    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        value, gradient = self._loss(outputs, targets)
        if self._kept.loss is None:  # later calls only measure
            self._kept.outputs, self._kept.y = _copied(outputs), np.array(targets)
            self._kept.loss, self._kept.d_outputs = value, _copied(gradient)
        return value, gradient

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loss, name)


def _watch(layer: nn.Layer, passed: Passed) -> None:
    forward, backward = layer.forward, layer.backward

    def watched_forward(X: Array, train: bool = False) -> Array:
        Y = forward(X, train)
        if train and passed.Y is None:
            passed.Y = _copied(Y)
        return Y

    def watched_backward(dY: Array) -> Array:
        dX = backward(dY)
        if passed.dX is None:
            passed.dY, passed.dX = _copied(dY), _copied(dX)
            passed.grads = {name: g.copy() for name, g in layer.grads.items()}
        return dX

    _replace(layer, "forward", watched_forward)
    _replace(layer, "backward", watched_backward)


def _watch_whole(network: nn.Sequential, kept: Rehearsal) -> None:
    """The input; and after the backward pass the gradients of layers that nobody called."""
    forward, backward = network.forward, network.backward

    def watched_forward(X: Array, train: bool = False) -> Array:
        if train and kept.X is None:
            kept.X = _copied(X)
        return forward(X, train)

    def watched_backward(dY: Array) -> Array:
        dX = backward(dY)
        for layer, passed in zip(network.layers, kept.layers, strict=True):
            passed.grads = passed.grads or {name: g.copy() for name, g in layer.grads.items()}
        return dX

    _replace(network, "forward", watched_forward)
    _replace(network, "backward", watched_backward)


def _replace(owner: object, name: str, method: Callable[..., Array]) -> None:
    setattr(owner, name, method)


def _copied(value: ArrayLike) -> Array:
    return np.array(value, dtype=float)
