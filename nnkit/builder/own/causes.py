"""A layer put to the trial: its gradients beside the slopes by nudging, and why they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nnkit import nn
from nnkit.check.evidence import Pair
from nnkit.check.factors import constant_factor
from nnkit.check.values import describe
from nnkit.exercises import Case
from nnkit.nn import Array


@dataclass(frozen=True)
class Trial:
    """One batch X, the dY that came back, and the layer's gradients by name; "X" is that of X."""

    X: Array
    dY: Array
    yours: dict[str, Array]

    @classmethod
    def of(cls, layer: nn.Layer, n: int, n_in: int) -> Trial:
        """L = Σ Y ⊙ dY for n samples from −1.9 to 1.9, none near a multiple of a half: kinks lie
        on those."""
        rng = np.random.default_rng(n)
        halves = rng.integers(-4, 4, (n, n_in)) / 2
        X = halves + rng.uniform(0.1, 0.4, halves.shape)
        dY = rng.normal(size=layer.forward(X, True).shape)
        return cls(X, dY, _gradients(layer, X, dY))

    def slope(self, layer: nn.Layer, name: str) -> Array:
        """∂L/∂ the parameter `name` by central differences, one nudge at a time."""
        if name == "X":
            return nn.numerical_gradient(lambda x: self._loss(layer, x), self.X)
        w = layer.params[name]
        kept = w.copy()

        def loss(values: Array) -> float:
            w[...] = values
            return self._loss(layer, self.X)

        slope = nn.numerical_gradient(loss, kept)
        w[...] = kept
        return slope

    def repeats(self, layer: nn.Layer, name: str) -> bool:
        """Whether the same numbers give the same gradient once more."""
        _gradients(layer, self.X, self.dY)
        again = _gradients(layer, self.X, self.dY)[name]
        return bool(np.allclose(again, self.yours[name], rtol=1e-9, atol=1e-12))

    def steady(self, layer: nn.Layer) -> bool:
        """Whether the same numbers go to the same numbers when they come again."""
        first, again = (np.array(layer.forward(self.X)) for _ in range(2))
        return bool(np.allclose(again, first, rtol=1e-9, atol=1e-12, equal_nan=True))

    def slope_at_a(self, layer: nn.Layer) -> Array:
        """For an activation: the slope where it is often taken by mistake, at a = f(z)."""
        A = np.array(layer.forward(self.X))
        return nn.numerical_gradient(lambda a: self._loss(layer, a), A)

    def _loss(self, layer: nn.Layer, X: Array) -> float:
        return float(np.sum(layer.forward(X) * self.dY))


Pairs = Sequence[tuple[Trial, Array]]  # each trial, with the slope that was measured in it


def cause(layer: nn.Layer, name: str, pairs: Pairs) -> str:
    """Why the gradient `name` is wrong: a sentence that begins with a space, or nothing."""
    looks: tuple[Callable[[str, Pairs], str], ...] = (_unused, _turned, _factor)
    found = next((said for said in (look(name, pairs) for look in looks) if said), "")
    if not found and name == "X" and not layer.params:
        found = _at_a(layer, pairs[0][0])
    return f" {found}" if found else ""


def _gradients(layer: nn.Layer, X: Array, dY: Array) -> dict[str, Array]:
    layer.forward(X, True)
    dX = np.array(layer.backward(dY))
    return {**{name: np.array(g) for name, g in layer.grads.items()}, "X": dX}


def _unused(name: str, pairs: Pairs) -> str:
    if any(slope.any() for _, slope in pairs):
        return ""
    part = name.rpartition(".")[2]
    return f"Changing `{part}` changes nothing that comes out: does `forward` use it?"


def _turned(name: str, pairs: Pairs) -> str:
    for trial, slope in pairs:
        yours = trial.yours[name]
        if yours.shape != slope.T.shape or not np.allclose(yours.T, slope, atol=1e-6):
            return ""
    return "Rows and columns have changed places: look for a `.T`, or the order of a product."


def _factor(name: str, pairs: Pairs) -> str:
    """A sign, a factor, 1/n once too often: in the words that the exercises have for it."""
    found = constant_factor([_pair(name, trial, slope) for trial, slope in pairs])
    return found.message if found else ""


def _pair(name: str, trial: Trial, slope: Array) -> Pair:
    case = Case("the gradient check", {"X": trial.X, "dY": trial.dY})
    yours, expected = (describe(_without_dust(a)) for a in (trial.yours[name], slope))
    return Pair(case, expected, yours, None, None, 1e-6, per_sample=False)


def _without_dust(values: Array) -> Array:
    """What is 0 but for the rounding of a slope by trial is 0."""
    return np.where(np.abs(values) < 1e-8, 0.0, values)


def _at_a(layer: nn.Layer, trial: Trial) -> str:
    if nn.relative_error(trial.yours["X"], trial.slope_at_a(layer)) > 1e-4:
        return ""
    return "It would be right for f′(a), but the slope belongs to z, to what went in."
