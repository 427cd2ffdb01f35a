"""Hidden units drawn at random once; only the output's weights are fitted, by least squares."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from nnkit import nn
from nnkit.explore.datasets import Points
from nnkit.explore.guard import Floats

KINDS = {"ReLU": nn.relu, "step": nn.step}
MOST = 40
SEED = 4
REACH = 2.0  # a unit wakes up at most so far from the middle


def _disc() -> Points:
    """Label 1 near the middle of a square, with a gap before label 0 begins."""
    rng = np.random.default_rng(SEED)
    X = rng.uniform(-2, 2, (130, 2)).round(2)
    away = np.linalg.norm(X, axis=1)
    clear = np.abs(away - 1.3) > 0.12
    return Points(X[clear], (away[clear] < 1.3).astype(int))


def _moons() -> Points:
    """Two half circles, one hooked into the other."""
    rng = np.random.default_rng(SEED)
    t = np.tile(np.linspace(0, np.pi, 50), 2)
    y = np.repeat([0, 1], 50)
    X = np.column_stack([np.cos(t) - 0.5, np.sin(t) - 0.25]) * np.where(y, -1, 1)[:, None]
    return Points((1.2 * X + rng.normal(0, 0.1, X.shape)).round(2), y)


CLOUDS = {"a disc": _disc(), "two moons": _moons()}


@cache
def _hidden() -> tuple[Floats, Floats]:
    """The weights ``(MOST, 2)``, of length 1, and the biases; the first k are the k units."""
    rng = np.random.default_rng(SEED)
    angles = rng.uniform(0, 2 * np.pi, MOST)
    return np.column_stack([np.cos(angles), np.sin(angles)]), rng.uniform(-REACH, REACH, MOST)


def outputs(cloud: str, kind: str, units: int, X: Floats) -> Floats:
    """The logits ``(n,)`` of the network fitted to labels −1 and 1."""
    return _seen(kind, units, X) @ _fitted(cloud, kind, units)


def decided(cloud: str, kind: str, units: int, X: Floats) -> npt.NDArray[np.int64]:
    """The labels ``(n,)``, 0 or 1."""
    return (outputs(cloud, kind, units, X) >= 0).astype(np.int64)


@cache
def _fitted(cloud: str, kind: str, units: int) -> Floats:
    """The output's weights, and its bias last."""
    points = CLOUDS[cloud]
    A = _seen(kind, units, points.X)
    return np.asarray(np.linalg.lstsq(A, 2.0 * points.y - 1, rcond=1e-8)[0])


def _seen(kind: str, units: int, X: Floats) -> Floats:
    """What the output sees: the units, and a 1 for its bias."""
    W, b = _hidden()
    H = KINDS[kind](nn.dense(X, W[:units], b[:units]))
    return np.column_stack([H, np.ones(len(X))])
