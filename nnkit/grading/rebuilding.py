"""The notebook that is graded: the lesson's own, with what the learner wrote in its place.

Tags, metadata, deleted, moved, retyped and edited cells of the lesson then can't matter.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nnkit.grading.cells import HandedIn, handed_in, new_cell

_NEWEST_MINOR = 5  # of format 4: the first in which cells have ids
_START = -1  # the place before the first cell


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to run, and what is worth telling about how it came about."""

    notebook: Any
    notes: tuple[str, ...] = ()


def rebuild(source_notebook: Any, submitted_notebook: Any | None) -> Rebuilt:
    """The released notebook with the learner's solutions and own cells.

    A solution is the text of the last cell that has its grade_id; what else was written in cells
    with this id comes before it. The learner's own cells come after the cell of the lesson that
    they came after. A lesson's plain cell is known by its id or its text, and is as it was if it
    was edited.
    """
    lesson = _Lesson(source_notebook.cells)
    cells = submitted_notebook.cells if submitted_notebook else []
    found = _sort(lesson, [cell for each in cells if (cell := handed_in(each))])
    notebook = copy.deepcopy(source_notebook)
    notebook.nbformat_minor = max(notebook.nbformat_minor, _NEWEST_MINOR)
    notebook.cells = list(_assembled(notebook.cells, found))
    return Rebuilt(notebook, tuple(_notes(lesson, found)) if submitted_notebook else ())


class _Lesson:
    """The lesson's cells, each found by what it is known by."""

    def __init__(self, cells: Sequence[Any]) -> None:
        self.cells = cells
        self.graded = {name: place for place, cell in enumerate(cells) if (name := grade_id(cell))}
        self.ids = {cell.get("id"): place for place, cell in enumerate(cells)}
        self.texts = {(c.cell_type, c.source.strip()): place for place, c in enumerate(cells)}

    def places(self, cells: Sequence[HandedIn]) -> list[int | None]:
        """Where the lesson has each of these cells; None for the learner's own.

        By its text alone a cell is known only where none has the id: else it is a copy of it.
        """
        named = [self._named(cell) for cell in cells]
        present = set(named)
        texts = (self.texts.get((cell.kind, cell.text.strip())) for cell in cells)
        return [
            text if place is None and text not in present else place
            for place, text in zip(named, texts, strict=True)
        ]

    def _named(self, cell: HandedIn) -> int | None:
        by_grade_id = self.graded.get(cell.grade_id)
        return self.ids.get(cell.identity) if by_grade_id is None else by_grade_id

    def is_solution(self, place: int | None) -> bool:
        return place is not None and is_solution(self.cells[place])


@dataclass
class _Found:
    """What a submission holds, by the place in the lesson."""

    solutions: dict[int, list[HandedIn]] = field(default_factory=dict)
    own: dict[int, list[HandedIn]] = field(default_factory=dict)


def _sort(lesson: _Lesson, cells: Sequence[HandedIn]) -> _Found:
    found, places, after = _Found(), lesson.places(cells), _START
    last = dict(zip(places, cells, strict=True))
    for place, cell in zip(places, cells, strict=True):
        if place is None:
            found.own.setdefault(after, []).append(cell)
            continue
        after = place
        if lesson.is_solution(place):
            found.solutions.setdefault(place, []).append(cell)
            if _adds(cell, last[place], lesson.cells[place].source):
                found.own.setdefault(place - 1, []).append(cell)
    return found


def _adds(cell: HandedIn, last: HandedIn, stub: str) -> bool:
    """Whether it is one of several cells with a solution's id, not the last, and has its own text.

    Splitting a cell in JupyterLab makes two with the same id, and the second may need the first.
    """
    return cell is not last and cell.text.strip() not in (last.text.strip(), stub.strip())


def _assembled(cells: Sequence[Any], found: _Found) -> Iterator[Any]:
    number = 0
    for place, cell in enumerate([None, *cells], _START):
        if cell is not None:
            yield _restored(cell, found.solutions.get(place))
        for own in found.own.get(place, ()):
            if own.text.strip():
                number += 1
                yield _own(own, f"own-{number}")


def _restored(cell: Any, answers: Sequence[HandedIn] | None) -> Any:
    """The lesson's cell, without outputs, and with the learner's last answer if there is one."""
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    if answers:
        cell.source = answers[-1].text
    return cell


def _own(cell: HandedIn, identity: str) -> Any:
    return new_cell(cell.kind, cell.text, identity)


def _notes(lesson: _Lesson, found: _Found) -> Iterator[str]:
    for place, cell in enumerate(lesson.cells):
        if not is_solution(cell):
            continue
        name, answers = grade_id(cell), found.solutions.get(place, [])
        if not answers:
            yield f"The cell {name} is missing, so its function is not written."
        elif answers[-1].kind != "code":
            yield f"The cell {name} was no longer a code cell. It is graded as one."
        if len(answers) > 1:
            yield f"There are {len(answers)} cells {name}. The last is graded."


def grade_id(cell: Any) -> str:
    """What nbgrader knows the cell by, or nothing."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def is_solution(cell: Any) -> bool:
    """Whether it is a cell for the learner to write in."""
    return cell.metadata.get("nbgrader", {}).get("solution") is True
