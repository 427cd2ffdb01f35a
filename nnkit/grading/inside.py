"""The half that runs in a learner's kernel: looks the function up, calls it, sends what it saw.

Nothing here is protected: the notebook's code can replace all of it and write its own reply. So the
grader takes a reply as a list of claims. Values must be right for inputs that nobody has seen
before, which takes a function that can compute them. The other claims can only be turned in one's
own favour by somebody who has such values to send: that it isn't the course's function, doesn't
call it, leaves its inputs alone, has some other form. Who lies about these gains what copying the
course's code, which is public, would gain without a lie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nnkit.check.notebook import remember
from nnkit.check.observation import MISSING, Observation, observe, run
from nnkit.exercises import Exercise, Inputs
from nnkit.exercises import exercise as find
from nnkit.grading.encoding import pack_observation, refusal, unpack_inputs
from nnkit.grading.strict import TooLarge


def answer(exercise_id: str, packed_inputs: str, names: Mapping[str, Any]) -> str:
    """What the function of this exercise among the notebook's ``names`` does, packed.

    Raises nothing: where there is nothing to send, the reply says so.
    """
    try:
        exercise = find(exercise_id)
        if exercise.name not in names:
            return pack_observation(MISSING)
        seen = _observed(exercise, names[exercise.name], unpack_inputs(packed_inputs))
        return pack_observation(seen)
    except TooLarge:
        return refusal("too-large")
    except BaseException:  # whatever the notebook has done to Python
        return refusal("failed")


def _observed(exercise: Exercise, fn: Any, inputs: Sequence[Inputs]) -> Observation:
    """First as at home, on the lesson's own cases; then, with a time of its own, on the others.

    What is printed and warned for the others stays here: it could show a hidden input.
    """
    own = len(exercise.draw_cases())
    seen = observe(exercise, fn, inputs[:own])
    remember(exercise.id, fn, seen)
    if not seen.outcomes or seen.outcomes[-1].timed_out or len(inputs) == own:
        return seen
    more = run(exercise, fn, inputs[own:])
    return replace(seen, outcomes=seen.outcomes + more.outcomes)
