"""The verdict: a pure function of an exercise and an observation. It never holds the function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnkit.check import show
from nnkit.check.diagnosis import (
    OF_THE_CALL,
    OF_THE_FORM,
    OF_THE_NUMBERS,
    Finding,
    first_finding,
    rows,
)
from nnkit.check.evidence import Pair, changed_inputs, pair_up
from nnkit.check.limits import SECONDS
from nnkit.check.observation import Observation, Outcome, run
from nnkit.check.report import Curve, Report
from nnkit.check.values import same
from nnkit.exercises import Case, Exercise, Mistake


def judge(
    exercise: Exercise, observation: Observation, cases: Sequence[Case] | None = None
) -> Report:
    """Compare what was observed on ``cases`` with the reference, and say what is wrong.

    ``cases`` are those whose inputs were observed, by default the exercise's own.
    """
    cases = exercise.draw_cases() if cases is None else cases
    finding = _not_run(exercise, observation)
    if finding:
        return _report(exercise, observation, finding)
    return _Trial.of(exercise, observation, cases).report()


def _not_run(exercise: Exercise, seen: Observation) -> Finding | None:
    """What keeps a function from being judged by its values at all."""
    name, wanted = exercise.name, ", ".join(exercise.parameters)
    if not seen.found or _is_stub(exercise, seen):
        return Finding("unwritten", "")
    if seen.is_reference:
        return Finding(
            "carried-on",
            f"This is the course's version of `{name}`. To check your own, run the cell in which "
            "you wrote it, then this one.",
        )
    if not seen.callable:
        return Finding(
            "not-callable",
            f"`{name}` is of type {seen.signature} here, not a function. Was the name used for "
            "something else further up? Run the cell that defines it again.",
        )
    if not seen.fits:
        return Finding(
            "signature",
            f"The lesson calls `{name}({wanted})`, and yours is defined as "
            f"`{name}{seen.signature}`. Give it the same parameters, in the same order.",
        )
    if any(outcome.timed_out for outcome in seen.outcomes):
        return Finding(
            "timeout",
            f"Your function was stopped: it was still running after {SECONDS:g} seconds. Look for "
            "a loop whose condition never becomes false.",
        )
    return None


def _is_stub(exercise: Exercise, seen: Observation) -> bool:
    """The learner's own function, not one that it calls, says that it is not implemented."""
    return bool(seen.outcomes) and all(
        outcome.raised is not None
        and outcome.raised.type == "NotImplementedError"
        and outcome.raised.function in (exercise.name, "<lambda>")
        for outcome in seen.outcomes
    )


@dataclass(frozen=True)
class _Trial:
    """An observation that can be judged by its values."""

    exercise: Exercise
    observation: Observation
    cases: Sequence[Case]
    expected: Sequence[Outcome]

    @classmethod
    def of(cls, exercise: Exercise, observation: Observation, cases: Sequence[Case]) -> _Trial:
        inputs = [case.inputs for case in cases]
        return cls(exercise, observation, cases, run(exercise, exercise.reference, inputs).outcomes)

    @property
    def outcomes(self) -> Sequence[Outcome]:
        return self.observation.outcomes

    def report(self) -> Report:
        if not (self.accepted() and not self.changed()):
            return _report(self.exercise, self.observation, self.finding(), *self.standing())
        if self.observation.calls_reference:
            finding = Finding(
                "reference",
                f"The answer is right, but it comes from the course's own `{self.exercise.name}`. "
                "Write it with what you have so far.",
            )
            return _report(self.exercise, self.observation, finding)
        return _report(self.exercise, self.observation)

    def accepted(self) -> bool:
        if self.exercise.accepts:
            return bool(self.exercise.accepts(self.outcomes))
        return self.wrong_parts() == []

    def parts(self) -> list[int | None]:
        """The parts of a tuple answer, by position; ``None`` is the answer as a whole."""
        return list(range(len(self.exercise.parts))) or [None]

    def wrong_parts(self) -> list[int | None]:
        return [part for part in self.parts() if not all(p.right for p in self.pairs(part))]

    def pairs(self, part: int | None = None) -> list[Pair]:
        return pair_up(self.exercise, self.cases, self.expected, self.outcomes, part)

    def changed(self) -> list[str]:
        """The inputs that a call changed in place."""
        found: list[str] = []
        for case, outcome in zip(self.cases, self.outcomes, strict=True):
            found += changed_inputs(case, outcome)
        return list(dict.fromkeys(found))

    def standing(self) -> tuple[float, Curve | None]:
        """The points earned all the same, part by part, and the curve to show."""
        right = len(self.exercise.parts) - len(self.wrong_parts()) if self.exercise.parts else 0
        share = right / max(1, len(self.exercise.parts))
        earned = 0.0 if self.changed() or self.exercise.accepts else self.exercise.points * share
        return round(earned, 2), self.curve()

    def curve(self) -> Curve | None:
        for pair in self.pairs():
            numbers = pair.numbers()
            if pair.case.curve and numbers and not pair.right:
                return Curve(pair.case.inputs[pair.case.curve].ravel(), *numbers)
        return None

    def finding(self) -> Finding:
        whole = self.pairs()
        mistake = self.known_mistake()
        if mistake:
            return Finding(mistake.id, mistake.sentence, rows(self.pairs(self.wrong_part())))
        return (
            first_finding(OF_THE_CALL, whole)
            or self.in_place()
            or self.wrong_number_of_parts()
            or self.about_part(self.wrong_part())
        )

    def wrong_part(self) -> int | None:
        return next(iter(self.wrong_parts()), None)

    def known_mistake(self) -> Mistake | None:
        """The mistake that gives just these outcomes."""
        return next(
            (
                mistake
                for mistake, outcomes in self.mistakes()
                if all(map(self.equal, self.outcomes, outcomes, self.cases))
            ),
            None,
        )

    def mistakes(self) -> list[tuple[Mistake, Sequence[Outcome]]]:
        inputs = [case.inputs for case in self.cases]
        return [
            (mistake, run(self.exercise, mistake.function, inputs).outcomes)
            for mistake in self.exercise.mistakes
        ]

    def equal(self, a: Outcome, b: Outcome, case: Case) -> bool:
        if a.raised or b.raised:
            return bool(a.raised and b.raised and a.raised.type == b.raised.type)
        return same(a.value, b.value, self.exercise.tolerance) and (
            changed_inputs(case, a) == changed_inputs(case, b)
        )

    def in_place(self) -> Finding | None:
        names = self.changed()
        if not names:
            return None
        which = " and ".join(f"`{name}`" for name in names)
        return Finding(
            "in-place",
            f"Your function changes {which} itself, so the caller's array is no longer what it "
            "was. Operators such as `+=` and assignments to `x[...]` do that: work on a new array.",
        )

    def wrong_number_of_parts(self) -> Finding | None:
        names = self.exercise.parts
        for outcome in self.outcomes:
            value = outcome.value
            if not names or value is None:
                continue
            if value.type not in ("tuple", "list") or len(value.items or ()) != len(names):
                return Finding(
                    "parts",
                    f"Return {len(names)} things, `{', '.join(names)}`, in this order; yours "
                    f"returns {show.kind(value)}.",
                )
        return None

    def about_part(self, part: int | None) -> Finding:
        """What is wrong with one part, the parts before it being right."""
        pairs = self.pairs(part)
        if self.exercise.accepts:
            return first_finding(OF_THE_FORM, pairs) or Finding(
                "not-accepted", "Your answer runs, but it does not do what is asked for yet."
            )
        known = self.mistake_in(part)
        if known:
            return known
        finding = first_finding((*OF_THE_FORM, *OF_THE_NUMBERS), pairs)
        assert finding is not None, "the table always finds the difference"
        if part is None:
            return finding
        name = self.exercise.parts[part]
        return Finding(finding.mistake, f"Part `{name}`: {finding.message}", finding.rows)

    def mistake_in(self, part: int | None) -> Finding | None:
        """A mistake wrong in this part alone, and wrong in just this way."""
        if part is None:
            return None
        yours = self.pairs(part)
        for mistake, outcomes in self.mistakes():
            trial = _Trial(
                self.exercise, Observation(outcomes=tuple(outcomes)), self.cases, self.expected
            )
            theirs = trial.pairs(part)
            if (
                trial.wrong_parts() == [part]
                and not trial.changed()
                and all(same(a.yours, b.yours, a.rtol) for a, b in zip(yours, theirs, strict=True))
            ):
                return Finding(mistake.id, mistake.sentence, rows(yours))
        return None


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
