"""A data set: samples, their targets, and the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.vocabulary import Array, Seed, Targets

TASKS = ("binary", "classes", "regression")
MOST_ROWS = 20_000
MOST_NOTES = 3  # each on its own column; more are told together


class BadData(ValueError):
    """Data that no network can learn from; the message says where, what, and what to do."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """(xᵢ, yᵢ), i = 1 … n: X of shape (n, d), one row a sample, and y (n,).

    `task` says what y is: "binary" (integers 0 or 1), "classes" (integers from 0 to K − 1, where
    `classes` names the K) or "regression" (numbers). `columns` names the d columns of X. `notes`
    has a sentence for each thing that is allowed but odd. Raises BadData for no rows, more than
    20,000, NaN or infinity, shapes or labels that don't fit, and for one class only.
    """

    name: str
    X: Array
    y: Targets
    task: str
    columns: tuple[str, ...]
    classes: tuple[str, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.task not in TASKS:
            raise BadData(f"{self.name}: the task is one of {', '.join(TASKS)}; got {self.task!r}.")
        X = np.array(self.X, dtype=float)
        y = np.array(self.y, dtype=float if self.task == "regression" else None)
        _check_shapes(self.name, X, y, self.columns)
        _check_numbers(self.name, X, y, self.columns)
        if self.task != "regression":
            _check_labels(self.name, y, self.task, self.classes)
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)
        object.__setattr__(self, "notes", tuple(_constant_columns(X, self.columns)))

    def __len__(self) -> int:
        return len(self.X)

    def rows(self, which: ArrayLike) -> Dataset:
        """The samples of these numbers, in this order; it may hold fewer classes than the whole."""
        return _part(self, np.asarray(which, dtype=int))

    def with_columns(self, X: Array, columns: tuple[str, ...]) -> Dataset:
        """The same targets with other columns X (n, k): features, or scaled ones."""
        changed = _part(self, np.arange(len(self)))
        object.__setattr__(changed, "X", X)
        object.__setattr__(changed, "columns", columns)
        return changed

    def __repr__(self) -> str:
        n, d = self.X.shape
        kinds = f", {len(self.classes)} classes" if self.task == "classes" else ""
        return f"Dataset({self.name}: {n:,} × {d}, {self.task}{kinds})"


@dataclass(frozen=True)
class Scaler:
    """(x − μ) / σ for each column, with the μ and σ of the samples that `fit` was given.

    Fit it on the training split alone, then apply it to both. A column that is constant there has
    σ = 1, and so becomes 0.
    """

    mean: Array
    std: Array

    @classmethod
    def fit(cls, X: ArrayLike) -> Scaler:
        """μ = mean(X), σ = √mean((X − μ)²): X of shape (n, d), n ≥ 1; otherwise BadData."""
        X = np.asarray(X, dtype=float)
        if X.ndim != 2 or len(X) == 0:
            raise BadData(f"A scaler is fitted to a batch X of shape (n, d); got {X.shape}.")
        std = np.where(np.ptp(X, axis=0) == 0, 0.0, X.std(axis=0))  # which rounding may keep from 0
        return cls(X.mean(axis=0), np.where(std > 0, std, 1.0))

    def apply(self, X: ArrayLike) -> Array:
        """(X − μ) / σ, with the shape of X."""
        scaled: Array = (np.asarray(X, dtype=float) - self.mean) / self.std
        return scaled


def split(dataset: Dataset, validation: float, rng: Seed) -> tuple[Dataset, Dataset]:
    """(training, validation): the samples in a random order, cut at round(n · validation).

    `validation` is a share, from 0 to less than 1; at least one sample stays for training. Either
    part keeps the task and the names of the whole. Raises BadData for another share.
    """
    if not 0 <= validation < 1:
        raise BadData(f"The validation share is from 0 to less than 1; got {validation}.")
    order = np.random.default_rng(rng).permutation(len(dataset))
    held_out = min(round(len(dataset) * validation), len(dataset) - 1)
    return dataset.rows(order[held_out:]), dataset.rows(order[:held_out])


def _part(whole: Dataset, rows: Targets) -> Dataset:
    """Without the checks: a part may be empty, or lack a class that the whole has."""
    part = object.__new__(Dataset)
    for name, value in vars(whole).items():
        object.__setattr__(part, name, value[rows] if name in ("X", "y") else value)
    return part


def _check_shapes(name: str, X: Array, y: Targets, columns: tuple[str, ...]) -> None:
    if X.ndim != 2 or y.shape != X.shape[:1] or len(columns) != X.shape[1]:
        raise BadData(
            f"{name}: X has the shape (n, columns) and y (n,); got {X.shape}, {y.shape} and "
            f"{len(columns)} names of columns."
        )
    if not len(X):
        raise BadData(f"{name}: there are no samples. Add some rows or points.")
    if not len(columns):
        raise BadData(f"{name}: there is nothing to learn from. Add a column besides the target.")
    if len(X) > MOST_ROWS:
        raise BadData(
            f"{name}: {len(X):,} rows are more than the {MOST_ROWS:,} that are taken. "
            f"Take a part of them."
        )


def _check_numbers(name: str, X: Array, y: Targets, columns: tuple[str, ...]) -> None:
    for row, column in np.argwhere(~np.isfinite(X))[:1]:
        raise BadData(
            f"{name}: row {row + 1}, {columns[column]}, is {X[row, column]}, which is no number to "
            f"calculate with. Fill it in or leave the row out."
        )
    if y.dtype.kind == "f":
        for row in np.flatnonzero(~np.isfinite(y))[:1]:
            raise BadData(f"{name}: the target of row {row + 1} is {y[row]}. Leave the row out.")


def _check_labels(name: str, y: Targets, task: str, classes: tuple[str, ...]) -> None:
    if y.dtype.kind not in "iu":
        raise BadData(f"{name}: labels are integers, counted from 0; these are {y.dtype}.")
    if len(classes) < 2 or (task == "binary" and len(classes) != 2):
        wanted = "exactly two" if task == "binary" else "at least two"
        raise BadData(f"{name}: {task} takes {wanted} classes; there are {len(classes)} names.")
    found = np.unique(y)
    if found[0] < 0 or found[-1] >= len(classes):
        raise BadData(
            f"{name}: labels go from 0 to {len(classes) - 1} for {len(classes)} classes; "
            f"these go from {found[0]} to {found[-1]}."
        )
    if len(found) == 1:
        only = classes[found[0]]
        raise BadData(
            f"{name}: every sample is of one class, {only}. Add samples of another, or there is "
            f"nothing to tell apart."
        )


def _constant_columns(X: Array, columns: tuple[str, ...]) -> Iterator[str]:
    constant = np.flatnonzero(np.ptp(X, axis=0) == 0)
    if len(constant) > MOST_NOTES:
        yield (
            f"{len(constant)} columns, {columns[constant[0]]} among them, are the same in every "
            f"row, so they can't help to tell samples apart; standardised, they are 0."
        )
        return
    for i in constant:
        yield (
            f"{columns[i]} is {X[0, i]:g} in every row, so it can't help to tell samples apart; "
            f"standardised, it is 0."
        )
