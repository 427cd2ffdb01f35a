"""How far a learner has come: exercises passed and questions answered, of all in each lesson."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nnkit.course.catalogue import Lesson, lessons
from nnkit.course.contract import exercise_id
from nnkit.course.errors import CourseError
from nnkit.course.stored import stored_cells
from nnkit.progress import Progress, read
from nnkit.quiz.edition import FILE, Edition, NoEdition, read_edition
from nnkit.quiz.standing import Standing, answered

_WIDTH = 20


def standing(root: Path, work: Path) -> Iterator[str]:
    """A line for each lesson, and what is to be said of its progress file."""
    released = [each for each in lessons(root) if (each.released / each.notebook).is_file()]
    labels = [f"{lesson.name[:2]} {lesson.title}" for lesson in released]
    widest = max(map(len, labels), default=0)
    for lesson, label in zip(released, labels, strict=True):
        one = _standing(lesson, read(work / lesson.name))
        yield f"{label:<{widest}}  {_bar(one.done, one.total)}  {one}"
        if one.note:
            yield f"{'':<{widest}}  {one.note}"


def _standing(lesson: Lesson, progress: Progress) -> Standing:
    """Of what the released lesson asks, not of a copy that a learner may have changed."""
    asked = set(exercises(lesson))
    edition = _edition(lesson)
    return Standing(
        lesson.title,
        passed=len(asked & set(progress.passed)),
        exercises=len(asked),
        answered=answered(edition, progress) if edition else 0,
        questions=len(edition.questions) if edition else 0,
        note=progress.note,
    )


def _edition(lesson: Lesson) -> Edition | None:
    path = lesson.released / FILE
    try:
        return read_edition(lesson.released) if path.exists() else None
    except NoEdition:
        raise CourseError(f"{path} is damaged. Put back an earlier copy of it.") from None


def exercises(lesson: Lesson) -> list[str]:
    """The exercises that the lesson's notebook asks, by its test cells."""
    cells = stored_cells(lesson.released / lesson.notebook)
    told = (cell.get("metadata", {}).get("nbgrader", {}) for cell in cells)
    tests = [each["grade_id"] for each in told if each.get("grade")]
    return [exercise_id(each) for each in tests if each.startswith("test-")]


def _bar(done: int, total: int) -> str:
    filled = _WIDTH * done // total if total else 0
    return "█" * filled + "·" * (_WIDTH - filled)
