"""The functions that exercises may give to an answer. They travel by name, as data must."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnkit import nn

# Slopes to walk down. A message shows the name, so the name is the formula.
SLOPES: dict[str, Callable[..., Any]] = {
    "2 * (w - 3)": lambda w: 2 * (w - 3),
    "w**3 - w": lambda w: w**3 - w,
    "tanh(w - 1)": lambda w: np.tanh(w - 1),
    "[1, 10] * w": lambda w: np.array([1.0, 10.0]) * w,
}

FUNCTIONS: dict[str, Callable[..., Any]] = {**nn.ACTIVATIONS, **SLOPES}
