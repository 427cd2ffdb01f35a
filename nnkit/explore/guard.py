"""Calls a learner's function. Whatever goes wrong becomes one sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Puzzled(Exception):
    """The learner's function gave nothing that can be drawn; the message says what it gave."""


def name_of(function: object) -> str:
    """How the learner calls the function."""
    return getattr(function, "__name__", None) or type(function).__name__


def called(function: Callable[..., Any], *inputs: Any) -> Any:
    """The function's result, on copies of its arrays; ``Puzzled`` if it raises."""
    own = [each.copy() if isinstance(each, np.ndarray) else each for each in inputs]
    try:
        with np.errstate(all="ignore"):
            return function(*own)
    except (Exception, SystemExit) as error:
        said = f": {str(error).rstrip('.')}" if str(error) else ""
        raise Puzzled(f"Your {name_of(function)} raised {type(error).__name__}{said}.") from None


def numbers(result: object, shape: tuple[int, ...], what: str) -> Floats:
    """``result`` as finite floats of ``shape``; ``Puzzled`` if it is anything else."""
    if result is None:
        raise Puzzled(f"{what} is None: is a return missing?")
    try:
        floats = np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        kind = type(result).__name__
        raise Puzzled(f"{what} is no array of numbers, but of type {kind}.") from None
    if floats.shape != shape:
        due = f"have shape {shape}" if shape else "be a single number"
        raise Puzzled(f"{what} has shape {floats.shape}; it should {due}.")
    if not np.isfinite(floats).all():
        raise Puzzled(f"{what} is not a finite number: {floats[~np.isfinite(floats)][0]}.")
    return floats
