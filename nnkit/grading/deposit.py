"""The autograded folder of a submission, put in its place whole."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnkit.course.catalogue import Lesson
from nnkit.grading.contents import FILE, KEPT, LARGEST, LINK, OTHER, Entry, entries
from nnkit.grading.record import Record
from nnkit.grading.settings import Settings


@dataclass(frozen=True)
class Deposit:
    """Writes ``autograded/STUDENT/LESSON``: the notebook, the lesson's files, the learner's."""

    settings: Settings
    lesson: Lesson

    def holds(self, student: str) -> bool:
        return (self._place(student) / self.lesson.notebook).is_file()

    def put(self, student: str, submission: Path, record: Record) -> list[str]:
        """Write the folder beside its place, then move it there. Says what was left out."""
        new = self._beside(student, "new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        try:
            # half a surrogate pair becomes \\ud83d, which JSON can read
            notebook = record.notebook.encode("utf-8", "backslashreplace")
            (new / self.lesson.notebook).write_bytes(notebook)
            self._add_lesson_files(new)
            problems = list(_add_files(submission, new, self.settings))
            self._set_permissions(new)
            self._move(new, student)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return problems

    def tidy(self) -> None:
        """Clear away what a run that was killed has left; an old folder goes back."""
        everyone = self.settings.autograded("*", self.lesson).parent
        for left in self.settings.root.glob(_below(everyone, self.settings.root, self._hidden)):
            place = left.with_name(self.lesson.name)
            if left.suffix == ".old" and not place.exists():
                left.rename(place)
            else:
                shutil.rmtree(left, ignore_errors=True)

    @property
    def _hidden(self) -> str:
        return f".{self.lesson.name}.*"

    def _place(self, student: str) -> Path:
        return self.settings.autograded(student, self.lesson)

    def _beside(self, student: str, kind: str) -> Path:
        return self._place(student).with_name(f".{self.lesson.name}.{kind}")

    def _move(self, new: Path, student: str) -> None:
        place, old = self._place(student), self._beside(student, "old")
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)

    def _add_lesson_files(self, new: Path) -> None:
        """What nbgrader copies from the lesson's source. They win over the learner's."""
        source = self.lesson.source_folder
        for entry in _wanted(source, self.settings):
            if entry.kind == FILE and entry.place not in self.settings.kept:
                target = new / entry.place
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(entry.path, target)

    def _set_permissions(self, new: Path) -> None:
        for folder, _, files in os.walk(new):
            for name in files:
                os.chmod(os.path.join(folder, name), self.settings.permissions)
            if self.settings.folders.groupshared:
                os.chmod(folder, 0o2770 | os.stat(folder).st_mode & 0o777)


def _below(folder: Path, root: Path, name: str) -> str:
    return (folder.relative_to(root) / name).as_posix()


def _wanted(folder: Path, settings: Settings) -> Iterator[Entry]:
    """The entries that nbgrader would copy: in none of the folders that it ignores."""
    for entry in entries(folder):
        if not any(map(settings.ignores, entry.place.split("/"))):
            yield entry


def _add_files(submission: Path, new: Path, settings: Settings) -> Iterator[str]:
    """Copy the learner's files that are kept, where nothing lies yet; say which were left out."""
    if submission.is_symlink():
        return
    for entry in _wanted(submission, settings):
        kept = entry.place in KEPT and not _left_out(entry)
        if said := _copied(entry, new) if kept else _left_out(entry):
            yield said


def _left_out(entry: Entry) -> str:
    if entry.kind == LINK:
        return f"{entry.place} is a link and was left out"
    if entry.kind == OTHER:
        return f"{entry.place or 'one of very many'} is no ordinary file and was left out"
    large = entry.size > LARGEST
    return f"{entry.place} was left out: larger than {LARGEST / 1e6:g} MB" if large else ""


def _copied(entry: Entry, new: Path) -> str:
    """Copy the file; nothing to say if that went well or the lesson's own lies there already."""
    target = new / entry.place
    if os.path.lexists(target):
        return ""
    try:
        with open(entry.path, "rb", opener=_no_link) as file, target.open("xb") as copy:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return f"{entry.place} is no ordinary file and was left out"
            shutil.copyfileobj(file, copy)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or error
        return f"{entry.place} could not be kept: {reason}"
    return ""


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
