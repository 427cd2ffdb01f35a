"""A question on the page: as a form, and as it stands where there is no kernel to answer."""

from __future__ import annotations

from html import escape

from nnkit.quiz.feedback import number, shown
from nnkit.quiz.judging import Answer
from nnkit.quiz.markup import inline, title_and_rest
from nnkit.quiz.question import MULTIPLE, NUMERIC, Question

CARD = "max-width:46em;line-height:1.5"
# On whatever can have the focus, or JupyterLab takes its arrow keys and Enter for commands.
_OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
_RUN = "Run this cell to answer."


def form(question: Question) -> str:
    """The form. Its radio buttons belong together because they are in one <form>."""
    title, rest = title_and_rest(question.prompt)
    if question.kind == MULTIPLE:
        rest += "<p>Pick all that are right.</p>"
    more = f'<div class="rest">{rest}</div>' if rest else ""
    return (
        f"<form novalidate><fieldset><legend>{title}</legend>{more}{_fields(question)}</fieldset>"
        f'<button type="submit" {_OWN_KEYS}>Check</button><div role="status"></div></form>'
    )


def _fields(question: Question) -> str:
    if question.kind == NUMERIC:
        # Not type="number": in an English browser that would turn 0,5 into nothing.
        box = (
            f'<input type="text" inputmode="decimal" name="answer" autocomplete="off" {_OWN_KEYS}>'
        )
        return f'<label class="number"><span>Your answer, a number:</span> {box}</label>'
    kind = "checkbox" if question.kind == MULTIPLE else "radio"
    return "".join(
        f'<label><input type="{kind}" name="answer" value="{place}" {_OWN_KEYS}> '
        f"<span>{inline(text)}</span></label>"
        for place, text in enumerate(question.texts)
    )


def still(question: Question, answer: Answer | None, graded: bool) -> str:
    """The question and its choices as HTML that needs nothing to run."""
    title, rest = title_and_rest(question.prompt)
    sign = "☐" if question.kind == MULTIPLE else "○"
    choices = "".join(f"<li>{inline(text)}</li>" for text in question.texts)
    listed = f"<ul style=\"list-style-type:'{sign}  '\">{choices}</ul>" if choices else ""
    said = shown(question, answer) if answer is not None else ""
    last = "".join(f"<p><em>{line}</em></p>" for line in _last(said, graded))
    return f"<div style='{CARD}'><p><strong>{title}</strong></p>{rest}{listed}{last}</div>"


def plain(question: Question, answer: Answer | None, graded: bool) -> str:
    """The same for a terminal, with the Markdown as it was written."""
    sign = "[ ]" if question.kind == MULTIPLE else "( )"
    choices = [f"  {sign} {text}" for text in question.texts]
    said = _plain_answer(answer) if answer is not None else ""
    return "\n".join([question.prompt, *choices, *_last(said, graded)])


def _last(answer: str, graded: bool) -> list[str]:
    """The answer, if there is one, and what to do."""
    if graded:
        return [f"Your answer: {answer}" if answer else "No answer is recorded."]
    return [f"Your answer: {answer}", _RUN] if answer else [_RUN]


def _plain_answer(answer: Answer) -> str:
    return "; ".join(answer) if isinstance(answer, list) else number(answer)


def notice(sentence: str) -> str:
    """A sentence in place of a question."""
    return f"<p role='status' style='{CARD}'>{escape(sentence)}</p>"
