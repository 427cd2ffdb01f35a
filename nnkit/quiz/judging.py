"""The verdict on an answer: pure, and never surprised by what a damaged file may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeAlias

from nnkit.quiz.question import MULTIPLE, NUMERIC, SINGLE, Near, Question
from nnkit.quiz.schema import is_number

Answer: TypeAlias = str | list[str] | float  # one choice's text, several, or a number


def understood(question: Question, recorded: object) -> Answer | None:
    """The recorded value as an answer to this question; None if it is none."""
    if question.kind == NUMERIC:
        return float(recorded) if is_number(recorded) else None  # type: ignore[arg-type]
    if question.kind == SINGLE:
        return recorded if isinstance(recorded, str) and recorded in question.texts else None
    if not isinstance(recorded, list) or not all(isinstance(each, str) for each in recorded):
        return None
    known = set(recorded) <= set(question.texts)
    return [text for text in question.texts if text in recorded] or None if known else None


def is_right(question: Question, answer: Answer) -> bool:
    """Whether it is the right answer, whole. The question must have its key."""
    if question.kind == NUMERIC:
        return question.answer is not None and agrees(answer, question.answer, question.tolerance)
    picked = answer if question.kind == MULTIPLE else [answer]
    return picked == [choice.text for choice in question.choices if choice.correct]


def near_miss(question: Question, answer: Answer) -> Near | None:
    """The known wrong number that this is."""
    hits = (each for each in question.near if agrees(answer, each.value, question.tolerance))
    return next(hits, None)


def agrees(answer: Answer, wanted: float, tolerance: float) -> bool:
    """Within the tolerance, and within what rounding does to a sum of decimal fractions."""
    dust = 1e-9 * max(1.0, abs(wanted))
    return isinstance(answer, float | int) and abs(answer - wanted) <= tolerance + dust


@dataclass(frozen=True)
class Mark:
    """One question of a checkpoint with the learner's answer, if there is one."""

    question: Question
    answer: Answer | None

    @property
    def right(self) -> bool | None:
        """None if there is no answer, or nothing here to judge it by."""
        if self.answer is None or not self.question.has_key:
            return None
        return is_right(self.question, self.answer)

    @property
    def score(self) -> float:
        return self.question.points if self.right else 0


def marked(questions: Iterable[Question], recorded: Mapping[str, object]) -> tuple[Mark, ...]:
    """Every question with what was recorded for it."""
    return tuple(Mark(each, understood(each, recorded.get(each.id))) for each in questions)


def total(points: Iterable[float]) -> float:
    """The sum, rounded once: the parts never add up to more than the whole."""
    return float(fsum(points))
