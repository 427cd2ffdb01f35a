"""What lies in a submission's folder. Nothing is followed, and nothing but files is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnkit import progress

FILE, FOLDER, LINK, OTHER = "file", "folder", "link", "other"
MOST = 2_000  # entries of one submission that are looked at
# What goes on to the teacher's folders beside the notebook. Whatever else was handed in stays in
# ``submitted``: formgrader would serve a page that lies there under the teacher's own login.
KEPT = (progress.FILE, "timestamp.txt")
LARGEST = 16_000_000  # bytes of one of these


@dataclass(frozen=True)
class Entry:
    """One entry, by its place below the submission's folder."""

    path: Path
    place: str
    kind: str
    size: int = 0
    changed: int = 0


def entries(folder: Path, most: int = MOST) -> Iterator[Entry]:
    """Every entry below ``folder`` in the order of the names, up to ``most``; never raises.

    The last one is of the kind OTHER and has no place if there are more.
    """
    waiting, seen = [(folder, "")], 0
    while waiting:
        here, above = waiting.pop(0)
        for name in _names(here):
            seen += 1
            if seen > most:
                yield Entry(folder, "", OTHER)
                return
            entry = _entry(here / name, f"{above}{name}")
            yield entry
            if entry.kind == FOLDER:
                waiting.append((entry.path, f"{entry.place}/"))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:  # unreadable, or nested more deeply than a path can be long
        return []


def _entry(path: Path, place: str) -> Entry:
    try:
        status = os.lstat(path)
    except OSError:
        return Entry(path, place, OTHER)
    kind = _kind(status.st_mode)
    if kind == FILE and status.st_nlink > 1:
        kind = LINK  # another name for a file that may lie anywhere
    return Entry(path, place, kind, status.st_size, status.st_mtime_ns)


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return FILE
    if stat.S_ISDIR(mode):
        return FOLDER
    return LINK if stat.S_ISLNK(mode) else OTHER
