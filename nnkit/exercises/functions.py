"""The functions that exercises may give to an answer. They travel by name, as data must."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nnkit import nn
from nnkit.exercises.expressions import EXPRESSIONS

FUNCTIONS: dict[str, Callable[..., Any]] = {**nn.ACTIVATIONS, **EXPRESSIONS}
