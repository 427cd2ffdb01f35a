"""What stands still while a network trains: its columns, its plane, its points, where things lie.

It is made once for each version of the trainer's layout, and told to the page once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nnkit.builder import maps
from nnkit.builder.columns import Column, columns
from nnkit.builder.diagnosis import some
from nnkit.builder.features import FEATURES
from nnkit.builder.maps import Bytes, Plane
from nnkit.data import Dataset
from nnkit.nn import Array, Targets

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

_SHOWN = 500  # points on the plane


@dataclass(frozen=True)
class Layout:
    """The layout of a trainer's network and data, as long as `version` is the trainer's."""

    version: int
    trainer: Trainer

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns but the inputs."""
        return columns(self.trainer.network.layers, self.n_in)

    @cached_property
    def dense(self) -> tuple[Column, ...]:
        """The dense columns."""
        return tuple(c for c in self.columns if c.kind == "dense")

    @property
    def n_in(self) -> int:
        """How many inputs the network has."""
        return len(self.trainer.data.inputs.names)

    @property
    def image(self) -> bool:
        """Whether the inputs are the pixels of an image, 8 × 8."""
        return self.trainer.spec.data.name == "digits"

    @cached_property
    def map_side(self) -> int:
        """Cells along one side of a neuron's picture over the plane."""
        return maps.map_side(sum(c.units for c in self.dense))

    @cached_property
    def plane(self) -> Plane | None:
        """The plane of the two columns that the network gets; None if there are fewer or more."""
        data = self.trainer.data
        chosen = data.inputs.plane
        if chosen is None:
            return None
        here, names = list(chosen), data.raw_train.columns

        def features(points: Array) -> Array:
            raw = np.zeros((len(points), len(names)))
            raw[:, here] = points
            return data.inputs.apply(raw)

        labels = [names[i] for i in chosen]
        return Plane.around(self._spanning[:, here], labels, features, self.map_side)

    @cached_property
    def target_range(self) -> tuple[float, float]:
        """The lowest and the highest training target."""
        y = self.trainer.train.y
        return (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)

    @cached_property
    def looked_at(self) -> tuple[Array, Targets, int]:
        """Some training samples, the group of each, and the number of groups."""
        train = self.trainer.train
        which, names = maps.groups(some(train.y), train.task, train.classes)
        return some(train.X), which, len(names)

    @cached_property
    def points(self) -> Array:
        """(n, 4) float32: x, y, target, 0 for training or 1 for validation; at most 500."""
        chosen, data = self.trainer.data.inputs.plane, self.trainer.data
        if chosen is None:
            return np.zeros((0, 4), np.float32)
        share = _SHOWN / max(len(data.raw_train) + len(data.raw_validation), _SHOWN)
        parts = [
            _points(part, chosen, held_out, share)
            for held_out, part in enumerate((data.raw_train, data.raw_validation))
        ]
        return np.concatenate(parts)

    @cached_property
    def input_maps(self) -> Bytes:
        """A picture of each input over the plane; of an image, the first training sample."""
        if self.plane is not None:
            return maps.grey(self.plane.small)
        if self.image and len(self.trainer.train):
            return maps.grey(self.trainer.train.X[:1].T)
        return np.zeros((0, 0), np.uint8)

    @property
    def _spanning(self) -> Array:
        """What the plane is to show: the points, and a square that stays as they are drawn."""
        if self.trainer.spec.data.name != "points":
            return self._all_raw
        return np.concatenate([self._all_raw, [[-1.0, -1.0], [1.0, 1.0]]])

    @property
    def _all_raw(self) -> Array:
        data = self.trainer.data
        return np.concatenate([data.raw_train.X, data.raw_validation.X])

    def to_json(self) -> dict[str, Any]:
        """As the page gets it; badges tell whether the learner's layers passed their check."""
        trainer = self.trainer
        low, high = self.target_range
        return {
            "version": self.version,
            "task": trainer.train.task,
            "loss": trainer.loss.name,
            "classes": list(trainer.train.classes),
            "targets": [low, high],
            "columns": [self._inputs(), *(self._column(c) for c in self.columns)],
            "plane": self._plane(),
            "map_size": self.map_side,
            "points": {"train": len(trainer.train), "validation": len(trainer.validation)},
            "parameters": sum(w.size for w in trainer.network.params.values()),
            "notes": list(trainer.train.notes),
            "source": trainer.train.source,
            "badges": [badge.to_json() for badge in getattr(trainer.network, "badges", ())],
            "features": self._offered(),
        }

    def _offered(self) -> list[dict[str, str]]:
        """All that could be an input, the chosen or not; none to choose among for an image."""
        if self.image:
            return []
        if self.trainer.spec.data.plane:
            return [{"name": name, "label": each.label} for name, each in FEATURES.items()]
        return [{"name": name, "label": name} for name in self.trainer.data.raw_train.columns]

    def _inputs(self) -> dict[str, Any]:
        labels = list(self.trainer.data.inputs.labels)
        return {"kind": "input", "labels": labels, "units": self.n_in, "image": self.image}

    def _column(self, c: Column) -> dict[str, Any]:
        json: dict[str, Any] = {
            "kind": c.kind,
            "index": c.index,
            "spec": None if c.output else c.number,
            "units": c.units,
        }
        if c.kind == "dense":
            json |= {"activation": c.activation, "fan_in": c.fan_in}
        if c.kind == "dropout":
            json["p"] = getattr(self.trainer.network.layers[c.index], "p", 0.0)
        return json | {name: self._offsets[c.index, name] for name in self._names(c)}

    def _names(self, c: Column) -> list[str]:
        return list(self.trainer.network.layers[c.index].params)

    @cached_property
    def _offsets(self) -> dict[tuple[int, str], int]:
        """Where each parameter begins in the flat array of all."""
        found, at = {}, 0
        for layer, name, array in self.trainer.parameters():
            found[layer, name] = at
            at += array.size
        return found

    def _plane(self) -> dict[str, Any] | None:
        if self.plane is None:
            return None
        x, y = self.plane.labels
        low, high = list(self.plane.low), list(self.plane.high)
        return {"x": x, "y": y, "low": low, "high": high, "size": maps.REGION}


def _points(part: Dataset, chosen: tuple[int, int], held_out: int, share: float) -> Array:
    rows = np.linspace(0, len(part) - 1, int(len(part) * share)).astype(int)
    xy, y = part.X[rows][:, list(chosen)], part.y[rows]
    both: Array = np.column_stack([xy, y, np.full(len(rows), held_out)]).astype(np.float32)
    return both
