"""What a learner sent from the form, read as an answer, or a sentence that says what is missing."""

from __future__ import annotations

import re
from math import isfinite

from nnkit.quiz.judging import Answer
from nnkit.quiz.question import MULTIPLE, NUMERIC, SINGLE, Question

_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_NOTHING = {
    SINGLE: "Nothing is picked yet. Pick one answer, then check.",
    MULTIPLE: "Nothing is picked yet. Pick all that are right, then check.",
    NUMERIC: "There is no number yet. Write one, such as 0.5, then check.",
}


class NoAnswer(ValueError):
    """There is nothing to judge; the text is a sentence for the learner."""


def read_sent(question: Question, sent: object) -> Answer:
    """The answer in what the form sent: the numbers of the choices, or the text of a number."""
    if question.kind == NUMERIC:
        return _number(sent if isinstance(sent, str) else "")
    picked = _choices(question, sent)
    if not picked:
        raise NoAnswer(_NOTHING[question.kind])
    return picked if question.kind == MULTIPLE else picked[0]


def _choices(question: Question, sent: object) -> list[str]:
    numbers = sent if isinstance(sent, list) else []
    return [text for number, text in enumerate(question.texts) if number in numbers]


def _number(text: str) -> float:
    """0.5, 0,5, −3 or 1e-3."""
    text = text.strip().replace("−", "-")
    if not text:
        raise NoAnswer(_NOTHING[NUMERIC])
    if not _NUMBER.fullmatch(text):
        short = text if len(text) <= 20 else f"{text[:20]}…"
        raise NoAnswer(f"“{short}” is not a number. Write one, such as 0.5, then check.")
    number = float(text.replace(",", "."))
    if not isfinite(number):
        raise NoAnswer("This number is too large. Write another one, then check.")
    return number
