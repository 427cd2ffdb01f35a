"""Why training has stopped, in a sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nnkit.builder.columns import columns
from nnkit.nn import Array, Sequential

CURE = "Training has stopped before this step. Reset or go back, and take a learning rate below"


@dataclass(frozen=True)
class Problem:
    """`kind` is "nan" (the numbers), "own" (the learner's code) or "data" (too little of it).

    `layer` is the index in `network.layers` where it shows first; None if it is in no layer.
    """

    kind: str
    layer: int | None
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """As the page gets it."""
        return asdict(self)


def not_finite(network: Sequential, X: Array, lr: float) -> Problem:
    """Where the numbers of a forward pass of X first leave the finite ones, and what helps."""
    outputs, cure = X, f"{CURE} {lr:g}."
    for i, layer in enumerate(network.layers):
        with np.errstate(all="ignore"):
            outputs = layer.forward(outputs)
        if not np.isfinite(outputs).all():
            seen = "no numbers (NaN)" if np.isnan(outputs).any() else "infinite"
            return Problem("nan", i, f"What {_named(network, X, i)} puts out became {seen}. {cure}")
    last = len(network.layers) - 1
    where = _named(network, X, last)
    return Problem(
        "nan", last, f"What {where} puts out is so large that the loss overflows. {cure}"
    )


def _named(network: Sequential, X: Array, i: int) -> str:
    """ "hidden layer 2", as the picture counts."""
    found = columns(network.layers, X.shape[1])
    return next((c.where for c in found if c.index <= i <= c.end), "the network")
