"""Dragging a line in its picture: by the tip of its normal to turn it, elsewhere to shift it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnkit.explore.guard import Floats
from nnkit.figures import plane
from nnkit.figures.sheet import fraction_to_point

NEAR = 0.08  # of the view's width: so close to the tip is on the tip


@dataclass(frozen=True)
class Grip:
    """What is held: the tip of the normal (with its foot and the length of w), or the line."""

    foot: Floats
    length: float
    turns: bool

    @classmethod
    def at(cls, point: Floats, w: Floats, b: float, X: Floats) -> Grip:
        """What lies at ``point``."""
        if not w.any():
            return cls(np.zeros(2), 0.0, False)
        left, right, *_ = limits = plane.limits(X)
        foot, tip = plane.normal_of(w, b, limits)
        near = float(np.linalg.norm(point - tip)) < NEAR * (right - left)
        return cls(foot, float(np.linalg.norm(w)), near)

    def moved(self, point: Floats, w: Floats, b: float) -> tuple[Floats, float]:
        """The weights and the bias once it is held at ``point``."""
        if self.turns:
            way = point - self.foot
            if not way.any():
                return w, b
            w = self.length * way / np.linalg.norm(way)
            return w, -float(w @ self.foot)
        return w, -float(w @ point) if w.any() else b


def point_of(x: float, y: float, X: Floats) -> Floats:
    """The point under the pointer, at fractions of the picture from its left and its top."""
    return np.array(fraction_to_point(x, y, plane.limits(X)))


def in_sight(w: Floats, b: float, X: Floats) -> bool:
    """Whether the line crosses the view of ``X``."""
    left, right, low, high = plane.limits(X)
    z = np.array([[x, y] for x in (left, right) for y in (low, high)]) @ w + b
    return bool(z.min() < 0 < z.max())


def nearest(values: Floats, value: float) -> float:
    """The one of ``values`` that is closest."""
    return float(values[np.abs(values - value).argmin()])
