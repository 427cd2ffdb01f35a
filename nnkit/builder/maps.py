"""What each neuron responds to, and where the network draws its borders: small grey pictures.

A picture is bytes, row by row from the top, where 128 stands for 0 and the largest magnitude of the
picture for 1 or 255.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnkit import nn
from nnkit.nn import Array, Targets

Bytes = npt.NDArray[np.uint8]

MAP, REGION = 20, 40  # cells along one side: of a neuron's picture, of the decision region
_SIDES = ((64, MAP), (96, 16))  # up to so many units; smaller pictures keep a frame small
_SMALLEST = 12
_MARGIN = 0.1  # of the range of the data, on every side


@dataclass(frozen=True)
class Plane:
    """The rectangle that two columns span: centres of its cells, as what the network takes.

    `low` and `high` are the corners. `small` (side², n_in) is for neurons, `large` (REGION², n_in)
    for the decision region.
    """

    labels: tuple[str, str]
    low: tuple[float, float]
    high: tuple[float, float]
    small: Array
    large: Array

    @classmethod
    def around(
        cls,
        points: Array,
        labels: Sequence[str],
        features: Callable[[Array], Array],
        side: int = MAP,
    ) -> Plane:
        """Around these points (n, 2), with some room; `features` makes inputs (n, n_in) of them.

        Without points it goes from −1 to 1.
        """
        if not len(points):
            points = np.array([[-1.0, -1.0], [1.0, 1.0]])
        low, high = points.min(axis=0), points.max(axis=0)
        room = np.where(high > low, high - low, 2.0)
        low, high = low - _MARGIN * room, high + _MARGIN * room
        small, large = (features(_centres(low, high, cells)) for cells in (side, REGION))
        corners = [(float(c[0]), float(c[1])) for c in (low, high)]
        return cls((labels[0], labels[1]), corners[0], corners[1], small, large)


def map_side(units: int) -> int:
    """How many cells along one side a neuron's picture has, if there are so many neurons."""
    return next((side for most, side in _SIDES if units <= most), _SMALLEST)


def _centres(low: Array, high: Array, side: int) -> Array:
    """(side², 2): x from left to right, y from the top downwards."""
    steps = (np.arange(side) + 0.5) / side
    x, y = low[0] + steps * (high[0] - low[0]), high[1] - steps * (high[1] - low[1])
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def outputs(layers: Sequence[nn.Layer], X: Array) -> list[Array]:
    """What every layer puts out for a batch X, in evaluation; nnkit's own layers remember nothing.

    Raises what a learner's layer raises.
    """
    A, found = X, []
    with np.errstate(all="ignore"):
        for layer in layers:
            A = _output(layer, A)
            found.append(A)
    return found


def _output(layer: nn.Layer, A: Array) -> Array:
    """f(A). The plain layers don't go through `forward`, so that a backward pass still works."""
    if type(layer) is nn.Dense:
        return nn.dense(A, layer.W, layer.b)
    if type(layer) is nn.Activate:
        return layer.activation(A)
    return A if isinstance(layer, nn.Dropout) else layer.forward(A, False)


def grey(responses: Array) -> Bytes:
    """(cells, units) as bytes (units, cells): 128 is 0, and each unit has its own scale."""
    with np.errstate(all="ignore"):
        largest = np.abs(responses).max(axis=0, initial=0.0)
        scale = np.where((largest > 0) & np.isfinite(largest), 127 / largest, 0.0)
        scaled = np.nan_to_num(responses * scale, nan=0.0, posinf=0.0, neginf=0.0)
    return np.ascontiguousarray((scaled + 128.5).astype(np.uint8).T)


def group_means(A: Array, groups: Targets, count: int) -> Array:
    """The mean response (count, units) in each group; 0 where a group is empty."""
    member = np.eye(count)[groups]
    sizes = np.maximum(member.sum(axis=0), 1)
    means: Array = (member.T @ A) / sizes[:, None]
    return means


def groups(y: Targets, task: str, classes: Sequence[str]) -> tuple[Targets, tuple[str, ...]]:
    """The group of each sample, and the names of the groups: classes, or quarters of the values."""
    if task != "regression":
        return y.astype(int), tuple(classes)
    cuts = np.quantile(y, [0.25, 0.5, 0.75])
    names = ("lowest quarter", "second quarter", "third quarter", "highest quarter")
    return np.searchsorted(cuts, y, side="left"), names


def region(outputs: Array, task: str, low: float = 0.0, high: float = 1.0) -> Bytes:
    """The network's answer in each cell, from its raw outputs (cells, n_out).

    Binary: the probability of class 1, times 255. Regression: 0 for `low` to 255 for `high`.
    Classes: 16 times the winner (at most 15), plus how sure it is, from 0 (no better than chance)
    to 15.
    """
    with np.errstate(all="ignore"):
        if task == "classes":
            return _winners(nn.softmax(outputs))
        share = nn.sigmoid(outputs[:, 0]) if task == "binary" else _between(outputs, low, high)
        return _byte(share * 255)


def _between(outputs: Array, low: float, high: float) -> Array:
    share: Array = (outputs[:, 0] - low) / ((high - low) or 1.0)
    return share


def _winners(p: Array) -> Bytes:
    chance = 1 / p.shape[1]
    sure = (p.max(axis=1) - chance) / ((1 - chance) or 1.0)
    winner = np.minimum(p.argmax(axis=1), 15)
    both: Bytes = (winner * 16 + np.minimum(_byte(sure * 15), 15)).astype(np.uint8)
    return both


def _byte(values: Array) -> Bytes:
    whole = np.nan_to_num(np.round(values), nan=128.0, posinf=255.0, neginf=0.0)
    return np.clip(whole, 0, 255).astype(np.uint8)
