"""A lesson's questions: its quiz.yaml against what lesson.md asks, and the students' edition."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from nnkit.course.catalogue import Lesson
from nnkit.course.contract import (
    Points,
    checked_cells,
    checkpoint_id,
    checkpoint_name,
    exercise_id,
    grade_id,
    is_checkpoint,
)
from nnkit.course.source import Cell, Problem, SourceError
from nnkit.quiz import Bank, BankError, as_text, bank, edition, read_bank


@dataclass(frozen=True)
class Source:
    """What the author wrote for one lesson, checked: its cells, and its questions."""

    lesson: Lesson
    cells: list[Cell]
    bank: Bank

    def points(self, exercise_points: Points) -> Points:
        """The points of the lesson's exercises, and of its checkpoints: their questions'."""
        checkpoints = {
            exercise_id(checkpoint_id(name)): points
            for name, points in self.bank.checkpoints.items()
        }
        return lambda asked: checkpoints[asked] if asked in checkpoints else exercise_points(asked)

    def write_questions(self, folder: Path) -> None:
        """Write the students' edition, if the lesson has questions."""
        if self.bank.questions:
            text = as_text(self.lesson.topic, self.lesson.title, self.bank.questions)
            (folder / edition.FILE).write_text(text, encoding="utf-8", newline="\n")


def checked_source(lesson: Lesson, points: Points) -> Source:
    """The source of a lesson. Raises ``SourceError`` with everything that is wrong in it."""
    found: list[Problem] = []
    questions, cells = Bank(), list[Cell]()
    try:
        questions = _bank(lesson)
    except SourceError as error:
        found += error.problems
    try:
        cells = checked_cells(lesson, points)
    except SourceError as error:
        found += error.problems
    found = found or list(_problems(lesson, cells, questions))
    if found:
        raise SourceError(lesson, found)
    return Source(lesson, cells, questions)


def _bank(lesson: Lesson) -> Bank:
    try:
        text = (lesson.source_folder / bank.FILE).read_text(encoding="utf-8")
        return read_bank(text, lesson.topic)
    except FileNotFoundError:
        return Bank()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        wrong = [(line, "This is not UTF-8. Save the file as UTF-8.")]
    except BankError as error:
        wrong = error.findings
    raise SourceError(lesson, [Problem(line, said, bank.FILE) for line, said in wrong])


def _problems(lesson: Lesson, cells: Sequence[Cell], questions: Bank) -> Iterator[Problem]:
    asked = [call for cell in cells if cell.kind == "code" for call in _asks(cell)]
    known = [question.id for question in questions.questions]
    for call in asked:
        yield from _one_ask(call, known)
    ids = {call.id for call in asked}
    for question, line in zip(questions.questions, questions.lines, strict=True):
        if question.id not in ids:
            yield Problem(
                line,
                f'"{question.id}" is never asked. Ask it in lesson.md: ask("{question.id}")',
                bank.FILE,
            )
    yield from _checkpoints(cells, questions)


@dataclass(frozen=True)
class _Ask:
    """A call of ``ask`` on a line: the id, if it is written out, and whether it is shown."""

    line: int
    id: str | None
    shown: bool


def _asks(cell: Cell) -> Iterator[_Ask]:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        tree = ast.parse(TransformerManager().transform_cell(cell.source))
    except SyntaxError:  # the run will say it, with its line
        return
    last = tree.body[-1].value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ask":
            match call.args:
                case [ast.Constant(value=str(id))]:
                    yield _Ask(cell.line + call.lineno - 1, id, call is last)
                case _:
                    yield _Ask(cell.line + call.lineno - 1, None, call is last)


def _one_ask(call: _Ask, known: Sequence[str]) -> Iterator[Problem]:
    if call.id is None:
        yield Problem(
            call.line, 'Write the question\'s id out, in quotes, as in ask("neuron.bias").'
        )
    elif call.id not in known:
        near = get_close_matches(call.id, known, n=3)
        offer = f"Did you mean {' or '.join(near)}?" if near else f"It has: {', '.join(known)}."
        yield Problem(call.line, f'{bank.FILE} has no question "{call.id}". {offer}')
    if not call.shown:
        yield Problem(
            call.line, "Only the last line of a cell is shown. Give this ask a cell of its own."
        )


def _checkpoints(cells: Sequence[Cell], questions: Bank) -> Iterator[Problem]:
    """A checkpoint's cell is there just when some question counts for it."""
    found = {checkpoint_name(grade_id(cell)): cell.line for cell in cells if is_checkpoint(cell)}
    for name in found.keys() - questions.checkpoints.keys():
        part = name.partition(".")[2] or "true"
        yield Problem(found[name], f"No question of {bank.FILE} has checkpoint: {part}.")
    pairs = zip(questions.questions, questions.lines, strict=True)
    first = {each.counts_for: line for each, line in reversed([*pairs])}
    for name in questions.checkpoints.keys() - found.keys():
        yield Problem(
            first[name],
            "This counts for the checkpoint, but lesson.md has no cell for that: "
            f":nbgrader: {{grade_id: {checkpoint_id(name)}, grade: true}} and in it "
            f'checkpoint("{name}")',
            bank.FILE,
        )
