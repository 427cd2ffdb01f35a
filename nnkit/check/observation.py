"""Runs beside the learner's code: calls the function on each input and notes, as data,
what happens."""

from __future__ import annotations

import inspect
import linecache
import sys
import sysconfig
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np

from nnkit.check.form import Form, form_of
from nnkit.check.limits import TimeUp, time_limit
from nnkit.check.nested import fresh, numbers
from nnkit.check.quiet import quiet
from nnkit.check.values import Value, describe
from nnkit.exercises import Exercise, Inputs

OURS = str(Path(__file__).parents[1])
LIBRARIES = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), "<frozen", "<__array")


@dataclass(frozen=True)
class Raised:
    """An exception: ``bases`` are the names of its class and all its bases; ``function`` and
    ``line`` tell where in the learner's code it came from, ``inner`` that it was in a function
    that theirs calls."""

    type: str
    message: str
    bases: tuple[str, ...]
    function: str
    line: str
    inner: bool = False


@dataclass(frozen=True)
class Outcome:
    """One call: its value, or what it raised; and the numbers in its inputs as it left them."""

    value: Value | None = None
    raised: Raised | None = None
    timed_out: bool = False
    after: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Observation:
    """All that the judge gets to know about a function."""

    found: bool = True
    callable: bool = True
    is_reference: bool = False
    calls_reference: bool = False
    type: str = ""
    form: Form = field(default_factory=Form)
    outcomes: tuple[Outcome, ...] = ()
    printed: str = ""
    warnings: tuple[str, ...] = ()


MISSING = Observation(found=False)


def observe(exercise: Exercise, fn: Any, inputs: Sequence[Inputs]) -> Observation:
    """Call ``fn`` on each of ``inputs`` (copies of them) and note what happens.

    What it prints, logs and warns is caught. All calls together get 5 seconds.
    """
    if not callable(fn):
        return Observation(callable=False, type=type(fn).__name__)
    if fn is exercise.reference:
        return Observation(is_reference=True)
    form = form_of(fn, exercise.parameters)
    if not form.fits:
        return Observation(form=form)
    ran = run(exercise, fn, inputs)
    return Observation(
        form=form,
        calls_reference=not ran.timed_out and _calls_reference(exercise, fn, inputs[0]),
        outcomes=ran.outcomes,
        printed=ran.printed,
        warnings=ran.warnings,
    )


@dataclass(frozen=True)
class Run:
    """What calling a function on every input did."""

    outcomes: tuple[Outcome, ...]
    printed: str
    warnings: tuple[str, ...]

    @property
    def timed_out(self) -> bool:
        return self.outcomes[-1].timed_out


def run(exercise: Exercise, fn: Callable[..., Any], inputs: Sequence[Inputs]) -> Run:
    """Call ``fn`` on a copy of each of ``inputs``; stop after 5 seconds in all."""
    call = exercise.observe or _call
    outcomes: list[Outcome] = []
    with quiet() as (printed, caught):
        try:
            with time_limit():
                for given in inputs:
                    outcomes.append(_outcome(call, fn, given))
        except TimeUp:
            outcomes.append(Outcome(timed_out=True))
    messages = dict.fromkeys(str(warning.message) for warning in caught)
    return Run(tuple(outcomes), printed.getvalue(), tuple(messages))


def _call(fn: Callable[..., Any], inputs: Inputs) -> Any:
    return fn(*inputs.values())


def _outcome(call: Callable[..., Any], fn: Callable[..., Any], given: Inputs) -> Outcome:
    inputs = {name: fresh(value) for name, value in given.items()}
    try:
        value, raised = describe(call(fn, inputs)), None
    except (KeyboardInterrupt, TimeUp):
        raise
    except BaseException as error:  # sys.exit() too is only a wrong answer
        value, raised = None, raised_by(error)
    return Outcome(value, raised, after=numbers(inputs))


def raised_by(error: BaseException) -> Raised:
    """What is told of an exception that a learner's code let out."""
    function, line, inner = _learners_line(error)
    bases = tuple(cls.__name__ for cls in type(error).__mro__)
    try:
        message = str(error)[:300]
    except BaseException:  # an exception whose own __str__ fails
        message = ""
    return Raised(type(error).__name__, message, bases, function, line, inner)


def _learners_line(error: BaseException) -> tuple[str, str, bool]:
    """Function and text of the innermost line that belongs neither to us nor to a library, and
    whether it lies in a function that the learner's calls."""
    theirs = learners_lines(error)
    if not theirs:
        return "", "", False
    code, number = theirs[-1]
    return code.co_name, linecache.getline(code.co_filename, number).strip(), len(theirs) > 1


def learners_lines(error: BaseException) -> list[tuple[CodeType, int]]:
    """The code and line numbers, outermost first, that belong neither to us nor to a library."""
    return [
        (frame.f_code, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if not frame.f_code.co_filename.startswith((OURS, *LIBRARIES))
    ]


def _calls_reference(exercise: Exercise, fn: Callable[..., Any], given: Inputs) -> bool:
    """Whether ``fn`` runs the code of this exercise's own reference."""
    owners, seen = _reference_code(exercise.reference), set[CodeType]()

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in owners:
            owner = owners[frame.f_code]
            if owner is None or frame.f_locals.get("self") is owner:
                seen.add(frame.f_code)

    before = sys.getprofile()
    try:
        with quiet(), time_limit():
            sys.setprofile(watch)
            _outcome(exercise.observe or _call, fn, given)
    except TimeUp:
        return False
    finally:
        sys.setprofile(before)
    return bool(seen)


def _reference_code(reference: Callable[..., Any]) -> dict[CodeType, Any]:
    """The code objects of this reference, and whose method each is: a class may be shared."""
    if inspect.ismethod(reference):
        return {reference.__func__.__code__: reference.__self__}
    functions = [reference, *getattr(reference, "__dict__", {}).values()]
    codes: dict[CodeType, Any] = {fn.__code__: None for fn in functions if inspect.isfunction(fn)}
    method = type(reference).__call__
    return codes | ({method.__code__: reference} if inspect.isfunction(method) else {})
