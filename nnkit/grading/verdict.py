"""The verdict on what a kernel claims to have seen: the sentence of home, and fresh inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from zlib import crc32

import numpy as np

from nnkit.check import Known, Observation, Report, judge
from nnkit.exercises import Case, Exercise, Random
from nnkit.exercises import exercise as find
from nnkit.grading.encoding import from_display, unpack_observation
from nnkit.grading.strict import BadReply


class Ending(StrEnum):
    """How an exercise ended, as class reports count it."""

    PASSED = "passed"
    PARTLY = "partly right"
    WRONG = "wrong"
    UNWRITTEN = "not written"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TOO_MUCH_OUTPUT = "too much output"
    CRASHED = "crashed"
    DAMAGED = "damaged"


# The report's mistakes that are an ending of their own.
_ENDINGS = {
    "unwritten": Ending.UNWRITTEN,
    "raises": Ending.RAISED,
    "raises.unwritten": Ending.RAISED,
    "raises.other": Ending.RAISED,
    "others.raises": Ending.RAISED,
    "timeout": Ending.TIMED_OUT,
    "others.timeout": Ending.TIMED_OUT,
}


@dataclass(frozen=True)
class Stopped:
    """What there is in place of an observation: an ``Ending``, and the reason in a sentence."""

    outcome: str
    reason: str


@dataclass(frozen=True)
class Grade:
    """What a cell earns: ready to be sent, stored and shown."""

    grade_id: str
    score: float
    points: float
    outcome: str
    report_html: str
    reason: str
    mistake: str = ""

    @classmethod
    def of(cls, grade_id: str, report: Report) -> Grade:
        """The grade that a report comes to."""
        return cls(
            grade_id,
            report.score,
            report.max_score,
            ending(report),
            report.for_nbgrader()["text/html"],
            "" if report.passed else report.message or report.verdict,
            report.mistake,
        )


def ending(report: Report) -> Ending:
    """How the exercise of this report ended."""
    if report.passed:
        return Ending.PASSED
    if report.score > 0:
        return Ending.PARTLY
    known = _ENDINGS | {each.value: each for each in Ending}
    return known.get(report.mistake, Ending.WRONG)


def cases(exercise: Exercise, seed: int) -> tuple[list[Case], list[Case]]:
    """The lesson's own cases, the same as at home; and random ones that only ``seed`` tells.

    Draw the seed afresh for each submission: a notebook gets to see the inputs, once.
    """
    rng = np.random.default_rng([seed, crc32(exercise.id.encode())])
    drawn = (case.draw(rng) for case in exercise.cases if isinstance(case, Random))
    return list(_known(exercise.id).cases), [case for some in drawn for case in some]


@lru_cache(maxsize=64)
def _known(exercise_id: str) -> Known:
    """The lesson's own cases are the same for everybody, and so is what mistakes make of them."""
    asked = find(exercise_id)
    return Known(asked, asked.draw_cases())


def received(shown: str) -> Observation | Stopped:
    """What a kernel displays as the value of ``inside.answer``."""
    try:
        return unpack_observation(from_display(shown))
    except BadReply as error:
        return Stopped(Ending.DAMAGED, str(error))


def decide(
    exercise: Exercise,
    observation: Observation | Stopped,
    public: Sequence[Case],
    secret: Sequence[Case],
) -> Report:
    """The report on what was seen for the ``public`` cases and after them for the ``secret`` ones.

    It is the report of home. Only where fewer points hold for all the cases, it says so, without a
    word on the inputs.
    """
    if isinstance(observation, Stopped):
        return _nothing(exercise, observation)
    if not _answers(observation, len(public), len(secret)):
        return _nothing(exercise, _FORGED)
    every = [*public, *secret]
    seen = len(observation.outcomes)
    at_home = judge(exercise, _first(observation, len(public)), public, _known(exercise.id))
    if not at_home.score and not at_home.passed:
        return at_home  # there is nothing to lose
    over_all = judge(exercise, observation, every[:seen] if seen else every)
    if over_all.passed and seen == len(every):
        return over_all
    return at_home if at_home.score <= over_all.score else _less(at_home, over_all)


_FORGED = Stopped(
    Ending.DAMAGED, "The notebook's reply does not fit the calls that were made, so it counts 0."
)


def _answers(seen: Observation, public: int, secret: int) -> bool:
    """Whether there is an outcome for every call, up to one that was stopped.

    There is none only where the function could not be called. These are claims too, and all of them
    earn 0.
    """
    stops = [outcome.timed_out for outcome in seen.outcomes]
    if not stops:
        return not (seen.found and seen.callable and seen.form.fits) or seen.is_reference
    if any(stops[:-1]) or len(stops) > public + secret:
        return False
    return stops[-1] or len(stops) == public + secret


def _first(seen: Observation, count: int) -> Observation:
    return replace(seen, outcomes=seen.outcomes[:count])


def _nothing(exercise: Exercise, stopped: Stopped) -> Report:
    return Report(
        exercise.id,
        passed=False,
        score=0.0,
        max_score=float(exercise.points),
        mistake=stopped.outcome,
        message=stopped.reason,
    )


_HOW = {
    "timeout": " Your function was stopped there: it did not come to an end.",
    "raises": " Your code stops there with an exception.",
}


def _less(at_home: Report, over_all: Report) -> Report:
    """Points that only the lesson's own cases would earn don't count."""
    try_it = (
        f'`run_check("{at_home.exercise}", {at_home.name}, seed=7)` draws such cases; try several '
        "seeds."
    )
    if not at_home.passed:  # what is wrong at home is the first thing to mend
        note = f"What is right here is not right for all other cases of the same kind. {try_it}"
        return replace(at_home.with_note(note), score=over_all.score)
    kind = over_all.mistake.partition(".")[0]
    return Report(
        at_home.exercise,
        passed=False,
        score=over_all.score,
        max_score=at_home.max_score,
        mistake=f"others.{kind}" if kind in _HOW else "others",
        message="Right for the lesson's own cases, not for others of the same kind."
        f"{_HOW.get(kind, '')} {try_it}",
        notes=at_home.notes,
    )
