"""An exercise judged as it is in grading: asked, packed, sent, unpacked, decided."""

from __future__ import annotations

import pytest

from nnkit.exercises import exercise as find
from nnkit.grading import verdict
from nnkit.grading.encoding import pack_inputs
from nnkit.grading.inside import answer

SEED = 12_345


def graded(exercise_id, fn, seed=SEED):
    """The report on ``fn`` after its way through text."""
    exercise = find(exercise_id)
    public, secret = verdict.cases(exercise, seed)
    asked = pack_inputs([case.inputs for case in [*public, *secret]])
    reply = answer(exercise_id, asked, {exercise.name: fn})
    return verdict.decide(exercise, verdict.received(repr(reply)), public, secret)


@pytest.fixture
def grade():
    return graded
