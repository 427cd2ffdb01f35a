"""A checkpoint as it is shown: how far a learner is, and after grading the score and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from nnkit.check.report import WIDTH
from nnkit.quiz.feedback import RIGHT, WRONG, number, shown
from nnkit.quiz.judging import Mark, near_miss, total
from nnkit.quiz.markup import inline, title_and_rest
from nnkit.quiz.page import CARD
from nnkit.quiz.question import NUMERIC, Choice, Question

OPEN = "○"


@dataclass(frozen=True, repr=False)
class Checkpoint:
    """The questions of a checkpoint with the answers, and a note if there is something to say."""

    marks: tuple[Mark, ...]
    note: str = ""

    @property
    def score(self) -> float:
        return total(mark.score for mark in self.marks)

    @property
    def max_score(self) -> float:
        return total(mark.question.points for mark in self.marks)

    def _card(self, parts: Iterator[str], edge: str) -> str:
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return (
            f"<div role='status' style='border-left:4px {edge} currentColor;padding:.1em .8em;"
            f"{CARD}'>{''.join(parts)}{note}</div>"
        )


class Summary(Checkpoint):
    """What a learner sees: what is answered, what is open, and the points as far as known."""

    @property
    def done(self) -> bool:
        """Whether every question is answered, and none is known to be wrong."""
        return not (self.note or self._open or self._wrong)

    @property
    def _open(self) -> list[Question]:
        return [mark.question for mark in self.marks if mark.answer is None]

    @property
    def _wrong(self) -> list[Question]:
        return [mark.question for mark in self.marks if mark.right is False]

    def _repr_html_(self) -> str:
        return self._card(self._html(), "solid" if self.done else "dashed")

    def _html(self) -> Iterator[str]:
        yield f"<p><strong>{self._verdict()}</strong></p>"
        for sentence, questions in self._lists():
            listed = "".join(f"<li>{_title(each)}</li>" for each in questions)
            yield f"<p>{sentence}</p><ul>{listed}</ul>"
        yield from (f"<p>{sentence}</p>" for sentence in self._points())

    def __repr__(self) -> str:
        lists = [
            line
            for sentence, questions in self._lists()
            for line in (sentence, *(f"- {_first_words(each)}" for each in questions))
        ]
        said = [self._verdict(), *lists, *self._points(), self.note]
        return "\n".join(textwrap.fill(line, WIDTH) for line in said if line)

    def _verdict(self) -> str:
        answered = sum(mark.answer is not None for mark in self.marks)
        sign = RIGHT if self.done else OPEN
        return f"{sign} Checkpoint: {answered} of {len(self.marks)} questions answered."

    def _lists(self) -> Iterator[tuple[str, list[Question]]]:
        if self._open:
            yield "Still open:", self._open
        if self._wrong:
            yield "Not right yet, and you can try again:", self._wrong

    def _points(self) -> Iterator[str]:
        here = [mark.question.points for mark in self.marks if mark.question.has_key]
        later = total([self.max_score, -total(here)])
        if total(here):
            yield f"Points so far: {number(self.score)} of {number(total(here))}."
        if later:
            yield (
                f"{number(later)} more can come from your teacher: those questions are judged and "
                "explained after you have handed in."
            )


class Graded(Checkpoint):
    """What nbgrader gets: the score as plain text, and for the learner every explanation."""

    def __repr__(self) -> str:
        return repr(self.score)

    def _repr_html_(self) -> str:
        return self._card(self._html(), "solid" if self.score == self.max_score else "dashed")

    def _html(self) -> Iterator[str]:
        points = f"{number(self.score)} of {number(self.max_score)}"
        yield f"<p><strong>Checkpoint: {points} points.</strong></p>"
        for place, mark in enumerate(self.marks, 1):
            yield f"<p><strong>{place}. {_title(mark.question)}</strong></p>"
            yield title_and_rest(mark.question.prompt)[1]
            yield f"<p>{_outcome(mark)}</p>"
            yield from _number_why(mark) if mark.question.kind == NUMERIC else _choices_why(mark)


def _title(question: Question) -> str:
    return title_and_rest(question.prompt)[0]


def _first_words(question: Question) -> str:
    """The title for a terminal: Markdown as it was written."""
    return " ".join(question.prompt.split("\n\n")[0].split())


def _outcome(mark: Mark) -> str:
    points = f"{number(mark.score)} of {number(float(mark.question.points))} points."
    if mark.answer is None:
        return f"{OPEN} Not answered: {points}"
    if mark.right is None:
        return f"{OPEN} Not judged: {points} Your answer: {shown(mark.question, mark.answer)}"
    return f"{RIGHT} Right: {points}" if mark.right else f"{WRONG} Not right: {points}"


def _number_why(mark: Mark) -> Iterator[str]:
    question, answer = mark.question, mark.answer
    if question.answer is None:
        return
    near = None if answer is None or mark.right else near_miss(question, answer)
    because = f"<br>{inline(near.explanation)}" if near else ""
    if answer is not None:
        yield f"<p>Your answer: {shown(question, answer)}{because}</p>"
    yield f"<p>The answer is {number(float(question.answer))}. {inline(question.explanation)}</p>"


def _choices_why(mark: Mark) -> Iterator[str]:
    if not mark.question.has_key:
        return
    picked = mark.answer if isinstance(mark.answer, list) else [mark.answer]
    lines = (_choice_why(each, each.text in picked) for each in mark.question.choices)
    yield f"<ul>{''.join(lines)}</ul>"


def _choice_why(choice: Choice, picked: bool) -> str:
    verdict = f"{RIGHT} right" if choice.correct else f"{WRONG} wrong"
    yours = ", your answer" if picked else ""
    return f"<li>{verdict}{yours}: “{inline(choice.text)}” {inline(choice.explanation)}</li>"
