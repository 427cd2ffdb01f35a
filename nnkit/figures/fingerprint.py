"""What makes two calls of a figure the same: numbers bit by bit, texts, and how they are nested."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from hashlib import blake2b
from typing import Any

import numpy as np

LARGEST = 4_000_000  # bytes of an array


class Different(Exception):
    """There is something in it of which one can't say when another one would be equal."""


def fingerprint(value: Any) -> Hashable:
    """Equal for equal values only. Functions count by their names; see ``functions_in``.

    Raises ``Different`` for what isn't numbers, texts, functions, or lists and dictionaries of
    them.
    """
    kind = type(value)
    if value is None or kind in (bool, int, str, bytes, range):
        return kind.__name__, value
    if kind is float:
        return "float", value.hex()  # tells −0.0 from 0.0
    if kind is np.ndarray or isinstance(value, np.generic):
        return _of_array(kind.__name__, np.asarray(value))
    if kind in (list, tuple):
        return kind.__name__, tuple(map(fingerprint, value))
    if kind is dict:
        return "dict", tuple((fingerprint(key), fingerprint(each)) for key, each in value.items())
    if callable(value):
        return "function", *(_name(value, word) for word in ("__name__", "name"))
    raise Different


def _of_array(kind: str, array: Any) -> Hashable:
    if array.dtype.kind not in "biufcSU" or array.nbytes > LARGEST:
        raise Different
    return kind, array.dtype.str, array.shape, blake2b(array.tobytes(), digest_size=16).digest()


def _name(function: Any, word: str) -> str:
    name = getattr(function, word, "")
    return name if type(name) is str else ""


def functions_in(value: Any) -> list[Any]:
    """The functions in it, in the order in which ``replaced`` meets them."""
    return list(_functions(value))


def _functions(value: Any) -> Iterator[Any]:
    if type(value) in (list, tuple):
        for each in value:
            yield from _functions(each)
    elif type(value) is dict:
        for each in value.values():
            yield from _functions(each)
    elif callable(value):
        yield value


def replaced(value: Any, other: Callable[[Any], Any]) -> Any:
    """A copy of it, arrays too, with ``other(function)`` in place of each function."""
    if type(value) in (list, tuple):
        return type(value)(replaced(each, other) for each in value)
    if type(value) is dict:
        return {key: replaced(each, other) for key, each in value.items()}
    if type(value) is np.ndarray:
        return value.copy()
    return other(value) if callable(value) else value
