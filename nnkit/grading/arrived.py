"""Which submissions there are, and when they came."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.grading.settings import Settings

USUAL = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
TIMESTAMP = "timestamp.txt"


def students_of(settings: Settings, lesson: Lesson, patterns: Sequence[str]) -> list[str]:
    """Who handed the lesson in, of those whom a pattern names; all without a pattern.

    Raises ``CourseError`` where nobody did, or a pattern fits nobody.
    """
    if settings.folders.directory_structure != USUAL:
        raise CourseError("`nnkit grade` needs nbgrader's usual folders: submitted/STUDENT/LESSON.")
    everybody = _everybody(settings, lesson)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in everybody):
            raise CourseError(f"No submission of {lesson.name} fits --students {pattern}.")
    chosen = [
        name
        for name in everybody
        if not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)
    ]
    if not chosen:
        raise CourseError(
            f"Nobody has handed in {lesson.name} yet. Submissions belong into "
            f"{settings.folders.submitted_directory}/STUDENT/{lesson.name}; zip files are put "
            f"there by `nbgrader zip_collect {lesson.name}`."
        )
    return chosen


def _everybody(settings: Settings, lesson: Lesson) -> list[str]:
    folder = settings.submitted("*", lesson).parents[1]
    excluded = settings.folders.student_id_exclude.split(",")
    names = os.listdir(folder) if folder.is_dir() else []
    return sorted(
        name
        for name in names
        if not name.startswith(".")
        and name not in excluded
        and os.path.lexists(folder / name / lesson.name)
    )


def unusable(student: str, folder: Path) -> str:
    """Why nothing can be graded under this name, or ""."""
    try:
        student.encode("utf-8")
    except UnicodeEncodeError:
        return "the folder's name is no readable text; rename it"
    if folder.parent.is_symlink():
        return "the student's folder is a symbolic link; put the folder itself there"
    return ""


def arrival(folder: Path) -> tuple[datetime | None, str]:
    """The time in the submission's timestamp.txt, in UTC, and a problem with it or ""."""
    from nbgrader.utils import parse_utc

    try:
        text = _small_text(folder / TIMESTAMP)
        return (parse_utc(text) if text else None), ""
    except FileNotFoundError:
        return None, ""
    except (OSError, ValueError, TypeError, OverflowError):
        return None, f"{TIMESTAMP} can't be read as a time, so it is not known whether it is late"


def _small_text(path: Path) -> str:
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > 1_000:
        raise ValueError(path.name)
    return path.read_text(encoding="utf-8").strip()
