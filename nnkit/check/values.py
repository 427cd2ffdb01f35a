"""What came back from a call, as plain data: arrays and text, never the learner's own objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

NUMERIC = "biuf"  # NumPy kinds that count as numbers here: bool, int, unsigned, float
LONGEST = 10_000  # a longer list is kept only as an array


@dataclass(frozen=True)
class Value:
    """``type`` names its type; ``array`` holds its numbers, if it has any; ``items`` its parts."""

    type: str
    array: np.ndarray | None = None
    items: tuple[Value, ...] | None = None
    text: str = ""


def describe(value: Any) -> Value:
    """``value`` as data. Its own ``__eq__``, ``__repr__`` or ``__array__`` is never consulted."""
    name = type(value).__name__
    if value is None:
        return Value("None")
    if isinstance(value, str):
        return Value(name, text=repr(value[:60]))
    if isinstance(value, (np.ndarray, np.generic)):
        return Value(name, _plain(value))
    if type(value) in (bool, int, float):
        return Value(name, _plain(np.array(value)))
    if isinstance(value, (list, tuple)):
        items = tuple(map(describe, value)) if len(value) <= LONGEST else None
        return Value(name, list_array(items) if items is not None else _rectangular(value), items)
    return Value(name)


def _plain(value: np.ndarray | np.generic) -> np.ndarray | None:
    """A base-class copy, or None where the entries are not real numbers."""
    array = np.array(value, subok=False)
    return array if array.dtype.kind in NUMERIC else None


def list_array(items: tuple[Value, ...]) -> np.ndarray | None:
    """The numbers of a list with these parts, or None where they make up no array."""
    if any(item.array is None for item in items):
        return None
    return _rectangular([item.array for item in items])


def _rectangular(value: Any) -> np.ndarray | None:
    try:
        return _plain(np.array(value))
    except ValueError:  # ragged
        return None


def close(yours: np.ndarray, expected: np.ndarray, tolerance: float = 1e-7) -> np.ndarray:
    """Where ``|y − ŷ| ≤ t·|ŷ| + t/100·max(1, max|ŷ|)``; NaN equals NaN, ∞ equals ∞."""
    y, e = yours.astype(float), expected.astype(float)
    finite = np.isfinite(e)
    largest = np.abs(e[finite]).max(initial=1.0)
    with np.errstate(invalid="ignore"):
        near = np.abs(y - e) <= tolerance * np.abs(e) + tolerance / 100 * largest
    same_special = (y == e) | (np.isnan(y) & np.isnan(e))
    return np.asarray(np.where(finite, near, same_special))


def same_type(yours: Value, expected: Value) -> bool:
    """A number may be of any kind; a list may come as a tuple or array; an array is an array."""
    if expected.array is not None and expected.array.ndim == 0:
        return yours.array is not None
    if expected.type in ("list", "tuple"):
        return yours.type in ("list", "tuple", "ndarray")
    return yours.type == expected.type


def same(yours: Value | None, expected: Value | None, tolerance: float = 1e-7) -> bool:
    """Whether two values count as equal, type and shape included."""
    if yours is None or expected is None:
        return yours is expected
    if expected.array is None and expected.items is not None:
        return (
            yours.items is not None
            and len(yours.items) == len(expected.items)
            and all(map(same, yours.items, expected.items, [tolerance] * len(expected.items)))
        )
    if expected.array is None or yours.array is None:
        bare = yours.array is None and expected.array is None
        return bare and (yours.type, yours.text) == (expected.type, expected.text)
    return (
        same_type(yours, expected)
        and yours.array.shape == expected.array.shape
        and bool(close(yours.array, expected.array, tolerance).all())
    )
