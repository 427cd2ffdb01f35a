"""A run put aside, so that the next one can be compared with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnkit.builder.spec import BatchNormSpec, DenseSpec, DropoutSpec, Spec
from nnkit.builder.trainer import Trainer


@dataclass(frozen=True)
class Pinned:
    """What the page is told of it, and its curve: float32 rows like the history's."""

    told: dict[str, Any]
    buffer: bytes

    @classmethod
    def of(cls, trainer: Trainer) -> Pinned:
        """The run as it is now."""
        row = trainer.measure()._asdict()
        values = {name: value if math.isfinite(value) else None for name, value in row.items()}
        rows = trainer.history.rows.astype(np.float32)
        told = {"label": label(trainer.spec), **values, "rows": len(rows)}
        return cls(told, rows.tobytes())


def label(spec: Spec) -> str:
    """A run in a few words: "spiral, 8 tanh, 8 tanh, sgd 0.03"."""
    parts = [spec.data.name]
    for layer in spec.layers:
        match layer:
            case DenseSpec(units, activation):
                parts.append(f"{units} {activation}")
            case DropoutSpec(p):
                parts.append(f"dropout {p:g}")
            case BatchNormSpec():
                parts.append("batch norm")
    return ", ".join([*parts, f"{spec.training.optimiser} {spec.training.lr:g}"])
