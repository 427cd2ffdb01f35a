"""Each protection matters: without it, the attacks that it stops do harm."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from nnkit.grading.limits import Limits
from tests.hostile import toy
from tests.hostile.attack import Attack
from tests.hostile.conftest import course, grade
from tests.hostile.course import Course, chosen
from tests.hostile.damage import damages
from tests.hostile.outside import BOAST
from tests.hostile.running import USERS, run

USER = USERS[0]
UNBOXED = chosen(guards=["sandbox"])
BELIEVED = chosen(guards=["verdict", "reading", "limits"])


def named(attacks: list[Attack]) -> list[str]:
    return [each.name for each in attacks]


@pytest.fixture(scope="module")
def unboxed() -> Iterator[Course]:
    """Graded as ever, but without the sandbox."""
    with course(UNBOXED, USER) as prepared:
        with (prepared.root / "nbgrader_config.py").open("a") as settings:
            settings.write("\nc.NnkitGrading.sandbox = False\n")
        grade(prepared)
        yield prepared


@pytest.mark.parametrize("attack", UNBOXED, ids=named(UNBOXED))
def test_without_the_sandbox_it_does_harm(unboxed, attack):
    assert damages(attack, unboxed) != []


@pytest.fixture(scope="module")
def believed() -> Iterator[tuple[Course, dict[str, Any]]]:
    """What each gets where everything is run as it comes, and believed."""
    with course(BELIEVED, USER) as prepared:
        yield prepared, dict(_believed(prepared))


def _believed(prepared: Course) -> Iterator[tuple[str, dict[str, Any]]]:
    """Started again behind each attack that has taken the grader along."""
    waiting = [each.name for each in prepared.attacks]
    while waiting:
        program = [sys.executable, "-m", "tests.hostile.believing", prepared.root, *waiting]
        _, said = run(program, prepared.root, USER, timeout=200)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith('{"student"')]
        for found in lines:
            yield found["student"], found
        waiting = waiting[len(lines) :]
        if waiting:
            yield waiting.pop(0), {"failed": f"it took the grader along: {said[-300:]}"}


@pytest.mark.parametrize("attack", BELIEVED, ids=named(BELIEVED))
def test_believed_it_does_harm(believed, attack):
    prepared, found = believed
    assert list(harm(prepared, attack, found[attack.name])) != []


def harm(prepared: Course, attack: Attack, found: dict[str, Any]) -> Iterator[str]:
    """Points that aren't earned, points that are lost, and what else went wrong."""
    if "failed" in found:
        yield found["failed"]
        return
    if any(toy.test_id(each) not in found["scores"] for each in toy.EXERCISES):
        yield f"no score: {found['scores']}"
    scores = [found["scores"].get(toy.test_id(each), 0) for each in toy.EXERCISES]
    if any(map(float.__gt__, map(float, scores), attack.up_to)):
        yield f"undeserved: {scores}"
    if any(map(float.__lt__, map(float, scores), map(float, attack.earns))):
        yield f"lost: {scores}"
    if found["scores"].get(toy.CHECKPOINT, 0):
        yield "undeserved points for the quiz"
    if found["received"] > Limits().cell_bytes:
        yield f"{found['received']} bytes came"
    if BOAST in found["shown"] or prepared.outside.secret in found["shown"]:
        yield "it shows what it must not know"
    if prepared.outside.stolen(attack.name) or prepared.spoilt(attack.name):
        yield "it wrote outside"
