"""From a sample to the network's inputs: features of a point, or the columns of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nnkit.builder.reading import BadSpec
from nnkit.builder.spec import Data
from nnkit.data import Dataset, Scaler
from nnkit.nn import Array
from nnkit.nn.registry import lookup


@dataclass(frozen=True)
class Feature:
    """One input of the network, calculated from x₁ and x₂: for people, as Python, and itself."""

    label: str
    code: str
    of: Callable[[Array, Array], Array]


# Data lies within [−1, 1]: there sin(2πx) has the two waves that TensorFlow Playground shows.
FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", "x1", lambda x1, x2: x1),
    "x2": Feature("x₂", "x2", lambda x1, x2: x2),
    "x1^2": Feature("x₁²", "x1**2", lambda x1, x2: x1**2),
    "x2^2": Feature("x₂²", "x2**2", lambda x1, x2: x2**2),
    "x1*x2": Feature("x₁x₂", "x1 * x2", lambda x1, x2: x1 * x2),
    "sin(x1)": Feature("sin 2πx₁", "np.sin(2 * np.pi * x1)", lambda x1, x2: np.sin(2 * np.pi * x1)),
    "sin(x2)": Feature("sin 2πx₂", "np.sin(2 * np.pi * x2)", lambda x1, x2: np.sin(2 * np.pi * x2)),
}


@dataclass(frozen=True)
class Inputs:
    """From raw samples (n, d) to what the network gets (n, k).

    `names` are the chosen features, `labels` the same for people. Of a table, the chosen columns
    are standardised by `scaler`; points go through FEATURES and have none.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[int, ...]  # of the raw samples; for points: both
    scaler: Scaler | None

    def apply(self, X: ArrayLike) -> Array:
        """The features of raw samples X (n, d), shape (n, k)."""
        X = np.asarray(X, dtype=float)
        if self.scaler is None:
            return np.column_stack([FEATURES[name].of(X[:, 0], X[:, 1]) for name in self.names])
        return self.scaler.apply(X[:, self.columns])

    @property
    def plane(self) -> tuple[int, int] | None:
        """The two raw columns that span the plane to draw; None if there aren't just two."""
        if len(self.columns) != 2:
            return None
        return self.columns[0], self.columns[1]


def usual_features(data: Data, whole: Dataset) -> tuple[str, ...]:
    """What goes in unless something else is chosen: x₁ and x₂, or every column."""
    return ("x1", "x2") if data.plane else whole.columns


def checked_features(data: Data, whole: Dataset, features: tuple[str, ...]) -> tuple[str, ...]:
    """`features`, or the usual ones for none; BadSpec for one that these data haven't got."""
    if not features or data.name == "digits":  # an image goes in whole
        return usual_features(data, whole)
    known = tuple(FEATURES) if data.plane else whole.columns
    for name in features:
        try:
            lookup({each: each for each in known}, name, "feature")
        except ValueError as error:
            raise BadSpec("features", str(error)) from None
    return features


def inputs(data: Data, raw_train: Dataset, features: tuple[str, ...]) -> Inputs:
    """The way in, with the scale of the training samples alone."""
    if data.plane:
        labels = tuple(FEATURES[name].label for name in features)
        return Inputs(features, labels, (0, 1), None)
    columns = tuple(raw_train.columns.index(name) for name in features)
    return Inputs(features, features, columns, Scaler.fit(raw_train.X[:, columns]))
