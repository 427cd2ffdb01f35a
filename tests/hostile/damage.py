"""What an attack has done. Nothing of it may have happened; unguarded, something must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.hostile import toy
from tests.hostile.attack import Attack
from tests.hostile.course import Course, Result
from tests.hostile.outside import BOAST


def damages(attack: Attack, course: Course) -> list[str]:
    """One line for each harm that the attack did, to its own grade or to anything outside."""
    result = course.result(attack.name)
    if not result.recorded:
        return [f"no grade on record: {result.scores}", *_outside(attack, course, result)]
    return [
        *_points(attack, result),
        *_reasons(attack, result),
        *_outside(attack, course, result),
    ]


def _points(attack: Attack, result: Result) -> Iterator[str]:
    for exercise, least, most in zip(toy.EXERCISES, attack.earns, attack.up_to, strict=True):
        got = result.points(exercise)
        if got > most:
            yield f"undeserved: {got} points for {exercise}, at most {most} are earned"
        if got < least:
            yield f"lost: {got} points for {exercise}, {least} are earned"
    if result.scores.get(toy.CHECKPOINT):
        yield f"undeserved: {result.scores[toy.CHECKPOINT]} points for the quiz"


def _reasons(attack: Attack, result: Result) -> Iterator[str]:
    said = reasons(result)
    if attack.reason and re.search(attack.reason, shown(result), re.IGNORECASE):
        return
    if attack.reason and not re.search(attack.reason, said, re.IGNORECASE | re.DOTALL):
        yield f"no reason like {attack.reason!r} in: {said[:600]!r}"
    for exercise in toy.EXERCISES:
        if result.points(exercise) < toy.POINTS and not said.strip():
            yield f"no reason at all for {exercise}"


def reasons(result: Result) -> str:
    """The text of the cards below the checks, and of the comments."""
    cards = (
        text
        for cell in _cells(result)
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade")
        for text in _texts(cell.get("outputs", []))
    )
    return re.sub(r"<[^>]+>", " ", "\n".join((*cards, result.comments)))


def shown(result: Result) -> str:
    """Every text in the outputs of every cell."""
    cells = _cells(result)
    return "\n".join(text for cell in cells for text in _texts(cell.get("outputs", [])))


def _outside(attack: Attack, course: Course, result: Result) -> Iterator[str]:
    outputs = shown(result)
    if course.outside.secret in outputs:
        yield "the secret stands in its outputs"
    if BOAST in outputs:
        yield "it boasts"
    if f"<{attack.name}>".encode() in course.outside.doors.heard:
        yield "it was heard outside"
    if spoilt := course.spoilt(attack.name):
        yield f"it wrote into {spoilt}"
    if course.outside.bystander.poll() is not None and "bystander" in attack.name:
        yield "it killed a bystander"
    if left := course.outside.stolen(attack.name):
        yield f"it left {left}"
    if alive := course.outside.survivors(attack.name):
        yield f"{len(alive)} of its processes still run"


def _cells(result: Result) -> list[dict[str, Any]]:
    return json.loads(result.notebook)["cells"] if result.notebook else []


def _texts(outputs: list[dict[str, Any]]) -> Iterator[str]:
    """Every text in these outputs."""
    for output in outputs:
        for part in (output.get("data", {}).values(), [output.get("text", "")]):
            yield from ("".join(text) for text in part if isinstance(text, str | list))
        yield from output.get("traceback", [])
