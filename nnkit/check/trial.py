"""An observed function beside the reference: what is right, what is wrong, what to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nnkit.check import show
from nnkit.check.diagnosis import (
    OF_ALL_NUMBERS,
    OF_THE_CALL,
    OF_THE_FORM,
    OF_THE_NUMBERS,
    first_finding,
    table,
)
from nnkit.check.evidence import Pair, changed_inputs, pair_up
from nnkit.check.finding import Finding, rows
from nnkit.check.limits import SECONDS
from nnkit.check.observation import Observation, Outcome, run
from nnkit.check.report import Curve
from nnkit.check.values import same
from nnkit.exercises import Case, Exercise, Inputs, Mistake


@dataclass(frozen=True)
class Known:
    """What the reference and the known mistakes give for some cases; each is run when asked for."""

    exercise: Exercise
    cases: Sequence[Case]

    @cached_property
    def expected(self) -> Sequence[Outcome]:
        return run(self.exercise, self.exercise.reference, self._inputs).outcomes

    @cached_property
    def mistakes(self) -> list[tuple[Mistake, Sequence[Outcome]]]:
        return [
            (mistake, run(self.exercise, mistake.function, self._inputs).outcomes)
            for mistake in self.exercise.mistakes
        ]

    @property
    def _inputs(self) -> list[Inputs]:
        return [case.inputs for case in self.cases]


@dataclass(frozen=True)
class Trial:
    """An observation of a function that was called."""

    exercise: Exercise
    observation: Observation
    cases: Sequence[Case]
    known: Known

    @property
    def expected(self) -> Sequence[Outcome]:
        return self.known.expected

    @property
    def outcomes(self) -> Sequence[Outcome]:
        return self.observation.outcomes

    @property
    def passed(self) -> bool:
        return not self.outcomes[-1].timed_out and self.accepted() and not self.changed

    def too_slow(self) -> Finding:
        case = self.cases[len(self.outcomes) - 1]
        return Finding(
            "timeout",
            f"Your function was stopped after {SECONDS:g} seconds, for "
            f"{show.occasion(case)}. Is there a loop that never ends?",
        )

    def accepted(self) -> bool:
        if self.exercise.accepts:
            values = [outcome.value for outcome in self.outcomes]
            answered = all(value is not None and value.type != "None" for value in values)
            return answered and bool(self.exercise.accepts(self.outcomes))
        return self.wrong_parts == []

    def parts(self) -> list[int | None]:
        """The parts of a tuple answer, by position; ``None`` is the answer as a whole."""
        return list(range(len(self.exercise.parts))) or [None]

    @cached_property
    def wrong_parts(self) -> list[int | None]:
        return [part for part in self.parts() if not all(p.right for p in self.pairs(part))]

    def pairs(self, part: int | None = None) -> list[Pair]:
        return pair_up(self.exercise, self.cases, self.expected, self.outcomes, part)

    @cached_property
    def changed(self) -> list[str]:
        """The inputs that a call changed in place."""
        found: list[str] = []
        for case, outcome in zip(self.cases, self.outcomes, strict=True):
            found += changed_inputs(case, outcome)
        return list(dict.fromkeys(found))

    def standing(self) -> tuple[float, Curve | None]:
        """The points earned all the same, part by part, and the curve to show."""
        if self.outcomes[-1].timed_out:
            return 0.0, None
        right = len(self.exercise.parts) - len(self.wrong_parts) if self.exercise.parts else 0
        share = right / max(1, len(self.exercise.parts))
        earned = 0.0 if self.changed or self.exercise.accepts else self.exercise.points * share
        return round(earned, 2), self.curve()

    def curve(self) -> Curve | None:
        for pair in self.pairs():
            numbers = pair.numbers()
            if pair.case.curve and numbers and not pair.right:
                return Curve(pair.case.inputs[pair.case.curve].ravel(), *numbers)
        return None

    def finding(self) -> Finding:
        """The one thing to say about an answer that does not pass."""
        if self.outcomes[-1].timed_out:
            return self.too_slow()
        before = self.before_the_untried()
        if before:
            return before.finding()
        whole = self.pairs()
        mistake = self.known_mistake()
        if mistake:
            return Finding(mistake.id, mistake.sentence, rows(self.pairs(self.wrong_part())))
        return (
            self.unused_input(same_name=True)
            or first_finding(OF_THE_CALL, whole)
            or self.in_place()
            or self.wrong_number_of_parts()
            or self.where_finite()
            or self.about_part(self.wrong_part())
        )

    def where_finite(self) -> Finding | None:
        """What is wrong already where the numbers are finite: `log(0)`, far out, can wait."""
        part = self.wrong_part()
        tame = [i for i, pair in enumerate(self.pairs(part)) if pair.finite]
        if len(tame) in (0, len(self.cases)) or self.exercise.accepts:
            return None
        near = self.only(tame)
        pairs = near.pairs(part)
        if part not in near.wrong_parts or first_finding(OF_THE_FORM, pairs):
            return None
        known = near.known_mistake()
        if known:
            return Finding(known.id, known.sentence, rows(pairs))
        found = near.mistake_in(part) or first_finding(OF_ALL_NUMBERS, pairs)
        if not found and 2 * len(tame) > len(self.cases):
            found = replace(table(self.pairs(part)), rows=rows(pairs, most=3))
        return found and self.named(part, found)

    def only(self, chosen: Sequence[int]) -> Trial:
        """The same trial on these cases alone."""
        kept = tuple(self.outcomes[i] for i in chosen)
        return replace(
            self,
            observation=replace(self.observation, outcomes=kept),
            cases=[self.cases[i] for i in chosen],
            known=Known(self.exercise, [self.cases[i] for i in chosen]),
        )

    def before_the_untried(self) -> Trial | None:
        """The cases before the first that couldn't be tried, if one of these is wrong already."""
        untried = (o.raised is not None and o.raised.type == "NotAsAsked" for o in self.outcomes)
        count = next((place for place, found in enumerate(untried) if found), 0)
        before = self.only(range(count))
        return before if count and not before.passed else None

    def wrong_part(self) -> int | None:
        return next(iter(self.wrong_parts), None)

    def known_mistake(self) -> Mistake | None:
        """The mistake that gives just these outcomes."""
        return next(
            (
                mistake
                for mistake, outcomes in self.mistakes
                if all(map(self.equal, self.outcomes, outcomes, self.cases))
            ),
            None,
        )

    @property
    def mistakes(self) -> list[tuple[Mistake, Sequence[Outcome]]]:
        return self.known.mistakes

    def equal(self, a: Outcome, b: Outcome, case: Case) -> bool:
        if a.raised or b.raised:
            return bool(
                a.raised
                and b.raised
                and (a.raised.type, a.raised.message) == (b.raised.type, b.raised.message)
            )
        return same(a.value, b.value, self.exercise.tolerance) and (
            changed_inputs(case, a) == changed_inputs(case, b)
        )

    def unused_input(self, same_name: bool = False) -> Finding | None:
        """A parameter is never read; with ``same_name`` only if `x` from outside stands for `X`."""
        form = self.observation.form
        for name in (form.parameters[i] for i in form.unused if i < len(form.parameters)):
            message = f"Your function never looks at its input `{name}`."
            alike = [other for other in form.outside if other.lower() == name.lower()]
            if alike:
                message += f" It uses `{alike[0]}` in its place: for Python that is another name."
            if alike or not same_name:
                return Finding("unused", message)
        return None

    def in_place(self) -> Finding | None:
        names = self.changed
        if not names:
            return None
        which = " and ".join(f"`{name}`" for name in names)
        self_ = "itself" if len(names) == 1 else "themselves"
        return Finding(
            "in-place",
            f"Your function changes {which} {self_}, so what the caller has is no longer what it "
            "was. Operators such as `+=`, assignments to `x[...]` and methods such as `.pop()` do "
            "that: work on something new.",
        )

    def wrong_number_of_parts(self) -> Finding | None:
        names = self.exercise.parts
        for outcome in self.outcomes:
            value = outcome.value
            if not names or value is None:
                continue
            if self.right_the_other_way_round():
                return Finding(
                    "parts.order",
                    f"The right things in the wrong order: return `{', '.join(names)}`.",
                )
            if value.type not in ("tuple", "list") or len(value.items or ()) != len(names):
                return Finding(
                    "parts",
                    f"Return {len(names)} things, `{', '.join(names)}`, in this order; yours "
                    f"returns {show.kind(value)}.",
                )
        return None

    def right_the_other_way_round(self) -> bool:
        turned = tuple(
            replace(
                outcome,
                value=outcome.value
                and replace(outcome.value, items=(outcome.value.items or ())[::-1]),
            )
            for outcome in self.outcomes
        )
        trial = replace(self, observation=Observation(outcomes=turned))
        return trial.wrong_parts == []

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
        finding = (
            first_finding(OF_THE_FORM, pairs)
            or self.unused_input()
            or first_finding(OF_THE_NUMBERS, pairs)
        )
        assert finding is not None, "the table always finds the difference"
        return self.named(part, finding)

    def named(self, part: int | None, finding: Finding) -> Finding:
        """A general diagnosis with the part it is about; a mistake's own sentence says it."""
        if part is None or finding.mistake in {mistake.id for mistake in self.exercise.mistakes}:
            return finding
        name = self.exercise.parts[part]
        return Finding(finding.mistake, f"Part `{name}`: {finding.message}", finding.rows)

    def mistake_in(self, part: int | None) -> Finding | None:
        """A mistake wrong in this part alone, and wrong in just this way."""
        if part is None:
            return None
        yours = self.pairs(part)
        for mistake, outcomes in self.mistakes:
            trial = replace(self, observation=Observation(outcomes=tuple(outcomes)))
            theirs = trial.pairs(part)
            if (
                trial.wrong_parts == [part]
                and not trial.changed
                and all(same(a.yours, b.yours, a.rtol) for a, b in zip(yours, theirs, strict=True))
            ):
                return Finding(mistake.id, mistake.sentence, rows(yours))
        return None
