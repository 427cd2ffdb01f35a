"""Networks with their caches, as the exercises on the whole backward pass share them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Inputs, Named
from nnkit.exercises.functions import FUNCTIONS

Array = Any


def backward_inputs(layers: Sequence[Any], X: Array, dY: Array) -> Inputs:
    """What ``backward`` gets: the cache is the forward pass's own."""
    called = [(W, b, FUNCTIONS[activation.name]) for W, b, activation in layers]
    _, cache = nn.forward(X, called)
    return {"layers": layers, "cache": cache, "dY": dY}


def named(layers: Sequence[Any]) -> list[tuple[Array, Array, Named]]:
    """Layers whose activations travel by name."""
    return [(np.array(W), np.array(b), Named(activation.name)) for W, b, activation in layers]
