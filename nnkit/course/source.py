"""Reads a lesson.md (MyST text) into cells that know the line on which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nnkit.course.catalogue import Lesson, place
from nnkit.course.errors import CourseError

_CELL_OPENS = re.compile(r"[\s>]*(`{3,}|~{3,})\s*\{code-cell\}")
_OPTIONS = ("nbgrader", "tags", "jupyter")


@dataclass(frozen=True)
class Cell:
    """One cell as the author wrote it; ``line`` is where its text starts in the file."""

    kind: str
    source: str
    metadata: dict[str, Any]
    line: int

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers in the file."""
        return enumerate(self.source.splitlines(), self.line)


@dataclass(frozen=True)
class Problem:
    """Something the author has to change, on a line of one of the lesson's files."""

    line: int
    sentence: str
    file: str = "lesson.md"


class SourceError(CourseError):
    """All that is wrong in the source of one lesson, each problem with its file and line."""

    def __init__(self, lesson: Lesson, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda problem: (problem.file, problem.line))
        folder = place(lesson.root, lesson.source_folder)
        super().__init__(
            "\n".join(
                f"{folder}/{each.file}:{each.line}: {each.sentence}" for each in self.problems
            )
        )


def read_text(lesson: Lesson) -> str:
    """The text of its lesson.md."""
    try:
        return lesson.source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        problem = Problem(before.count(b"\n") + 1, "This is not UTF-8. Save the file as UTF-8.")
        raise SourceError(lesson, [problem]) from None


def read_cells(lesson: Lesson) -> list[Cell]:
    """The cells of its lesson.md.

    Raises ``SourceError`` for a fence that isn't closed, a cell that wouldn't be read as one, and
    cell options that can't be read.
    """
    text = read_text(lesson)
    problems = [*_fence_problems(text), *_option_problems(text)]
    if problems:
        raise SourceError(lesson, problems)
    cells = list(_cells(text))
    problems = [problem for cell in cells for problem in _unknown_options(cell)]
    if problems:
        raise SourceError(lesson, problems)
    return cells


def _cells(text: str) -> Iterator[Cell]:
    from jupytext.myst import myst_to_notebook

    notebook = myst_to_notebook(text, add_source_map=True)
    lines = text.splitlines()
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        line = _where(cell.source.splitlines(), lines, start)
        yield Cell(cell.cell_type, cell.source, dict(cell.metadata), line)


def _where(wanted: Sequence[str], lines: Sequence[str], start: int) -> int:
    """The number of the first line at or after ``start`` from which ``wanted`` stands."""
    last = len(lines) - len(wanted)
    found = (n for n in range(start, last + 1) if lines[n : n + len(wanted)] == wanted)
    return next(found, start) + 1


def _fences(text: str) -> list[Any]:
    from jupytext.myst import get_parser

    return [token for token in get_parser().parse(text + "\n") if token.type == "fence"]


def _fence_problems(text: str) -> Iterator[Problem]:
    lines = text.splitlines()
    inner: set[int] = set()
    for fence in _fences(text):
        first, after = fence.map[0], min(fence.map[1], len(lines))
        inner.update(range(first + 1, after))
        yield from _one_fence(fence, lines, first, after)
    for number, line in enumerate(lines):
        if _CELL_OPENS.match(line) and (number in inner or line[0] not in "`~"):
            yield Problem(number + 1, _not_a_cell(number in inner))


def _not_a_cell(inner: bool) -> str:
    if inner:
        return "A cell starts here inside another fence. Close that one before this line with ```."
    return "This cell would be shown as text. Put its fence at the left margin, outside of lists."


def _one_fence(fence: Any, lines: Sequence[str], first: int, after: int) -> Iterator[Problem]:
    if after == first + 1 or not re.search(rf"{fence.markup}+\s*$", lines[after - 1]):
        yield Problem(first + 1, f"This fence is never closed. Close it with {fence.markup}.")
    directive = fence.info.split()[0] if fence.info.split() else ""
    if directive.startswith("{") and directive != "{code-cell}":
        yield Problem(
            first + 1,
            f"A notebook can't show the directive {directive}. "
            "Use {code-cell} for a cell, or plain Markdown.",
        )


def _option_problems(text: str) -> Iterator[Problem]:
    """Cell options that can't be read; if there are none, the rest of the metadata."""
    cells = [fence for fence in _fences(text) if fence.info.startswith("{code-cell}")]
    found = [problem for fence in cells for problem in _fence_options(fence)]
    yield from found or _other_metadata(text)


def _fence_options(fence: Any) -> Iterator[Problem]:
    import yaml
    from jupytext.myst import MystMetadataParsingError, read_fenced_cell

    try:
        dict(read_fenced_cell(fence, 0, "Code")[0])
    except (MystMetadataParsingError, yaml.YAMLError, ValueError, TypeError) as error:
        yield Problem(
            fence.map[0] + 2,
            f"The cell's options can't be read ({_cause(error)}). Write them as in "
            ":nbgrader: {grade_id: neuron-weighted_sum, solution: true}",
        )


def _other_metadata(text: str) -> Iterator[Problem]:
    """The head of the file, and what follows +++ before Markdown."""
    import yaml
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook
    from nbformat import ValidationError

    broken = (MystMetadataParsingError, yaml.YAMLError, ValidationError, ValueError, TypeError)
    try:
        myst_to_notebook(text)
    except broken as error:
        line = re.search(r"at line (\d+)", str(error))
        yield Problem(
            int(line.group(1)) if line and "cell" in str(error) else 1,
            f"This metadata can't be read ({_cause(error)}). Correct it, or leave it out.",
        )


def _cause(error: Exception) -> str:
    """Why it can't be read, in one line."""
    said = re.sub(r".*could not be read: |.*metadata: ", "", str(error))
    return said.splitlines()[0]


def _unknown_options(cell: Cell) -> Iterator[Problem]:
    for option in cell.metadata:
        if option not in _OPTIONS:
            known = ", ".join(_OPTIONS)
            yield Problem(cell.line, f'The cell option "{option}" is unknown. Known: {known}.')
