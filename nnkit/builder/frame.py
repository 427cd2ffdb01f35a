"""What the page sees of a training: a first form, with the numbers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnkit.builder.trainer import Trainer


def layout(trainer: Trainer) -> dict[str, Any]:
    """The columns of the picture."""
    return {"version": trainer.layout_version, "task": trainer.train.task}


def pack(
    trainer: Trainer, *, view: str, maps: bool, seen: Mapping[str, Any]
) -> tuple[dict[str, Any], list[bytes]]:
    """A frame and its binary buffers."""
    row = trainer.measure()
    content: dict[str, Any] = {
        "epoch": trainer.epoch,
        "position": trainer.position,
        "steps": trainer.steps,
        "playable": trainer.problem is None,
        "loss": row.loss,
        "problem": trainer.problem.to_json() if trainer.problem else None,
        "buffers": ["weights"],
    }
    if seen.get("layout") != trainer.layout_version:
        content["layout"] = layout(trainer)
    flat = np.concatenate([w.ravel() for _, _, w in trainer.parameters()])
    return content, [flat.astype(np.float32).tobytes()]
