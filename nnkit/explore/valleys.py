"""Loss surfaces of two weights: how wrong a small model is, for every pair of its weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnkit import nn
from nnkit.explore.guard import Floats

EDGE = 3.0  # both weights are seen from −3 to 3
GRID = np.linspace(-EDGE, EDGE, 61)


@dataclass(frozen=True)
class Valley:
    """The MSE of a model with weights w1 and w2 on a few points."""

    x: Floats
    y: Floats
    predict: Callable[[Floats, Floats, Floats], Floats]  # w1, w2, x in; ŷ out
    slopes: Callable[[Floats, Floats, Floats], Floats]  # ∂ŷ/∂w1 and ∂ŷ/∂w2, (n, 2)
    bottoms: tuple[tuple[float, float], ...]  # where the loss is smallest
    bowl: bool = False  # the same curvature everywhere

    def loss(self, w: Floats) -> Floats:
        """L = (1/n) Σ (ŷ − y)²: weights (…, 2) give losses (…)."""
        P = self.predict(w[..., :1], w[..., 1:], self.x)
        losses: Floats = ((P - self.y) ** 2).mean(axis=-1)
        return losses

    def gradient(self, w: Floats) -> Floats:
        """∂L/∂w = Σ ∂L/∂ŷ · ∂ŷ/∂w: weights (2,) give the gradient (2,)."""
        w = np.asarray(w, float)
        w1, w2 = w[:1], w[1:]
        _, dP = nn.mse(self.predict(w1, w2, self.x), self.y)
        gradient: Floats = dP @ self.slopes(w1, w2, self.x)
        return gradient

    @cached_property
    def best(self) -> float:
        """The loss at the bottom."""
        return float(self.loss(np.array(self.bottoms[0])))

    @cached_property
    def steepest(self) -> float:
        """λmax of a bowl: the curvature of its steepest cross-section."""
        slopes = self.slopes(np.zeros(1), np.zeros(1), self.x)
        return float(np.linalg.eigvalsh(2 * slopes.T @ slopes / len(self.x))[-1])

    @property
    def limit(self) -> float:
        """2/λmax: above this learning rate every step across the bowl is longer than the last."""
        return 2 / self.steepest

    @cached_property
    def heights(self) -> Floats:
        """The losses over ``GRID`` × ``GRID``; a row for each w2."""
        return self.loss(np.stack(np.meshgrid(GRID, GRID), axis=-1))


def _line() -> Valley:
    """ŷ = w1·x + w2."""
    return Valley(
        x=np.array([0.0, 1.0, 2.0, 3.0]),
        y=np.array([1.0, 1.0, 3.0, 3.0]),
        predict=lambda w1, w2, x: w1 * x + w2,
        slopes=lambda w1, w2, x: np.column_stack([x, np.ones_like(x)]),
        bottoms=((0.8, 0.8),),
        bowl=True,
    )


def _network() -> Valley:
    """ŷ = w2·tanh(w1·x). Both bottoms fit the points exactly; (0, 0) is a saddle between them."""
    w1, w2 = float(np.arctanh(1 / np.sqrt(3))), float(np.sqrt(3))
    return Valley(
        x=np.array([-2.0, -1.0, 1.0, 2.0]),
        y=np.array([-1.5, -1.0, 1.0, 1.5]),
        predict=lambda w1, w2, x: w2 * np.tanh(w1 * x),
        slopes=lambda w1, w2, x: np.column_stack(
            [w2 * x * nn.tanh.derivative(w1 * x), np.tanh(w1 * x)]
        ),
        bottoms=((w1, w2), (-w1, -w2)),
    )


VALLEYS = {"a line, w1·x + w2": _line(), "a network, w2·tanh(w1·x)": _network()}
LINE, NETWORK = VALLEYS
