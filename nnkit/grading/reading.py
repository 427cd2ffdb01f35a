"""Reads one submission as data: nothing in it is followed, run or believed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import Lesson, lessons
from nnkit.grading.cells import HandedIn, handed_in, new_cell
from nnkit.grading.opening import MEGABYTE, Refused, contents, demand_folder
from nnkit.grading.slimming import without_outputs
from nnkit.progress import FILE as PROGRESS
from nnkit.quiz.judging import Answer
from nnkit.quiz.schema import is_number

LARGEST = 64 * MEGABYTE  # of the notebook's file, with its outputs
LARGEST_CELLS = 4 * MEGABYTE  # without them
LARGEST_PROGRESS = MEGABYTE
MOST_CELLS = 2_000
MOST_TEXT = MEGABYTE  # characters in all cells together
_OLDEST, _NEWEST = 3, 4  # formats of notebooks
_AGAIN = "Open it in JupyterLab, save it, and hand it in again."
_ANEW = "If JupyterLab opens it, save it there and hand it in again; if not, an earlier copy."


@dataclass(frozen=True)
class Submitted:
    """What was handed in.

    ``notebook`` is a small, valid copy: cells with their text and the ids that they claim, no
    outputs, no other metadata. It is None where there is none to be had, and ``problem`` then says
    why. ``answers`` are by question id. ``notes`` are worth telling, and keep nobody from grading.
    """

    notebook: Any | None = None
    problem: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_submission(folder: Path, lesson: Lesson) -> Submitted:
    """What lies in ``folder`` for ``lesson``. Never raises for what somebody may have handed in."""
    try:
        demand_folder(folder)
    except Refused as reason:
        return Submitted(problem=str(reason))
    answers, notes = _answers(folder)
    try:
        cells, about = _notebook_cells(folder, lesson)
    except Refused as reason:
        return Submitted(None, str(reason), answers, notes)
    return Submitted(_notebook(cells), "", answers, (*_others(folder, lesson), *about, *notes))


def _notebook_cells(folder: Path, lesson: Lesson) -> tuple[list[HandedIn], tuple[str, ...]]:
    name = lesson.notebook
    try:
        data = contents(folder / name, LARGEST)
    except FileNotFoundError:
        raise Refused(_missing(folder, lesson)) from None
    if not data.strip():
        raise Refused(f"{name} is empty. {_AGAIN}")
    data = without_outputs(data)
    if len(data) > LARGEST_CELLS:
        raise Refused(f"The cells of {name} are too large: more than {LARGEST_CELLS} bytes.")
    listed = _listed_cells(name, _parsed(name, data))
    cells = [cell for each in listed if (cell := handed_in(each))]
    _demand_sane(cells, name)
    _demand_lesson(cells, lesson)
    lost = len(listed) - len(cells)
    return cells, (f"Left out, as damaged or too long: {lost} cell(s) of {name}.",) * bool(lost)


def _missing(folder: Path, lesson: Lesson) -> str:
    others = _other_notebooks(folder, lesson)
    there = f" There is {', '.join(others)}: rename the right one." if others else ""
    return f"There is no {lesson.notebook} in the submission.{there}"


def _other_notebooks(folder: Path, lesson: Lesson) -> list[str]:
    """The names of a few other notebooks in the folder, as they can be shown."""
    try:
        names = [path.name for path in islice(folder.iterdir(), 1_000)]
    except OSError:
        return []
    others = (name for name in names if name.endswith(".ipynb") and name != lesson.notebook)
    return [ascii(name[:60])[1:-1] for name in sorted(others)[:3]]


def _others(folder: Path, lesson: Lesson) -> tuple[str, ...]:
    others = ", ".join(_other_notebooks(folder, lesson))
    return (f"Only {lesson.notebook} is graded, not {others}.",) if others else ()


def _parsed(name: str, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig", "replace"), strict=False)
    except RecursionError:
        raise Refused(f"{name} is damaged: its parts are nested too deeply. {_AGAIN}") from None
    except (ValueError, MemoryError):
        raise Refused(f"{name} is damaged: it is no JSON, as notebooks are. {_ANEW}") from None


def _listed_cells(name: str, document: Any) -> list[Any]:
    """The cells of a notebook of any format that is known."""
    version = document.get("nbformat") if isinstance(document, dict) else None
    if type(version) is not int:
        raise Refused(f"{name} is damaged: it is no notebook. {_AGAIN}")
    if version > _NEWEST:
        raise Refused(
            f"{name} is of notebook format {version}, which is newer than what can be read here "
            f"(format {_NEWEST}). Save it with an older Jupyter, or update the course's packages."
        )
    if version < _OLDEST:
        raise Refused(f"{name} is of the old notebook format {version}. {_AGAIN}")
    cells = document.get("cells") if version == _NEWEST else _from_worksheets(document)
    if not isinstance(cells, list):
        raise Refused(f"{name} is damaged: it has no list of cells. {_AGAIN}")
    return cells


def _from_worksheets(document: dict[str, Any]) -> list[Any] | None:
    """The cells of format 3, which had them on sheets."""
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _demand_sane(cells: Sequence[HandedIn], name: str) -> None:
    if len(cells) > MOST_CELLS:
        raise Refused(f"{name} has {len(cells)} cells; at most {MOST_CELLS} are read.")
    if sum(len(cell.text) for cell in cells) > MOST_TEXT:
        raise Refused(f"The cells of {name} hold more text than can be graded. Shorten them.")


def _demand_lesson(cells: Sequence[HandedIn], lesson: Lesson) -> None:
    ids = {name for cell in cells for name in (cell.grade_id, cell.identity)}
    if _of_topic(ids, lesson.topic):
        return
    for other in lessons(lesson.root):
        if _of_topic(ids, other.topic):
            raise Refused(
                f"This is the notebook of {other.name}, not of {lesson.name}. "
                f"Hand in {lesson.notebook} as the course gave it out, with your answers in it."
            )
    raise Refused(
        f"{lesson.notebook} holds none of the lesson's cells. Write your answers into the notebook "
        "that the course gave out, and hand that in."
    )


def _of_topic(ids: set[str], topic: str) -> bool:
    """Whether one of the ids is that of a graded cell of the lesson."""
    bare = (name.removeprefix("test-").removeprefix("checkpoint-") for name in ids)
    return any(name == topic or name.startswith(f"{topic}-") for name in bare)


def _notebook(cells: Sequence[HandedIn]) -> Any:
    from nbformat import v4

    taken = {cell.identity for cell in cells}
    made = [
        new_cell(cell.kind, cell.text, _identity(cell, number, taken), _claim(cell))
        for number, cell in enumerate(cells)
    ]
    notebook = v4.new_notebook()
    notebook.cells = made
    return notebook


def _identity(cell: HandedIn, number: int, taken: set[str]) -> str:
    """Its own id, if it is the first to have it; else one that says where it stood."""
    if cell.identity and cell.identity in taken:
        taken.remove(cell.identity)
        return cell.identity
    return f"handed-in/{number}".replace("/", "-")


def _claim(cell: HandedIn) -> dict[str, Any]:
    return {"nbgrader": {"grade_id": cell.grade_id}} if cell.grade_id else {}


def _answers(folder: Path) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """What progress.json says was answered, and a note if that can't be known."""
    try:
        document = _parsed(PROGRESS, contents(folder / PROGRESS, LARGEST_PROGRESS))
    except FileNotFoundError:
        return {}, (f"There is no {PROGRESS}, so no answers to the questions were handed in.",)
    except Refused as reason:
        return {}, (f"No answers to the questions could be read. {reason}",)
    recorded = document.get("answers") if isinstance(document, dict) else None
    if not isinstance(recorded, dict):
        return {}, (f"{PROGRESS} is damaged, so no answers to the questions could be read.",)
    found = {name: _answer(entry) for name, entry in recorded.items()}
    return {name: answer for name, answer in found.items() if answer is not None}, ()


def _answer(entry: Any) -> Answer | None:
    value = entry.get("answer") if isinstance(entry, dict) else None
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    return float(value) if is_number(value) else None  # type: ignore[arg-type]
