"""The inputs of a call, however nested: a fresh copy of one, and all their numbers by place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnkit.check.values import NUMERIC
from nnkit.exercises import Inputs, Named
from nnkit.exercises.functions import FUNCTIONS


def fresh(value: Any) -> Any:
    """A copy of an input, lists and what they hold included; a named function is looked up."""
    if isinstance(value, Named):
        return FUNCTIONS[value.name]
    if isinstance(value, (list, tuple)):
        return type(value)(map(fresh, value))
    return value.copy() if isinstance(value, np.ndarray) else value


def numbers(inputs: Inputs) -> dict[str, np.ndarray]:
    """Copies of all arrays and numbers by their place, ``X`` or ``layers[0][1]``, and the length
    of every list as ``len(layers)``. Functions have no place here: nothing can change them."""
    return {place: array for name, value in inputs.items() for place, array in _walk(name, value)}


def root(place: str) -> str:
    """The input that a place belongs to: ``layers`` for ``layers[0][1]`` and ``len(layers)``."""
    return place.removeprefix("len(").rstrip(")").partition("[")[0]


def _walk(place: str, value: Any) -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(value, (list, tuple)):
        yield f"len({place})", np.array(len(value))
        for i, part in enumerate(value):
            yield from _walk(f"{place}[{i}]", part)
    elif isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        array = np.array(value, subok=False)
        if array.dtype.kind in NUMERIC:
            yield place, array
