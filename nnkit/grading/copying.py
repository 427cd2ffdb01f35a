"""What nbgrader copies beside a notebook: of a submission only plain files of a sensible size.

nbgrader itself would follow a link and copy what it leads to: the gradebook, say.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LARGEST = 64_000_000  # bytes of one file
MOST = 200  # files

Hook = Callable[..., None]


def guarded(converter: Any, before: Hook | None) -> Hook:
    """A hook that nbgrader calls ahead of each submission: it has it leave out what is unsafe."""
    usual = list(converter.coursedir.ignore)

    def guard(**facts: Any) -> None:
        converter.coursedir.ignore = ["*"]  # and so it stays should the next lines fail
        folder = Path(converter.notebooks[0]).parent
        refused = _refused(folder)
        for name in refused:
            converter.log.warning("%s is no plain file, or too large: left out.", folder / name)
        _put_aside(folder / "timestamp.txt")
        converter.coursedir.ignore = usual + [glob.escape(os.path.basename(n)) for n in refused]
        if before:
            before(**facts)

    return guard


def _refused(folder: Path) -> list[str]:
    """The names of what must not be copied; of everything, where the folder itself is a link."""
    if any(path.is_symlink() for path in (folder, folder.parent)):
        return ["*"]
    paths = list(_files(folder))
    return [str(path.relative_to(folder)) for path in paths if not _is_plain(path)]


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _is_plain(path: Path) -> bool:
    """A file of its own, and no other name of one elsewhere."""
    facts = path.lstat()
    return stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1 and facts.st_size <= LARGEST


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
