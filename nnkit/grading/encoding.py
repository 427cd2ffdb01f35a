"""What crosses the border between the grader and a learner's kernel, as text: JSON, no code.

Inputs go to the kernel, observations come back. What comes back may be written by anybody, so it is
taken apart strictly, up to fixed limits, and refused with ``BadReply`` at the first oddity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from nnkit.check.form import Form
from nnkit.check.observation import Observation, Outcome, Raised
from nnkit.check.values import Value, list_array
from nnkit.exercises import Inputs, Named
from nnkit.exercises.functions import FUNCTIONS
from nnkit.grading import strict
from nnkit.grading.strict import BadReply, Json, TooLarge

__all__ = [
    "BadReply",
    "TooLarge",
    "from_display",
    "pack_inputs",
    "pack_observation",
    "refusal",
    "unpack_inputs",
    "unpack_observation",
]

DEEPEST = 8  # lists within lists; a deeper part is told by its type alone
MOST_WARNINGS = 20

# What a kernel says where it has no observation to send, and what that means.
REFUSALS = {
    "too-large": "The function's answers, or what it did to its inputs, are too large to look at.",
    "failed": "The function could not be looked at: something it changed in Python stood in "
    "the way.",
}


def refusal(why: str) -> str:
    """The reply of a kernel that has no observation: one of ``REFUSALS``."""
    return json.dumps({"refused": why})


def from_display(shown: str) -> str:
    """The text that a kernel displays as ``shown``: a Python string between its quotes.

    Raises ``BadReply`` if it is something else.
    """
    if len(shown) > 2 * strict.LARGEST:
        strict.refuse("is too large")
    if len(shown) < 2 or shown[0] not in "'\"" or shown[-1] != shown[0]:
        strict.refuse("is not a text")
    try:
        return shown[1:-1].encode("ascii").decode("unicode_escape")
    except UnicodeError:
        strict.refuse("is not a text")


# Inputs: from the grader to the kernel.


def pack_inputs(inputs: Sequence[Inputs]) -> str:
    """The inputs of several calls as text."""
    return json.dumps([{name: _given(value) for name, value in one.items()} for one in inputs])


def unpack_inputs(text: str) -> list[Inputs]:
    """The inputs of several calls. Raises ``BadReply`` if the text holds none."""
    return strict.items(strict.parsed(text), lambda one: strict.table(one, _taken))


def _given(value: Any) -> Json:
    if isinstance(value, Named):
        return {"named": value.name}
    if isinstance(value, np.ndarray):
        return {"array": strict.array_text(value)}
    if isinstance(value, np.generic):
        return {"scalar": strict.array_text(np.asarray(value))}
    if isinstance(value, float):
        return {"float": value.hex()}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_given(part) for part in value]}
    if value is None or type(value) in (bool, int, str):
        return value
    raise TypeError(f"An input of type {type(value).__name__} can't travel. Give it a name.")


def _taken(value: Json) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= _KINDS.keys():
        strict.refuse("has an input of an unknown kind")
    ((kind, content),) = value.items()
    return _KINDS[kind](content)


def _named(content: Json) -> Named:
    if strict.text(content) not in FUNCTIONS:
        strict.refuse("names a function that is not there")
    return Named(content)


def _float(content: Json) -> float:
    try:
        return float.fromhex(strict.text(content))
    except (ValueError, OverflowError):
        strict.refuse("has a number that is none")


_KINDS: dict[str, Callable[[Json], Any]] = {
    "named": _named,
    "array": strict.array,
    "scalar": lambda content: strict.array(content)[()],
    "float": _float,
    "list": lambda content: strict.items(content, _taken),
    "tuple": lambda content: tuple(strict.items(content, _taken)),
}


# Observations: from the kernel to the grader.


def pack_observation(seen: Observation) -> str:
    """An observation as text. Texts and the list of warnings are cut to what is taken.

    Raises ``TooLarge`` where ``unpack_observation`` would refuse the rest.
    """
    text = json.dumps(
        {
            "found": seen.found,
            "callable": seen.callable,
            "is_reference": seen.is_reference,
            "calls_reference": seen.calls_reference,
            "type": _cut(seen.type),
            "form": _cut(asdict(seen.form)),
            "outcomes": [_outcome_out(outcome) for outcome in seen.outcomes],
            "printed": _cut(seen.printed),
            "warnings": _cut(seen.warnings[:MOST_WARNINGS]),
        }
    )
    return strict.sendable(text)


def unpack_observation(text: str) -> Observation:
    """The observation in a kernel's reply. Raises ``BadReply``, and nothing else, for any text."""
    reply = strict.parsed(text)
    if isinstance(reply, dict) and list(reply) == ["refused"]:
        raise BadReply(REFUSALS.get(strict.text(reply["refused"]), REFUSALS["failed"]))
    names = [field.name for field in fields(Observation)]
    found, called, is_reference, calls_reference, kind, form, outcomes, printed, warned = (
        strict.fields(reply, *names)
    )
    return Observation(
        strict.flag(found),
        strict.flag(called),
        strict.flag(is_reference),
        strict.flag(calls_reference),
        strict.text(kind),
        _form_in(form),
        tuple(strict.items(outcomes, _outcome_in)),
        strict.text(printed),
        tuple(strict.items(warned, strict.text, MOST_WARNINGS)),
    )


def _form_in(form: Json) -> Form:
    names = ("signature", "parameters", "fits", "unused", "outside", "lines")
    signature, parameters, fits, unused, outside, lines = strict.fields(form, *names)
    return Form(
        strict.text(signature),
        tuple(strict.items(parameters, strict.text)),
        strict.flag(fits),
        tuple(strict.items(unused, strict.count)),
        tuple(strict.items(outside, strict.text)),
        strict.count(lines),
    )


def _outcome_out(outcome: Outcome) -> Json:
    value, raised = outcome.value, outcome.raised
    return {
        "value": None if value is None else _value_out(value),
        "raised": None if raised is None else _cut(asdict(raised)),
        "timed_out": outcome.timed_out,
        "after": {place: strict.array_text(array) for place, array in outcome.after.items()},
    }


def _outcome_in(outcome: Json) -> Outcome:
    names = ("value", "raised", "timed_out", "after")
    value, raised, timed_out, after = strict.fields(outcome, *names)
    if (value is not None) + (raised is not None) + strict.flag(timed_out) != 1:
        strict.refuse("has a call that did not end in one way")
    return Outcome(
        None if value is None else _value_in(value),
        None if raised is None else _raised_in(raised),
        timed_out,
        strict.table(after, strict.array),
    )


def _raised_in(raised: Json) -> Raised:
    names = ("type", "message", "bases", "function", "line", "inner")
    kind, message, bases, function, line, inner = strict.fields(raised, *names)
    return Raised(
        strict.text(kind),
        strict.text(message),
        tuple(strict.items(bases, strict.text)),
        strict.text(function),
        strict.text(line),
        strict.flag(inner),
    )


def _value_out(value: Value, depth: int = 0) -> Json:
    """Type, array, items, text. The array of a list is not sent: its items make it again."""
    if depth > DEEPEST:
        return [_cut(value.type), None, None, ""]
    items = None if value.items is None else [_value_out(one, depth + 1) for one in value.items]
    alone = None if items is not None else value.array
    array = None if alone is None else strict.array_text(alone)
    return [_cut(value.type), array, items, _cut(value.text)]


def _value_in(value: Json, depth: int = 0) -> Value:
    if not isinstance(value, list) or len(value) != 4 or depth > DEEPEST + 1:
        strict.refuse("has an answer that is none")
    kind, array, items, text = value
    if items is None:
        numbers = None if array is None else strict.array(array)
        return Value(strict.text(kind), numbers, None, strict.text(text))
    if array is not None:
        strict.refuse("has an answer that is two")
    parts = tuple(strict.items(items, lambda one: _value_in(one, depth + 1)))
    return Value(strict.text(kind), list_array(parts), parts, strict.text(text))


def _cut(facts: Any) -> Any:
    """A text, or every text in a list or a table, cut to what is taken."""
    if isinstance(facts, dict):
        return {name: _cut(content) for name, content in facts.items()}
    if isinstance(facts, tuple):
        return [_cut(content) for content in facts]
    return facts[: strict.LONGEST_TEXT] if isinstance(facts, str) else facts
