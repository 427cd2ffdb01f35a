"""An exception of Python or NumPy in plain words, with the shapes where it is about shapes."""

from __future__ import annotations

import re

from nnkit.check import show
from nnkit.check.observation import Raised
from nnkit.exercises import Case

MEANINGS = {
    "truth value of an array": "it wants one yes or no, and gets an array of several.",
    "Cannot cast ufunc": "`+=`, `-=` and their like write into the array that is there, and an "
    "array of whole numbers can't hold decimals. Compute a new array.",
    "ufunc 'bitwise_xor'": "`^` is no power in Python. That is `**`.",
}


def error(raised: Raised, case: Case) -> str:
    """The type of the exception, and what its message means."""
    meaning = _unpaired(raised.message)
    if meaning:
        meaning += f" Given are {show.shapes(case.inputs)}."
    else:
        known = (text for words, text in MEANINGS.items() if words in raised.message)
        meaning = next(known, raised.message)
    return f"`{raised.type}`" + f": {meaning}" * bool(meaning)


def _unpaired(message: str) -> str:
    """What two arrays that don't fit have to do with each other; empty for any other message."""
    product = re.search(r"matmul.*\(size (\d+) is different from (\d+)\)", message)
    if product:
        return (
            f"`@` pairs up numbers, and here {product[2]} of them meet {product[1]}. "
            "Print the two shapes."
        )
    product = re.search(r"not aligned: (\d+) \(dim \d\) != (\d+)", message)
    if product:
        return (
            f"a product pairs up numbers, and here {product[1]} of them meet {product[2]}. "
            "Print the two shapes."
        )
    entries = re.search(r"broadcast together with shapes (\(.*?\)) (\(.*?\))", message)
    if entries:
        one, other = (shape.replace(",", ", ").replace(", )", ",)") for shape in entries.groups())
        return (
            f"an array of shape {one} meets one of shape {other}, and NumPy can't pair up their "
            "entries."
        )
    return ""
