"""The question bank of a lesson, quiz.yaml. All that is wrong in it is told at once, with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nnkit.quiz.judging import total
from nnkit.quiz.marked import Finding, Marked, NotYaml, from_yaml
from nnkit.quiz.markup import title_and_rest, unreadable_maths
from nnkit.quiz.question import Question, from_plain
from nnkit.quiz.rules import question_problems

FILE = "quiz.yaml"
_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")


@dataclass(frozen=True)
class Bank:
    """The questions of one lesson in their order, and the line on which each starts."""

    questions: tuple[Question, ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def checkpoints(self) -> dict[str, float]:
        """The points of each checkpoint, by its name."""
        names = dict.fromkeys(each.counts_for for each in self.questions if each.checkpoint)
        return {name: self._points(name) for name in names}

    def _points(self, checkpoint: str) -> float:
        return total(each.points for each in self.questions if each.counts_for == checkpoint)


class BankError(ValueError):
    """A bank that can't be used: ``findings`` has a line and a sentence for every problem."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(f"{FILE}:{line}: {said}" for line, said in self.findings))


@lru_cache(maxsize=8)  # YAML is slow to read, and grading asks for the same bank again and again
def read_bank(text: str, lesson: str) -> Bank:
    """The bank of the lesson whose ids begin with ``lesson``. Raises ``BankError``."""
    try:
        listed, findings = from_yaml(text)
    except NotYaml as error:
        raise BankError([error.finding]) from None
    findings += _problems(listed, lesson)
    if findings:
        raise BankError(findings)
    questions = tuple(from_plain(each.plain) for each in listed.value)
    return Bank(questions, tuple(each.line for each in listed.value))


def _problems(listed: Marked, lesson: str) -> Iterator[Finding]:
    if not isinstance(listed.value, list) or not listed.value:
        yield listed.finding(
            f"A bank is a list of questions, each after a dash: - id: {lesson}.bias"
        )
        return
    for entry in listed.value:
        yield from question_problems(entry)
        yield from _id_problems(entry.text("id"), lesson)
        yield from _untitled(entry.text("prompt"))
        yield from _unreadable_maths(entry)
    yield from _repeated_ids(listed.value)


def _id_problems(id: Marked | None, lesson: str) -> Iterator[Finding]:
    if id is None:
        return
    if not _ID.fullmatch(id.value):
        yield id.finding(
            f'The id "{id.value}" must be like {lesson}.bias: the lesson, a dot, and a name of '
            "small letters, digits and underscores."
        )
    elif id.value.partition(".")[0] != lesson:
        yield id.finding(f'The id "{id.value}" must begin with this lesson\'s name: {lesson}.')


def _repeated_ids(entries: Sequence[Marked]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for id in filter(None, (entry.text("id") for entry in entries)):
        if id.value in first:
            yield id.finding(
                f'The id "{id.value}" is taken by the question on line {first[id.value]}. '
                "Give each its own."
            )
        first.setdefault(id.value, id.line)


def _untitled(prompt: Marked | None) -> Iterator[Finding]:
    """The form's legend is the first paragraph, so there has to be one."""
    if prompt and prompt.value.strip() and not title_and_rest(prompt.value)[0]:
        yield prompt.finding("The prompt must begin with words. Put them before what it shows.")


def _unreadable_maths(entry: Marked) -> Iterator[Finding]:
    """Texts, at any depth, whose formulas can't be turned into MathML."""
    if isinstance(entry.value, str):
        if sentence := unreadable_maths(entry.value):
            yield entry.finding(sentence)
        return
    parts = entry.value.values() if isinstance(entry.value, dict) else entry.value
    if isinstance(entry.value, dict | list):
        for part in parts:
            yield from _unreadable_maths(part)
