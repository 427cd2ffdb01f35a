"""What the parts of a question bank have to be. Every check yields what is wrong, with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import TypeAlias

from nnkit.quiz.marked import Finding, Marked
from nnkit.quiz.question import FEEDBACKS, KINDS, NUMERIC

_NAME = re.compile(r"[a-z][a-z0-9_]*")
Check: TypeAlias = Callable[[str, Marked], Iterator[Finding]]


@dataclass(frozen=True)
class Field:
    """One key of a mapping: how its value is checked, and whether it may be left out."""

    check: Check
    needed: bool = True


Fields: TypeAlias = Mapping[str, Field]


def check_mapping(what: str, entry: Marked, fields: Fields) -> Iterator[Finding]:
    """Problems of one mapping, called ``what`` in the sentences."""
    if not isinstance(entry.value, dict):
        yield entry.finding(f"{_begun(what)} must be keys with values: {', '.join(fields)}.")
        return
    for name, part in entry.value.items():
        if name in fields:
            yield from fields[name].check(f"{name} of {what}", part)
        else:
            yield part.finding(
                f'{_begun(what)} has the unknown key "{name}". {_offer(name, fields)}'
            )
    for name, field in fields.items():
        if field.needed and name not in entry.value:
            yield entry.finding(f"{_begun(what)} has no {name}. Add it.")


def _begun(what: str) -> str:
    return what[0].upper() + what[1:]


def _offer(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."


def check_text(what: str, entry: Marked) -> Iterator[Finding]:
    if not isinstance(entry.value, str):
        yield entry.finding(f"The {what} must be text; this is {entry.value!r}. Put it in quotes.")
    elif not entry.value.strip():
        yield entry.finding(f"The {what} is empty. Write it.")


def check_number(what: str, entry: Marked) -> Iterator[Finding]:
    if not is_number(entry.value):
        yield entry.finding(f"The {what} must be a number such as 0.5; this is {_said(entry)}.")


def check_positive(what: str, entry: Marked) -> Iterator[Finding]:
    """A number that is 0 or more."""
    if not is_number(entry.value):
        yield from check_number(what, entry)
    elif entry.value < 0:
        yield entry.finding(f"The {what} must not be negative; this is {entry.value}.")


def check_flag(what: str, entry: Marked) -> Iterator[Finding]:
    if not isinstance(entry.value, bool):
        yield entry.finding(f"The {what} must be true or false; this is {_said(entry)}.")


def check_checkpoint(what: str, entry: Marked) -> Iterator[Finding]:
    """true, false, or the name of one of several checkpoints."""
    if isinstance(entry.value, str) and not _NAME.fullmatch(entry.value):
        yield entry.finding(
            f"The {what} must be true, or a name of small letters such as loss; "
            f"this is {_said(entry)}."
        )
    elif not isinstance(entry.value, str):
        yield from check_flag(what, entry)


def one_of(known: tuple[str, ...]) -> Check:
    """A check for one of these words."""

    def check(what: str, entry: Marked) -> Iterator[Finding]:
        if entry.value not in known:
            yield entry.finding(f"The {what} must be {_either(known)}; this is {_said(entry)}.")

    return check


def list_of(part: str, fields: Fields, least: int) -> Check:
    """A check for a list of at least ``least`` mappings, each called ``part``."""

    def check(what: str, entry: Marked) -> Iterator[Finding]:
        if not isinstance(entry.value, list) or len(entry.value) < least:
            yield entry.finding(f"The {what} must be a list of {least} or more, each after a dash.")
            return
        owner = what.partition(" of ")[2]
        for number, each in enumerate(entry.value, 1):
            yield from check_mapping(f"{part} {number} of {owner}", each, fields)

    return check


def is_number(value: object) -> bool:
    """Whether this is a finite number. (In Python, True is one as well. Not here.)"""
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def _said(entry: Marked) -> str:
    short = repr(entry.plain)
    return short if len(short) <= 40 else f"{short[:39]}…"


def _either(words: tuple[str, ...]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]])


_COMMON = {
    "id": Field(check_text),
    "kind": Field(one_of(KINDS)),
    "prompt": Field(check_text),
    "feedback": Field(one_of(FEEDBACKS)),
    "points": Field(check_positive, needed=False),
    "checkpoint": Field(check_checkpoint, needed=False),
}
_CHOICE_ASKED = {"text": Field(check_text)}
_CHOICE = {
    **_CHOICE_ASKED,
    "correct": Field(check_flag, needed=False),
    "explanation": Field(check_text),
}
_NEAR = {"value": Field(check_number), "explanation": Field(check_text)}
_NUMBER = {
    "answer": Field(check_number),
    "tolerance": Field(check_positive, needed=False),
    "explanation": Field(check_text),
    "near": Field(list_of("near answer", _NEAR, least=1), needed=False),
}


def question_fields(kind: object, with_key: bool) -> Fields:
    """The keys of a question of this kind, in the bank or without its key, as learners get it."""
    if kind == NUMERIC:
        return {**_COMMON, **(_NUMBER if with_key else {})}
    if kind in KINDS:
        choice = _CHOICE if with_key else _CHOICE_ASKED
        return {**_COMMON, "choices": Field(list_of("choice", choice, least=2))}
    anything = {name: Field(_unchecked, needed=False) for name in ("choices", *_NUMBER)}
    return {**_COMMON, **anything}


def _unchecked(what: str, entry: Marked) -> Iterator[Finding]:
    """A key that belongs to some kind of question; to which, isn't known."""
    yield from ()
