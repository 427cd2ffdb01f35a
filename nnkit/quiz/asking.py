"""``ask``: a question of the lesson, where the idea was just used."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from nnkit.progress import grading_mode
from nnkit.quiz import page
from nnkit.quiz.edition import Edition, NoEdition, read_edition
from nnkit.quiz.judging import Answer, understood
from nnkit.quiz.question import Question
from nnkit.quiz.recording import recorded

if TYPE_CHECKING:
    from nnkit.quiz.widget import QuestionForm


def ask(question_id: str) -> QuestionForm | StillQuestion | Notice:
    """The question with this id as a form. The last line of its cell.

    The questions are those in the folder of the notebook. Your answer is recorded beside it, in
    progress.json, and shown again when you come back.
    """
    try:
        question = _find(read_edition(Path()), question_id)
    except (NoEdition, LookupError) as error:
        return Notice(str(error.args[0]))
    if grading_mode():
        answers, _ = recorded()
        return StillQuestion(question, understood(question, answers.get(question_id)))
    from nnkit.quiz.widget import QuestionForm

    return QuestionForm(question)


def _find(edition: Edition, question_id: str) -> Question:
    known = {question.id: question for question in edition.questions}
    if question_id in known:
        return known[question_id]
    near = get_close_matches(str(question_id), known, n=3, cutoff=0.5)
    offer = " or ".join(f'"{name}"' for name in near) or "one of: " + ", ".join(known)
    raise LookupError(f'There is no question "{question_id}" here. Did you mean {offer}?')


class StillQuestion:
    """A question while nbgrader runs the notebook: there is nobody to answer it."""

    def __init__(self, question: Question, answer: Answer | None) -> None:
        self.question = question
        self.answer = answer

    def __repr__(self) -> str:
        return page.plain(self.question, self.answer, graded=True)

    def _repr_html_(self) -> str:
        return page.still(self.question, self.answer, graded=True)


class Notice:
    """A sentence where a question would be."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        return page.notice(self.sentence)
