"""A class of attackers for each file of tests, graded once."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile import toy
from tests.hostile.attack import Attack
from tests.hostile.course import Course

# Short, so that endless loops don't make the run endless; long enough for the 5 seconds that a
# check gives a function, twice: once for the grader, once for the ``carry_on`` behind it.
SETTINGS = """
c.NnkitGrading.draw = False
c.NnkitGrading.cell_seconds = 7
c.NnkitGrading.submission_seconds = 13
"""


@dataclass(frozen=True)
class Graded:
    """A course after grading: what the command said, and what was there before."""

    course: Course
    status: int
    said: str
    before: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def graded(request) -> Iterator[Graded]:
    """All attackers of the file's ``ATTACKERS``, graded as its ``USER``."""
    with course(request.module.ATTACKERS, request.module.USER) as prepared:
        yield grade(prepared)


class course:
    """A course in a folder that every user can reach."""

    def __init__(self, attackers: list[Attack], user: str) -> None:
        self.attackers, self.user = attackers, user

    def __enter__(self) -> Course:
        self.base = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.base.chmod(0o755)
        self.course = Course(self.base, self.attackers, self.user)
        self.course.prepare()
        return self.course

    def __exit__(self, *_why: object) -> None:
        self.course.close()
        shutil.rmtree(self.base, ignore_errors=True)


def grade(prepared: Course, *options: str) -> Graded:
    """With the shipped configuration, and with short deadlines."""
    with (prepared.root / "nbgrader_config.py").open("a") as settings:
        settings.write(SETTINGS)
    before, began = prepared.outside.state(), time.monotonic()
    status, said = prepared.nnkit("grade", toy.LESSON, "--jobs", "2", "--no-figures", *options)
    return Graded(prepared, status, said, before, time.monotonic() - began)


def pytest_generate_tests(metafunc):
    if "attack" in metafunc.fixturenames and hasattr(metafunc.module, "ATTACKERS"):
        attackers = metafunc.module.ATTACKERS
        metafunc.parametrize("attack", attackers, ids=[each.name for each in attackers])
