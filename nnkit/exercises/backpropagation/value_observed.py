"""How a learner's ``Value`` is tried: it computes an expression and walks back through it.

What is missing is told in a plain sentence, so that the class can grow operation by operation.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from nnkit.exercises import expressions
from nnkit.exercises.definition import Inputs, NotAsAsked
from nnkit.exercises.expressions import Expression

METHODS = {"+": "add", "*": "mul", "-": "sub", "/": "truediv", "** or pow()": "pow"}
OPERANDS = re.compile(r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'")


def data_and_grads(fn: Any, given: Inputs) -> Any:
    """The number that the expression comes to, and the gradients of the numbers it began with."""
    expression, numbers = given["expression"], given["numbers"]
    leaves = [_begun(fn, number) for number in numbers]
    if not any(hasattr(leaves[0], name) for name in ("__mul__", "__neg__", "backward")):
        _first_operation(leaves[0])
    results = _computed(expression, leaves)
    if any(leaf.data != number for leaf, number in zip(leaves, numbers, strict=True)):
        raise NotAsAsked(
            f"To compute `{expression.text}` changed the `data` of `a`, `b` or `c`. An operation "
            "leaves its inputs alone and makes a new `Value`."
        )
    for result in results:
        _walked_back(result)
    return results[-1].data, _numbers([leaf.grad for leaf in leaves])


def _begun(fn: Any, number: float) -> Any:
    leaf = fn(number)
    for name in ("data", "grad"):
        if not hasattr(leaf, name):
            raise NotAsAsked(
                f"`Value({number})` gives {_kind(leaf)} without `{name}`. A `Value` has `data`, "
                "the number that came in, and `grad`, which is 0.0 at first."
            )
    if not np.array_equal(leaf.data, number):
        raise NotAsAsked(f"`data` of `Value({number})` isn't {number}. Keep the number as it came.")
    if not isinstance(leaf.grad, (int, float)) or leaf.grad:
        raise NotAsAsked("A new `Value` has a `grad` of 0.0; yours starts with something else.")
    return leaf


def _first_operation(leaf: Any) -> None:
    """Whether the first operation to write is still the stub; then all of the class is."""
    try:
        leaf + leaf
    except NotImplementedError:
        raise
    except Exception:  # something is written, and its own expressions tell what is wrong
        return


def _computed(expression: Expression, leaves: list[Any]) -> list[Any]:
    value = type(leaves[0])
    try:
        found = expression(*leaves)
    except Exception as error:
        sentence = _in_words(error, value)
        if sentence:
            raise NotAsAsked(f"`{expression.text}` can't be computed yet. {sentence}") from None
        raise
    results = found if isinstance(found, list) else [found]
    for result in results:
        if not isinstance(result, value):
            raise NotAsAsked(
                f"`{expression.text}` gives {_kind(result)}, and a `Value` is wanted: one that "
                "remembers what it was made from."
            )
    return results


def _walked_back(result: Any) -> None:
    if not hasattr(result, "backward"):
        raise NotAsAsked("`Value` has no `backward` yet. The check needs it to look at gradients.")
    try:
        result.backward()
    except NotImplementedError:
        raise NotAsAsked("`backward` of your `Value` is not written yet.") from None
    except TypeError as error:
        if "'NoneType' object is not callable" not in str(error):
            raise
        raise NotAsAsked(
            "`backward` calls something that is `None`. To store a function, write its name "
            "without the brackets: with them it runs at once."
        ) from None


def _numbers(grads: list[Any]) -> Any:
    try:
        return np.array(grads, dtype=float)
    except (TypeError, ValueError):
        kind = next(_kind(grad) for grad in grads if not isinstance(grad, (int, float)))
        raise NotAsAsked(f"After `backward()` a `grad` is {kind}, not a number.") from None


def _in_words(error: Exception, value: type) -> str:
    """What is missing, if this error says that something is."""
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    code = where.tb_frame.f_code if where else None
    if isinstance(error, NotImplementedError) and code:
        return f"`{code.co_name}` of your `Value` is not written yet."
    if isinstance(error, AttributeError) and error.name == "data" and _plain(error.obj):
        return (
            "One side is a plain number here, and has no `data`. Make a `Value` of it first, and "
            "the rest works as before."
        )
    if isinstance(error, TypeError) and "'NoneType'" in str(error):
        return "Something in it is `None`. Does each operation end with a `return`?"
    if code is None or code.co_filename != expressions.__file__:
        return ""  # the learner's own line stopped, and is worth seeing
    if isinstance(error, AttributeError) and isinstance(error.obj, value):
        return f"`Value` has no method `{error.name}`."
    return _operation_in_words(str(error), value) if isinstance(error, TypeError) else ""


def _operation_in_words(message: str, value: type) -> str:
    if message.startswith("bad operand type for unary -"):
        return "`Value` has no minus sign of its own: for `-a` Python looks for `__neg__`."
    found = OPERANDS.match(message)
    if not found or found[1] not in METHODS:
        return ""
    sign, name = found[1].removesuffix(" or pow()"), METHODS[found[1]]
    if found[2] == value.__name__ and not hasattr(value, f"__{name}__"):
        return f"`Value` has no `{sign}`: Python looks for a method `__{name}__`."
    if found[2] in ("int", "float") and found[3] == value.__name__:
        return f"A plain number can't stand before `{sign}`: then Python looks for `__r{name}__`."
    if value.__name__ in found.groups():
        return f"`{sign}` doesn't work between {_article(found[2])} and {_article(found[3])}."
    return ""


def _article(name: str) -> str:
    words = {"int": "a plain number", "float": "a plain number", "NoneType": "`None`"}
    return words.get(name, f"a `{name}`")


def _plain(thing: Any) -> bool:
    return isinstance(thing, (int, float))


def _kind(thing: Any) -> str:
    return "`None`" if thing is None else f"something of type `{type(thing).__name__}`"
