"""How far a learner has come: the exercises passed, of those each lesson asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from nnkit.course.catalogue import Lesson, lessons
from nnkit.course.contract import exercise_id
from nnkit.progress import read

_WIDTH = 20


def standing(root: Path, work: Path) -> Iterator[str]:
    """A line for each lesson, and what is to be said of its progress file."""
    released = [each for each in lessons(root) if (each.released / each.notebook).is_file()]
    widest = max((len(lesson.name) for lesson in released), default=0)
    for lesson in released:
        asked = exercises(lesson)
        progress = read(work / lesson.name)
        done = len(set(asked) & set(progress.passed))
        yield f"{lesson.name:<{widest}}  {_bar(done, len(asked))}  {done} of {len(asked)}"
        if progress.note:
            yield f"{'':<{widest}}  {progress.note}"


def exercises(lesson: Lesson) -> list[str]:
    """The exercises that the lesson's notebook asks, by its test cells."""
    text = (lesson.released / lesson.notebook).read_text(encoding="utf-8")
    told = (cell["metadata"].get("nbgrader", {}) for cell in json.loads(text)["cells"])
    return [exercise_id(each["grade_id"]) for each in told if each.get("grade")]


def _bar(done: int, total: int) -> str:
    filled = _WIDTH * done // total if total else 0
    return "█" * filled + "·" * (_WIDTH - filled)
