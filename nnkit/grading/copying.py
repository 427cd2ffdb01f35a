"""What nbgrader copies beside a notebook: of a submission only the answers and the date.

nbgrader itself would copy everything, and follow a link to what it leads to: the gradebook, say.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnkit.grading.contents import FILE, FOLDER, KEPT, LARGEST, Entry, entries

MOST = 50  # files: nbgrader compares each name with each

Hook = Callable[..., None]


def guarded(converter: Any, before: Hook | None) -> Hook:
    """A hook that nbgrader calls ahead of each submission: it has it leave out what is unsafe."""
    usual = list(converter.coursedir.ignore)

    def guard(**facts: Any) -> None:
        converter.coursedir.ignore = ["*"]  # and so it stays should the next lines fail
        folder = Path(converter.notebooks[0]).parent
        refused = _refused(folder, _lessons_own(converter, folder.name))
        for name in refused:
            converter.log.warning("%s is left where it is.", folder / name)
        _put_aside(folder / "timestamp.txt")
        converter.coursedir.ignore = usual + [n if n == "*" else glob.escape(n) for n in refused]
        if before:
            before(**facts)

    return guard


def _lessons_own(converter: Any, lesson: str) -> set[str]:
    """The names of the files that the lesson gives out: nbgrader puts its own over a learner's."""
    course = converter.coursedir
    source = Path(course.format_path(course.source_directory, ".", lesson))
    return {path.name for path in source.rglob("*")}


def _refused(folder: Path, given: set[str]) -> list[str]:
    """The names of what must not be copied; of everything, where the folder itself is a link or
    holds too much to be named one by one."""
    if any(path.is_symlink() for path in (folder, folder.parent)):
        return ["*"]
    kept = {*KEPT, *given}
    found = [each for each in entries(folder) if each.kind != FOLDER]
    names = {each.path.name for each in found if each.path.name not in kept or not _is_plain(each)}
    return sorted(names) if len(found) <= MOST else ["*"]


def _is_plain(entry: Entry) -> bool:
    return entry.kind == FILE and entry.size <= LARGEST


def _put_aside(path: Path) -> None:
    """A link or pipe in the place of the date would be read by nbgrader, and might never end."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.rename(path.with_name(f"{path.name}.refused"))


def with_missing_notebooks(converter: Any) -> dict[str, list[str]]:
    """nbgrader's list of submissions, where one without the lesson's notebook gets its 0, too."""
    folders = converter.coursedir
    pattern = converter._format_source(folders.assignment_id, folders.student_id)
    listed = dict(converter.assignments)
    for folder in filter(os.path.isdir, glob.glob(pattern)):
        listed[folder] = [os.path.join(folder, f"{os.path.basename(folder)}.ipynb")]
    return listed
