"""What is said of an answer, as HTML. Words and signs carry it; no colour is needed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from nnkit.quiz.judging import Answer, is_right, near_miss
from nnkit.quiz.markup import inline
from nnkit.quiz.question import AFTER_GRADING, NUMERIC, SINGLE, Choice, Question

RIGHT, WRONG, KEPT = "✓", "✗", "●"


def feedback(question: Question, answer: Answer, kept: bool = True) -> str:
    """The verdict on an answer, and why. A wrong one isn't told which is right: try again."""
    if question.feedback == AFTER_GRADING:
        return _unjudged(question, answer, kept)
    if question.kind == NUMERIC:
        return _of_number(question, answer)
    return _of_choices(question, answer)


def _unjudged(question: Question, answer: Answer, kept: bool) -> str:
    verdict = f"{KEPT} Recorded." if kept else f"{WRONG} Not recorded."
    later = " You'll see the explanation after grading." if kept else ""
    return _paragraph(f"<strong>{verdict}</strong>{later}") + _paragraph(
        f"Your answer: {shown(question, answer)}"
    )


def _of_number(question: Question, answer: Answer) -> str:
    if is_right(question, answer):
        return _of_one(question, answer, inline(question.explanation))
    near = near_miss(question, answer)
    why = inline(near.explanation) if near else "It is another number. Try again."
    return _of_one(question, answer, why)


def _of_choices(question: Question, answer: Answer) -> str:
    picked = [each for each in question.choices if each.text in _listed(answer)]
    if question.kind == SINGLE:
        return _of_one(question, answer, inline(picked[0].explanation))
    lines = "".join(f"<li>{_explained(each)}</li>" for each in picked)
    off = " ".join(_what_is_off(question, picked))
    return _paragraph(f"{_verdict(question, answer)} {off}".strip()) + f"<ul>{lines}</ul>"


def _of_one(question: Question, answer: Answer, why: str) -> str:
    said = f"{_verdict(question, answer)} Your answer: {shown(question, answer)}"
    return _paragraph(said) + _paragraph(why)


def _verdict(question: Question, answer: Answer) -> str:
    right = is_right(question, answer)
    return f"<strong>{RIGHT} Right.</strong>" if right else f"<strong>{WRONG} Not yet.</strong>"


def _what_is_off(question: Question, picked: list[Choice]) -> Iterator[str]:
    """How many of several picks are wrong, and that some are missing, but not which."""
    wrong = sum(not each.correct for each in picked)
    if wrong:
        of_several = f"Of your {len(picked)} picks {wrong} {'is' if wrong == 1 else 'are'} wrong."
        yield of_several if len(picked) > 1 else "Your pick is wrong."
    if len(picked) - wrong < sum(each.correct for each in question.choices):
        but = "" if wrong else "What you picked is right, but "
        yield f"{but}{'s' if but else 'S'}omething right is still missing."


def _explained(choice: Choice) -> str:
    sign, word = (RIGHT, "right") if choice.correct else (WRONG, "wrong")
    return f"{sign} <strong>{word}</strong>: “{inline(choice.text)}” {inline(choice.explanation)}"


def shown(question: Question, answer: Answer) -> str:
    """The answer as HTML, for a sentence."""
    if question.kind == NUMERIC:
        return escape(number(answer))
    return "; ".join(f"“{inline(text)}”" for text in _listed(answer))


def number(value: Answer) -> str:
    """As people write it: 3 for 3.0, and a true minus sign."""
    return f"{value:.12g}".replace("-", "−") if isinstance(value, float) else str(value)


def _listed(answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) else [str(answer)]


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>"
