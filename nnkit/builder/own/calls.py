"""Calls into the learner's code: what goes wrong in there comes back as one sentence."""

from __future__ import annotations

import io
import linecache
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnkit.check.limits import TimeUp, time_limit
from nnkit.check.observation import learners_lines, raised_by
from nnkit.check.plainly import error as in_plain_words
from nnkit.check.quiet import no_questions
from nnkit.exercises import Case
from nnkit.nn import Array

SECONDS = 2.0  # for one pass through the network; a page must not wait longer
READ_ONLY = "read-only"


class OwnError(Exception):
    """The learner's code failed; `layer` is its index in `network.layers`, `sentence` says how."""

    def __init__(self, layer: int, sentence: str) -> None:
        super().__init__(sentence)
        self.layer, self.sentence = layer, sentence


@dataclass(frozen=True)
class Place:
    """Where the learner's code stands: index in `network.layers`, its name, and which layer."""

    layer: int
    title: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.where})" if self.where else self.title

    def failed(self, sentence: str) -> OwnError:
        """The error that names this place."""
        return OwnError(self.layer, f"{self}: {sentence}")


class _Watch:
    """Whether a watch is kept already: a pass through the network needs one, not one a layer."""

    kept = False


class _Nowhere(io.TextIOBase):
    """Where prints go: thousands of passes would flood the page."""

    def write(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        """A learner's `sys.stdout.close()` closes nothing."""


NOWHERE = _Nowhere()


@contextmanager
def watched() -> Iterator[None]:
    """Prints and warnings are kept quiet, and an endless loop ends after `SECONDS`."""
    if _Watch.kept:
        yield
        return
    _Watch.kept = True
    try:
        with (
            redirect_stdout(NOWHERE),
            redirect_stderr(NOWHERE),
            np.errstate(all="ignore"),
            no_questions(),
            time_limit(SECONDS),
        ):
            yield
    finally:
        _Watch.kept = False


def called(place: Place, doing: str, fn: Callable[..., Any], inputs: dict[str, Any]) -> Any:
    """`fn(*inputs.values())`, or OwnError with the learner's line, whatever it raises.

    Arrays go in read-only, so that nobody changes what others still need.
    """
    given = {name: protected(value) for name, value in inputs.items()}
    try:
        if _Watch.kept:
            return fn(*given.values())
        with watched():
            return fn(*given.values())
    except (KeyboardInterrupt, OwnError):
        raise
    except TimeUp as stop:
        raise place.failed(_too_long(doing, stop)) from None
    except BaseException as error:  # sys.exit() too is only a mistake
        raise place.failed(f"{doing} stops{_told(error, given)}") from error


def protected(value: Any) -> Any:
    """A view that can't be written to, of an array or of those in lists and tuples."""
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    elif type(value) in (list, tuple):
        return type(value)(map(protected, value))
    return value


def numbers(place: Place, doing: str, value: Any, shape: tuple[int, ...]) -> Array:
    """`value` as float64, or OwnError: None, no numbers, another shape, or not finite."""
    if value is None:
        raise place.failed(f"{doing} returns nothing (`None`). Is there a `return`?")
    try:
        array: Array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise place.failed(
            f"{doing} gives a {kind}; an array of shape {shape} is expected."
        ) from None
    if array.shape != shape:
        raise place.failed(
            f"{doing} gives shape {array.shape}; {shape} is expected.{_why(array, shape)}"
        )
    return array


def finite(place: Place, doing: str, array: Array, *inputs: Array) -> Array:
    """`array`, or OwnError where it isn't finite though all `inputs` are."""
    if not np.isfinite(array).all() and all(np.isfinite(a).all() for a in inputs):
        seen = "`nan` (not a number)" if np.isnan(array).any() else "infinite numbers"
        raise place.failed(
            f"{doing} gives {seen} though everything that goes in is finite. Look for 0/0, log(0), "
            "or an overflow in `exp`."
        )
    return array


def _why(array: Array, shape: tuple[int, ...]) -> str:
    if array.ndim == 2 and array.shape == shape[::-1]:
        return " Rows and columns have changed places: look for a `.T` too many or too few."
    if array.size == np.prod(shape) and np.squeeze(array).shape == tuple(n for n in shape if n > 1):
        return " An axis of length 1 is missing or too many."
    if array.ndim < len(shape):
        return " An axis is lost: has a sum gone over the samples, or an index taken one of them?"
    return ""


def _told(error: BaseException, given: dict[str, Any]) -> str:
    """ " in line 3, `Z = X @ W`, with `ValueError`: what it means."""
    words = in_plain_words(raised_by(error), Case("", given))
    if READ_ONLY in str(error):
        words = "an attempt to change an array that was given to it. Work on a copy (`.copy()`), or compute a new one."
    return f"{_line(error)} with {words}"


def _too_long(doing: str, stop: BaseException) -> str:
    return (
        f"{doing} was stopped after {SECONDS:g} seconds{_line(stop)} Is there a loop that never "
        "ends?"
    )


def _line(error: BaseException) -> str:
    lines = learners_lines(error)
    if not lines:
        return ""
    code, number = lines[-1]
    text = linecache.getline(code.co_filename, number).strip()
    return f" in line {number}" + f", `{text}`," * bool(text)
