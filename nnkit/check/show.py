"""Numbers and inputs as a learner reads them in a message."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit.check.nested import numbers
from nnkit.check.values import Value
from nnkit.exercises import Case, Inputs, Named

SMALL = 8  # an array of up to this many entries is written out


def number(value: float, digits: int = 4) -> str:
    """``value`` to ``digits`` significant digits, with a true minus sign."""
    return f"{float(value):.{digits}g}".replace("-", "−")


def two_numbers(yours: float, expected: float) -> tuple[str, str]:
    """Both with as many digits as it takes to tell them apart."""
    for digits in range(4, 17):
        pair = number(yours, digits), number(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def array(value: np.ndarray) -> str:
    """A small array as a list of numbers, a long list by its start, a table by its shape."""
    if value.ndim == 0:
        return number(value.item())
    if value.ndim == 1 and value.size > SMALL:
        return array(value[:SMALL])[:-1] + f", …] ({value.size} entries)"
    if value.size > SMALL or (value.ndim > 1 and not value.size):
        return f"an array of shape {value.shape}"
    return "[" + ", ".join(array(entry) for entry in value) + "]"


def inputs(given: Inputs, row: int | None = None) -> str:
    """``X[1] = [1, 2], w = [0.5, −0.2], b = 0.1``: of a batch only the row in question, of
    a list that comes alone only the entry.

    Layers are told by their sizes: ``layers = 2 → 3 relu → 1 identity``; other lists of tuples, as
    the cache of a forward pass, only by their length: ``cache = [(…), (…)]``.
    """
    axes = (1, 2) if len(given) == 1 else (2,)  # beside a batch, a list is weights
    return ", ".join(_input(name, value, row, axes) for name, value in given.items())


def _input(name: str, value: Any, row: int | None, axes: tuple[int, ...]) -> str:
    if isinstance(value, Named):
        return f"{name} = {value.name}"
    if isinstance(value, list) and all(isinstance(part, tuple) for part in value):
        is_network = bool(value) and isinstance(value[0][-1], Named)
        return (
            f"{name} = {_layers(value)}"
            if is_network
            else f"{name} = [{', '.join('(…)' for _ in value)}]"
        )
    value = np.asarray(value)
    if row is not None and value.ndim in axes and row < len(value):
        return f"{name}[{row}] = {array(value[row])}"
    return f"{name} = {array(value)}"


def _layers(layers: list[Any]) -> str:
    steps = (f" → {len(W)} {activation.name}" for W, _, activation in layers)
    return f"{layers[0][0].shape[1]}" + "".join(steps)


def occasion(case: Case) -> str:
    """The inputs of a case with its name, or its name alone where there are none."""
    return f"{inputs(case.inputs)} ({case.name})" if case.inputs else case.name


def shapes(given: Inputs) -> str:
    """The shapes of all arrays among the inputs, lists of layers included."""
    arrays = {place: array for place, array in numbers(given).items() if array.ndim}
    return ", ".join(f"`{place}` {array.shape}" for place, array in arrays.items())


def kind(value: Value) -> str:
    """What a value is, in words: ``a text``, ``an array of shape (3,)``."""
    if value.type == "None":
        return "None"
    if value.type == "ndarray" and value.array is not None:
        return f"an array of shape {value.array.shape}"
    words = {
        "str": f"a text, {value.text}",
        "list": "a Python list",
        "tuple": f"a tuple of {len(value.items or ())}",
        "generator": "a generator",
        "function": "a function",
        "builtin_function_or_method": "a function",
        "bool": "True or False",
        "ndarray": "an array of things that are not real numbers",
    }
    if value.array is not None and value.array.ndim == 0:
        return "a single number"
    return words.get(value.type, f"an object of type {value.type}")
