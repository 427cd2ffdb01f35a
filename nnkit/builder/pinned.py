"""A run put aside, so that the next one can be compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnkit.builder.differences import differences, in_words
from nnkit.builder.numerals import finite
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer


@dataclass(frozen=True)
class Pinned:
    """What the page is told of it, its curve (float32 rows like the history's), and its spec."""

    told: dict[str, Any]
    buffer: bytes
    spec: Spec

    @classmethod
    def of(cls, trainer: Trainer) -> Pinned:
        """The run as it is now."""
        row = trainer.measure()._asdict()
        values = {name: finite(value) for name, value in row.items()}
        rows = trainer.history.rows.astype(np.float32)
        told = {"label": label(trainer.spec), **values, "rows": len(rows)}
        return cls(told, rows.tobytes(), trainer.spec)

    def beside(self, spec: Spec) -> dict[str, Any]:
        """What the page is told, with what differs in the spec of now."""
        return self.told | {"differs": differences(self.spec, spec)}


def label(spec: Spec) -> str:
    """A run in a few words: "spiral, 8 tanh, 8 tanh, sgd 0.03"."""
    layers = [in_words(spec.layers)] if spec.layers else []
    return ", ".join([spec.data.name, *layers, f"{spec.training.optimiser} {spec.training.lr:g}"])
