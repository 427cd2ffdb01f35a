"""Each protection matters: without it, the attacks that it stops do harm."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from nnkit.grading.limits import Limits
from nnkit.grading.reading import LARGEST_PROGRESS
from tests.hostile import toy
from tests.hostile.attack import ATTACKS, Attack
from tests.hostile.conftest import course, grade
from tests.hostile.course import HONEST, Course, chosen
from tests.hostile.damage import damages
from tests.hostile.outside import BOAST
from tests.hostile.protections import HARMLESS, PROTECTIONS, SANDBOX
from tests.hostile.running import USERS, run

UNBOXED = chosen(guards=[SANDBOX])
BELIEVED = chosen(guards=PROTECTIONS)
MANY = 1_000  # files; a learner hands in two


def named(attacks: list[Attack]) -> list[str]:
    return [each.name for each in attacks]


def test_every_attack_has_a_protection_or_a_reason_why_not():
    assert {each.name for each in chosen(guards=["nothing"])} == HARMLESS.keys()
    assert len(UNBOXED) + len(BELIEVED) + len(HARMLESS) == len(ATTACKS)
    assert {each.guard for each in BELIEVED} == PROTECTIONS.keys()


@pytest.fixture(scope="module")
def unboxed() -> Iterator[Course]:
    """Graded as ever, but without the sandbox."""
    with course(UNBOXED, USERS[0]) as prepared:
        with (prepared.root / "nbgrader_config.py").open("a") as settings:
            settings.write("\nc.NnkitGrading.sandbox = False\n")
        grade(prepared)
        yield prepared


@pytest.mark.parametrize("attack", UNBOXED, ids=named(UNBOXED))
def test_without_the_sandbox_it_does_harm(unboxed, attack):
    assert damages(attack, unboxed) != []


@pytest.fixture(scope="module")
def believed() -> Iterator[tuple[Course, dict[tuple[str, str], dict[str, Any]]]]:
    """What each gets, by protection, where everything is run as it comes, and believed."""
    with course(BELIEVED, USERS[-1]) as prepared:
        found = {
            (guard, each["student"]): each
            for guard in PROTECTIONS
            for each in _believed(prepared, guard)
        }
        yield prepared, found


def _believed(prepared: Course, guard: str) -> Iterator[dict[str, Any]]:
    """Started again behind each attack that has taken the grader along."""
    waiting = [HONEST, *named(chosen(guards=[guard]))]
    while waiting:
        program = [sys.executable, "-m", "tests.hostile.believing", guard, prepared.root, *waiting]
        _, said = run(program, prepared.root, USERS[-1], timeout=200)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith('{"student"')]
        yield from lines
        waiting = waiting[len(lines) :]
        if waiting:
            taken = f"it took the grader along: {said[-300:]}"
            yield {"student": waiting.pop(0), "failed": taken}


@pytest.mark.parametrize("attack", BELIEVED, ids=named(BELIEVED))
def test_believed_it_does_harm(believed, attack):
    prepared, found = believed
    assert list(harm(prepared, attack, found[attack.guard, attack.name])) != []


@pytest.mark.parametrize("guard", PROTECTIONS)
def test_the_honest_are_graded_right_without_it_too(believed, guard):
    """So it is the attack that does harm, and not the careless grader."""
    prepared, found = believed
    honest = Attack(HONEST, "", lambda work: None, (2, 2, 2), (2, 2, 2), "", guard)
    shown = found[guard, HONEST]
    assert list(harm(prepared, honest, shown)) == []


def harm(prepared: Course, attack: Attack, found: dict[str, Any]) -> Iterator[str]:
    """Points that aren't earned, points that are lost, and what else went wrong."""
    if prepared.outside.stolen(attack.name) or prepared.spoilt(attack.name):
        yield "it wrote outside"
    if prepared.outside.survivors(attack.name):
        yield "its processes still run"
    if "failed" in found:
        yield found["failed"]
        return
    yield from _wrong_points(attack, found["scores"])
    yield from _too_much(found)
    if BOAST in found["shown"] or prepared.outside.secret in found["shown"]:
        yield "it shows what it must not know"
    if "<script>alert(" in found["page"] or 'onerror="alert(' in found["page"]:
        yield "its script is on the page"


def _wrong_points(attack: Attack, found: dict[str, float]) -> Iterator[str]:
    if any(toy.test_id(each) not in found for each in toy.EXERCISES):
        yield f"no score: {found}"
    scores = [float(found.get(toy.test_id(each), 0)) for each in toy.EXERCISES]
    for least, score, most in zip(attack.earns, scores, attack.up_to, strict=True):
        if not least <= score <= most:  # not a number is neither
            yield f"undeserved or lost: {score} points, {least} to {most} are earned"
    if found[toy.CHECKPOINT]:
        yield "undeserved points for the quiz"


def _too_much(found: dict[str, Any]) -> Iterator[str]:
    if found["received"] > Limits().cell_bytes:
        yield f"{found['received']} bytes came"
    if found["outputs"] > Limits().cell_outputs:
        yield f"{found['outputs']} outputs of one cell were kept"
    if found["largest"] > LARGEST_PROGRESS:
        yield f"a file of {found['largest']} bytes was taken in"
    if found["files"] > MANY:
        yield f"{found['files']} files were taken in"
