"""From a spec to what is trained: the data as the network gets them, its layers, its loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nnkit import data as sets
from nnkit.builder.features import Inputs, checked_features, inputs
from nnkit.builder.own import Own, OwnError, OwnNetwork
from nnkit.builder.problem import Problem
from nnkit.builder.reading import BadSpec
from nnkit.builder.spec import BatchNormSpec, Data, DenseSpec, DropoutSpec, Spec
from nnkit.data import GENERATORS, BadData, Dataset, split
from nnkit.nn import (
    OPTIMISERS,
    Activate,
    BatchNorm,
    Dense,
    Dropout,
    Layer,
    Loss,
    Optimiser,
    Sequential,
    Targets,
    binary_cross_entropy,
    cross_entropy,
    mse,
)

LOSS_OF: dict[str, Loss] = {
    "binary": binary_cross_entropy,
    "classes": cross_entropy,
    "regression": mse,
}


@dataclass(frozen=True)
class Prepared:
    """The samples, split: as they are (`raw…`), and as the network gets them.

    `problem` says why nothing can be learned from them (yet): no points drawn, for instance.
    """

    raw_train: Dataset
    raw_validation: Dataset
    train: Dataset
    validation: Dataset
    inputs: Inputs
    problem: Problem | None = None

    @property
    def outputs(self) -> int:
        """The units of the output layer: K for K classes, else 1."""
        return len(self.train.classes) if self.train.task == "classes" else 1


def prepare(spec: Spec) -> tuple[Spec, Prepared]:
    """The spec with its features filled in, and its data. BadSpec says what doesn't fit."""
    whole, problem = _whole(spec.data)
    features = checked_features(spec.data, whole, spec.features)
    seed = [spec.data.seed, 1]  # not the generator's own stream
    raw_train, raw_validation = split(whole, spec.data.validation, np.random.default_rng(seed))
    way_in = inputs(spec.data, raw_train, features)
    data = Prepared(
        raw_train,
        raw_validation,
        _through(way_in, raw_train),
        _through(way_in, raw_validation),
        way_in,
        problem,
    )
    return spec.with_features(features), data


def targets(dataset: Dataset) -> Targets:
    """The targets in the shape that the loss takes: (n, 1), but (n,) for classes."""
    return dataset.y if dataset.task == "classes" else dataset.y[:, np.newaxis].astype(float)


def build(spec: Spec, n_in: int, n_out: int) -> Sequential:
    """The layers of the spec, and after them the output layer: n_in inputs, n_out outputs.

    A dense layer is two of the network's, its sums and its activation. Weights are drawn one layer
    after another from the seed.
    """
    rng = np.random.default_rng(spec.training.seed)
    layers: list[Layer] = []
    width = n_in
    for layer in spec.layers:
        match layer:
            case DenseSpec(units, activation):
                layers += [Dense(width, units, spec.training.init, rng), Activate(activation)]
                width = units
            case DropoutSpec(p):
                layers.append(Dropout(p, rng=0))
            case BatchNormSpec():
                layers.append(BatchNorm(width))
    return Sequential(*layers, Dense(width, n_out, spec.training.init, rng))


def assembled(
    spec: Spec, data: Prepared, own: Own | None
) -> tuple[Sequential, Loss, Problem | None]:
    """The network and the loss, with the learner's code in its place.

    Where that can't even be set up, nnkit's own, and the problem.
    """
    network = build(spec, len(data.train.columns), data.outputs)
    loss = LOSS_OF[data.train.task]
    if not own:
        return network, loss, None
    try:
        return OwnNetwork(network, own), own.loss(loss, len(network.layers) - 1), None
    except OwnError as error:
        return network, loss, Problem("own", error.layer, error.sentence)


def places(spec: Spec) -> list[int | None]:
    """For each layer of the network its index in `spec.layers`; None for the output layer."""
    found: list[int | None] = []
    for i, layer in enumerate(spec.layers):
        found += [i, i] if layer.kind == "dense" else [i]
    return [*found, None]


def optimiser(spec: Spec) -> Optimiser:
    """A fresh optimiser with the spec's learning rate."""
    make: Callable[..., Optimiser] = OPTIMISERS[spec.training.optimiser]
    return make(lr=spec.training.lr)


def _through(way_in: Inputs, part: Dataset) -> Dataset:
    """The part with features for columns; a part may be empty, or lack a class."""
    return part.with_columns(way_in.apply(part.X), way_in.labels)


def _whole(data: Data) -> tuple[Dataset, Problem | None]:
    try:
        if data.name == "points":
            return _drawn(data)
        return _loaded(replace(data, validation=0.0)), None
    except BadData as error:
        raise BadSpec("data", str(error)) from None


@lru_cache(maxsize=4)
def _loaded(data: Data) -> Dataset:
    if data.name in GENERATORS:
        return GENERATORS[data.name](data.samples, data.noise, data.seed)
    if data.name == "digits":
        return sets.digits(data.samples, data.noise, data.seed)
    if data.name == "csv":
        return sets.read_csv(data.text, data.task)
    return sets.penguins()


def _drawn(data: Data) -> tuple[Dataset, Problem | None]:
    """The points, or if they are too few so far, what there is of them and what is missing."""
    points = [list(point) for point in data.points]
    try:
        return sets.from_points(points), None
    except BadData as error:
        missing = [[0.0, 0.0, label] for label in (0, 1)]
        known = sets.from_points([*points, *missing])
        return known.rows(range(len(points))), Problem("data", None, str(error))
