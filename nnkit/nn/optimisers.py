"""Optimisers: from a gradient to a step. First the equations, then the same over a whole network.

The functions return new arrays. The classes change a network's parameters in place, and keep what
they remember (velocities, averages) under each parameter's name. Throughout, w is a parameter, g
its gradient ∂L/∂w (of the same shape), α the learning rate `lr`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from nnkit.nn.layers import Layer
from nnkit.nn.vocabulary import Array


def sgd_step(w: Array, g: Array, lr: float) -> Array:
    """w ← w − αg: one step downhill. Source: Robbins & Monro 1951. Returns the new w."""
    return w - lr * g


def momentum_step(
    w: Array, g: Array, v: Array, lr: float, beta: float = 0.9
) -> tuple[Array, Array]:
    """v ← βv + g, w ← w − αv: a ball that keeps rolling. Returns the new (w, v).

    v starts at 0. Source: Polyak 1964, written as PyTorch does.
    """
    v = beta * v + g
    return w - lr * v, v


def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − α m̂ / (√v̂ + ε). Returns new (w, m, v).

    m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ) make up for m and v having started at 0. t counts the steps
    from 1, or ValueError is raised. Source: Kingma & Ba 2015, Algorithm 1.
    """
    if t < 1:
        raise ValueError(f"adam_step counts its steps from t = 1; got t = {t}.")
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


class Optimiser(ABC):
    """w ← w − (a step), in place, for every parameter of a network.

    `lr` may be changed between steps. What it remembers belongs to one network: given another, the
    optimiser starts afresh.
    """

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self.t = 0
        self._network: Layer | None = None
        self._memory: dict[str, Array] = {}

    def step(self, network: Layer) -> None:
        """One step with the gradients of the latest backward pass; RuntimeError without them."""
        if network is not self._network:
            self._network, self.t, self._memory = network, 0, {}
        params, grads = network.params, network.grads
        if params.keys() != grads.keys():
            raise RuntimeError("There is no gradient for every parameter: call backward first.")
        self.t += 1
        for name, w in params.items():
            self._update(name, w, grads[name])

    @abstractmethod
    def _update(self, name: str, w: Array, g: Array) -> None:
        """Change w in place."""

    def memory(self) -> tuple[int, dict[str, Array]]:
        """(t, what is remembered of each parameter), as copies: `recall` goes on from there."""
        return self.t, {name: kept.copy() for name, kept in self._memory.items()}

    def recall(self, network: Layer, memory: tuple[int, dict[str, Array]]) -> None:
        """Be as an optimiser of this kind was when it gave this `memory`, now over `network`."""
        self._network = network
        self.t, kept = memory
        self._memory = {name: each.copy() for name, each in kept.items()}

    def _remembered(self, name: str, w: Array, count: int) -> Array:
        """`count` arrays like w, which start at 0 and are the same ones in every step."""
        if name not in self._memory:
            self._memory[name] = np.zeros((count, *w.shape))
        return self._memory[name]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(lr={self.lr:g})"


class SGD(Optimiser):
    """w ← w − αg, as `sgd_step`."""

    def _update(self, name: str, w: Array, g: Array) -> None:
        w -= self.lr * g


class Momentum(Optimiser):
    """v ← βv + g, w ← w − αv, as `momentum_step`."""

    def __init__(self, lr: float, beta: float = 0.9) -> None:
        super().__init__(lr)
        self.beta = beta

    def _update(self, name: str, w: Array, g: Array) -> None:
        (v,) = self._remembered(name, w, 1)
        v *= self.beta
        v += g
        w -= self.lr * v


class Adam(Optimiser):
    """m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − α m̂ / (√v̂ + ε), as `adam_step`."""

    def __init__(
        self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__(lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps

    def _update(self, name: str, w: Array, g: Array) -> None:
        m, v = self._remembered(name, w, 2)
        m *= self.beta1
        m += (1 - self.beta1) * g
        v *= self.beta2
        v += (1 - self.beta2) * g**2
        lr = self.lr / (1 - self.beta1**self.t)  # both corrections are numbers: no array for them
        root = np.sqrt(v) / np.sqrt(1 - self.beta2**self.t)
        w -= lr * m / (root + self.eps)


OPTIMISERS: dict[str, type[Optimiser]] = {"sgd": SGD, "momentum": Momentum, "adam": Adam}
