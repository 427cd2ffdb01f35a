"""What an attack is: a function that makes a submission, and what grading it must come to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hostile.protections import GUARDS

Make = Callable[[Any], None]  # gets the Work to change

SOLVED = (2.0, 2.0, 2.0)  # weighted_sum, neuron, signed_distance


@dataclass(frozen=True)
class Attack:
    """A submission that tries something.

    ``earns`` are the points that it deserves, for each exercise; ``up_to`` allows more where an
    honest answer comes after the attack, and may or may not be reached. ``reason`` is what the
    learner has to be told, as a pattern; ``guard`` names what stops it: switched off, the attack
    does harm. It is "nothing" for the few in ``HARMLESS``.
    """

    name: str
    about: str
    make: Make
    earns: tuple[float, ...]
    up_to: tuple[float, ...]
    reason: str
    guard: str


ATTACKS: dict[str, Attack] = {}


def attack(
    guard: str,
    earns: tuple[float, ...] = (2, 0, 0),
    up_to: tuple[float, ...] | None = None,
    reason: str = "",
) -> Callable[[Make], Make]:
    """Take the function into the corpus, under its name; its docstring says what it tries."""
    assert guard in GUARDS, guard

    def keep(make: Make) -> Make:
        name = make.__name__.replace("_", "-")
        assert name not in ATTACKS, name
        assert make.__doc__, name
        about = re.sub(r"\s+", " ", make.__doc__).strip()
        ATTACKS[name] = Attack(name, about, make, earns, up_to or earns, reason, guard)
        return make

    return keep
