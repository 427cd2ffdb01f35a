"""Whether a submission was graded just so already: a hash of all that its grade depends on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import nnkit
from nnkit.course.catalogue import Lesson
from nnkit.grading.contents import FILE, LINK, Entry, entries

LARGE = 64_000_000  # bytes; of a larger file only size and time of change count
HOUSE = Path(nnkit.__file__).parent


def of_lesson(lesson: Lesson, draw: bool, unsafe: bool) -> str:
    """The lesson's part: what learners got, the keys, the checks, and how it is graded."""
    mark = hashlib.sha256(f"{metadata.version('nnkit')} {draw} {unsafe}".encode())
    for path in _lesson_files(lesson):
        mark.update(f"\n{path.name}\n".encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()


def _lesson_files(lesson: Lesson) -> Iterator[Path]:
    for path in (lesson.released / lesson.notebook, lesson.source_folder / "quiz.yaml"):
        if path.is_file():
            yield path
    for folder in (f"exercises/{lesson.topic}", "exercises", "check"):
        yield from sorted((HOUSE / folder).glob("*.py"))


def of_submission(folder: Path, lesson_mark: str) -> str:
    """The whole: the lesson's part, and every entry of the folder. Never raises."""
    mark = hashlib.sha256(lesson_mark.encode())
    if folder.is_symlink():
        return hashlib.sha256(lesson_mark.encode() + _target(folder)).hexdigest()
    for entry in entries(folder):
        facts = f"\n{entry.kind} {entry.size} ".encode()
        mark.update(facts + os.fsencode(entry.place) + b"\n" + _content(entry))
    return mark.hexdigest()


def _content(entry: Entry) -> bytes:
    if entry.kind == LINK:
        return _target(entry.path) + str(entry.changed).encode()
    if entry.kind != FILE:
        return b""
    if entry.size > LARGE:
        return str(entry.changed).encode()
    try:
        with entry.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"


def _target(link: Path) -> bytes:
    try:
        return os.fsencode(os.readlink(link))
    except OSError:
        return b"unreadable"
