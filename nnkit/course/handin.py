"""Packs what a learner hands in: one zip that `nbgrader zip_collect` knows how to read."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from nnkit.course.catalogue import Lesson, place
from nnkit.course.errors import CourseError
from nnkit.course.stored import DamagedNotebook, stored_cells

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def hand_in(lesson: Lesson, name: str, work: Path) -> Path:
    """Zip the lesson in ``work``, with its progress, for the learner ``name``."""
    if not _NAME.fullmatch(name):
        raise CourseError(
            f'"{name}" can\'t be used as a name. Use the one your teacher knows you by, of the '
            "letters a to z, digits, dots, hyphens and underscores, as in --name ada."
        )
    files = list(_files(lesson, work))
    archive = work / f"{name}_{lesson.name}.zip"
    _write(archive, f"{name}_{lesson.name}", files)
    return archive


def _files(lesson: Lesson, work: Path) -> Iterator[Path]:
    folder = work / lesson.name
    notebook, progress = folder / lesson.notebook, folder / "progress.json"
    for path in (folder, notebook, progress):
        if path.is_symlink():
            raise CourseError(
                f"{_named(lesson, path)} is a symbolic link, and what it points to can't be "
                "handed in. Put the file itself there."
            )
    _refuse_unreadable(lesson, notebook)
    yield notebook
    if progress.is_file():
        yield progress


def _refuse_unreadable(lesson: Lesson, notebook: Path) -> None:
    if not notebook.is_file():
        raise CourseError(
            f"{_named(lesson, notebook)} isn't there, so there is nothing to hand in. "
            "`nnkit lab` lays the lessons out."
        )
    try:
        stored_cells(notebook)
    except DamagedNotebook:
        raise CourseError(
            f"{_named(lesson, notebook)} is damaged: it is no notebook. Open it in JupyterLab, "
            "go back to a checkpoint (File menu), save, and hand in again."
        ) from None


def _named(lesson: Lesson, path: Path) -> str:
    return place(lesson.root, path) if path.is_relative_to(lesson.root) else str(path)


def _write(archive: Path, folder: str, files: list[Path]) -> None:
    """Write the whole zip, or leave an earlier one as it is."""
    part = archive.with_name(f".{archive.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
            for path in files:
                packed.write(path, f"{folder}/{path.name}")
        os.replace(part, archive)
    finally:
        part.unlink(missing_ok=True)
