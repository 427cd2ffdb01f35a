"""JSON that may be written by anybody, taken apart strictly: ``BadReply`` at the first oddity.

Arrays are given as the name of their type, their shape and their bytes in base64: exact, and read
without evaluating anything or trusting a size that is only claimed.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from math import prod
from typing import Any, NoReturn, TypeVar

import numpy as np

LARGEST = 4_000_000  # characters of a reply
MOST_PARTS = 1_000_000  # brackets and commas of a reply: what its parsing may cost
MOST_ITEMS = 10_000  # of one list
LONGEST_TEXT = 2_000
LARGEST_COUNT = 1_000_000  # lines, positions, and the length of an axis

_NATIVE = [np.dtype(code) for code in "?bhilqBHILQefdg"]
_DTYPES = {dtype.newbyteorder(order).str for dtype in _NATIVE for order in ("<", ">")}
_SURROGATES = re.compile("[\ud800-\udfff]")

T = TypeVar("T")
Json = Any


class BadReply(ValueError):
    """A text is no observation, or no inputs. Says why, in a sentence for a person."""


class TooLarge(ValueError):
    """What is to be sent is larger than the other side takes."""


def refuse(what: str) -> NoReturn:
    """Raise ``BadReply``, saying what the reply is or has."""
    raise BadReply(f"The notebook's reply {what}, so there was nothing to judge.")


def sendable(text: str) -> str:
    """The same text. Raises ``TooLarge`` if ``parsed`` would not take it."""
    if _is_too_large(text):
        raise TooLarge
    return text


def parsed(text: str) -> Json:
    """What the text says. Neither its length nor its nesting can make this costly."""
    if _is_too_large(text):
        refuse("is too large")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except BadReply:
        raise
    except (ValueError, RecursionError):
        refuse("can't be read")


def _is_too_large(text: str) -> bool:
    return len(text) > LARGEST or sum(map(text.count, "[{,")) > MOST_PARTS


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        refuse("says something twice")
    return found


def _no_constant(_name: str) -> NoReturn:
    refuse("can't be read")


def fields(value: Json, *names: str) -> list[Json]:
    if not isinstance(value, dict) or value.keys() != set(names):
        refuse("lacks something, or says too much")
    return [value[name] for name in names]


def table(value: Json, read: Callable[[Json], T]) -> dict[str, T]:
    if not isinstance(value, dict) or len(value) > MOST_ITEMS:
        refuse("has a table that is none")
    return {text(name): read(content) for name, content in value.items()}


def items(value: Json, read: Callable[[Json], T], most: int = MOST_ITEMS) -> list[T]:
    if not isinstance(value, list) or len(value) > most:
        refuse("has a list that is none, or is too long")
    return [read(one) for one in value]


def flag(value: Json) -> bool:
    if not isinstance(value, bool):
        refuse("leaves open what is to be yes or no")
    return value


def count(value: Json) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        refuse("has a number out of bounds")
    return value


def text(value: Json) -> str:
    """A text that can be written to any file: half a character, as JSON may hold, is replaced."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        refuse("has a text that is none, or is too long")
    return _SURROGATES.sub("\ufffd", value)


def array_text(array: np.ndarray) -> Json:
    """An array of real numbers as JSON. Raises ``TooLarge`` before anything is copied."""
    if array.nbytes > LARGEST or max(array.shape, default=0) > LARGEST_COUNT:
        raise TooLarge
    return [array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode("ascii")]


def array(content: Json) -> np.ndarray:
    """The array that ``array_text`` gave."""
    if not isinstance(content, list) or len(content) != 3:
        refuse("has an array that is none")
    name, sides, encoded = content
    if not isinstance(name, str) or name not in _DTYPES or not isinstance(encoded, str):
        refuse("has an array of something else than real numbers")
    shape, raw = tuple(items(sides, count, most=64)), _bytes(encoded)
    dtype = np.dtype(name)
    if len(raw) != prod(shape) * dtype.itemsize:
        refuse("has an array with more or fewer numbers than its shape says")
    try:
        numbers = np.ndarray(shape, dtype, raw).copy()
    except ValueError:  # of size 0, with other axes that no array can have
        refuse("has an array of an impossible shape")
    return np.asarray(numbers.view(np.uint8) != 0) if dtype.kind == "b" else numbers


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        refuse("has an array that is none")
