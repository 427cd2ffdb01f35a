"""How far a learner has come: the exercises passed, of those each lesson asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nnkit.course.catalogue import Lesson, lessons
from nnkit.course.contract import exercise_id
from nnkit.course.stored import stored_cells
from nnkit.progress import read

_WIDTH = 20


def standing(root: Path, work: Path) -> Iterator[str]:
    """A line for each lesson, and what is to be said of its progress file."""
    released = [each for each in lessons(root) if (each.released / each.notebook).is_file()]
    labels = [f"{lesson.name[:2]} {lesson.title}" for lesson in released]
    widest = max(map(len, labels), default=0)
    for lesson, label in zip(released, labels, strict=True):
        asked = exercises(lesson)
        progress = read(work / lesson.name)
        done = len(set(asked) & set(progress.passed))
        yield f"{label:<{widest}}  {_bar(done, len(asked))}  {done} of {len(asked)}"
        if progress.note:
            yield f"{'':<{widest}}  {progress.note}"


def exercises(lesson: Lesson) -> list[str]:
    """The exercises that the lesson's notebook asks, by its test cells."""
    cells = stored_cells(lesson.released / lesson.notebook)
    told = (cell.get("metadata", {}).get("nbgrader", {}) for cell in cells)
    return [exercise_id(each["grade_id"]) for each in told if each.get("grade")]


def _bar(done: int, total: int) -> str:
    filled = _WIDTH * done // total if total else 0
    return "█" * filled + "·" * (_WIDTH - filled)
