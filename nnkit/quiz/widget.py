"""The form as a widget: it sends what was picked, and shows what the kernel makes of it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from nnkit.quiz import page
from nnkit.quiz.feedback import feedback, number
from nnkit.quiz.judging import Answer, is_right, understood
from nnkit.quiz.question import INSTANT, NUMERIC, Question
from nnkit.quiz.reading import NoAnswer, read_sent
from nnkit.quiz.recording import record, recorded

_HERE = Path(__file__).parent


class QuestionForm(anywidget.AnyWidget):  # type: ignore[misc]
    """One question as a form. ``result`` is what it shows again when the page is loaded again."""

    _esm = _HERE / "form.js"
    _css = _HERE / "form.css"
    form = traitlets.Unicode().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, question: Question) -> None:
        self.folder = Path.cwd()  # the notebook's, even if the learner's code changes it later
        answers, note = recorded(self.folder)
        answer = understood(question, answers.get(question.id))
        super().__init__(form=page.form(question), result=_result(question, answer, True, note))
        self.question = question
        self.answer = answer
        self.on_msg(_receive)

    def check(self, sent: object) -> str:
        """Judge and record what the form sent; the feedback as HTML."""
        try:
            answer = read_sent(self.question, sent)
        except NoAnswer as sentence:
            return f"<p>{escape(str(sentence))}</p>"
        right = is_right(self.question, answer) if self.question.feedback == INSTANT else None
        kept, note = record(self.question.id, answer, right, self.folder)
        self.answer = answer
        self.result = _result(self.question, answer, kept, note)
        return str(self.result["html"])

    def __repr__(self) -> str:
        return page.plain(self.question, self.answer, graded=False)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for readers without a kernel the question as it stands."""
        data, metadata = super()._repr_mimebundle_(**options)
        html = page.still(self.question, self.answer, graded=False)
        return {**data, "text/html": html, "text/plain": repr(self)}, metadata


def _receive(form: QuestionForm, message: Any, _buffers: object) -> None:
    """Answer the page; the reply has the name of what was sent."""
    if isinstance(message, dict):
        form.send({"reply": message.get("sent"), "html": form.check(message.get("answer"))})


def _result(question: Question, answer: Answer | None, kept: bool, note: str) -> dict[str, Any]:
    """What the form shows: the answer put in again, and what was said of it."""
    html = f"<p>{escape(note)}</p>" if note else ""
    if answer is None:
        return {"html": html}
    html = feedback(question, answer, kept) + html
    if question.kind == NUMERIC:
        return {"text": number(answer), "html": html}
    picked = answer if isinstance(answer, list) else [answer]
    return {"picked": [question.texts.index(str(text)) for text in picked], "html": html}
