"""The verdict: a pure function of an exercise and an observation. It never holds the function."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnkit.check.finding import Finding
from nnkit.check.observation import Observation
from nnkit.check.report import Curve, Report
from nnkit.check.trial import Known, Trial
from nnkit.exercises import Case, Exercise


def judge(
    exercise: Exercise,
    observation: Observation,
    cases: Sequence[Case] | None = None,
    known: Known | None = None,
) -> Report:
    """Compare what was observed on ``cases`` with the reference, and say what is wrong.

    ``cases`` are those whose inputs were observed, by default the exercise's own; ``known`` is what
    is known for these cases from before.
    """
    cases = exercise.draw_cases() if cases is None else cases
    known = known or Known(exercise, cases)
    finding = _not_run(exercise, observation)
    if finding:
        return _report(exercise, observation, finding)
    with np.errstate(all="ignore"):  # what a learner's numbers do here is no news on stderr
        trial = Trial(exercise, observation, cases, known)
        if not trial.passed:
            return _report(exercise, observation, trial.finding(), *trial.standing())
    if observation.calls_reference:
        return _report(exercise, observation, _borrowed(exercise))
    return _report(exercise, observation)


def passes(exercise: Exercise, observation: Observation) -> bool:
    """Whether ``judge`` would let it pass; it doesn't look for what is wrong."""
    cases = exercise.draw_cases()
    if _not_run(exercise, observation) or observation.calls_reference:
        return False
    with np.errstate(all="ignore"):
        return Trial(exercise, observation, cases, Known(exercise, cases)).passed


def _borrowed(exercise: Exercise) -> Finding:
    return Finding(
        "reference",
        f"The answer is right, but it comes from the course's own `{exercise.name}`. Write it "
        "with what you have so far.",
    )


def _not_run(exercise: Exercise, seen: Observation) -> Finding | None:
    """What keeps a function from being judged by its values at all."""
    name, wanted = exercise.name, ", ".join(exercise.parameters)
    if not seen.found:
        return Finding(
            "unwritten",
            f"There is no `{name}` in this notebook yet. Run the cell that defines it. If you "
            "did: is its name spelled like this, and did the cell end without an error?",
        )
    if _is_stub(exercise, seen):
        left = "The line `raise NotImplementedError` is still in it, and ends it there. Remove it."
        return Finding("unwritten", left if seen.form.lines > 1 else "")
    if seen.is_reference:
        return Finding(
            "carried-on",
            "To check your own, run the cell in which you wrote it, then this one.",
        )
    if not seen.callable:
        return Finding(
            "not-callable",
            f"`{name}` is of type {seen.type} here, not a function. Was the name used for "
            "something else further up? Run the cell that defines it again.",
        )
    if not seen.form.fits or _reordered(exercise, seen):
        return Finding(
            "signature",
            f"The lesson calls `{name}({wanted})`, and yours is defined as "
            f"`{name}{seen.form.signature}`. Give it the same parameters, in the same order.",
        )
    return None


def _reordered(exercise: Exercise, seen: Observation) -> bool:
    """The parameters have the lesson's names, in another order."""
    yours, wanted = seen.form.parameters, exercise.parameters
    return yours != wanted and sorted(yours) == sorted(wanted)


def _is_stub(exercise: Exercise, seen: Observation) -> bool:
    """The learner's own function, not one that it calls, says that it is not implemented."""
    return bool(seen.outcomes) and all(
        outcome.raised is not None
        and outcome.raised.type == "NotImplementedError"
        and not outcome.raised.inner
        for outcome in seen.outcomes
    )


def _report(
    exercise: Exercise,
    seen: Observation,
    finding: Finding | None = None,
    score: float | None = None,
    curve: Curve | None = None,
) -> Report:
    passed = finding is None
    earned = exercise.points if passed else score or 0.0
    return Report(
        exercise.id,
        passed,
        float(earned),
        float(exercise.points),
        finding.mistake if finding else "",
        finding.message if finding else "",
        _notes(seen, passed),
        finding.rows if finding else (),
        curve,
    )


def _notes(seen: Observation, passed: bool) -> tuple[str, ...]:
    notes = []
    if seen.warnings:
        fine = "It passes, though Python warned" if passed else "Python also warned"
        notes.append(f"{fine}: {'; '.join(seen.warnings[:3])}.")
    if seen.printed.strip():
        notes.append(f"It also printed: {seen.printed.strip()[:200]}")
    return tuple(notes)
