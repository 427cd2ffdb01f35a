"""Opens what was handed in: a regular file of a sane size, and nothing that leads elsewhere."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

# Not on every system; where they are missing there are no such links and pipes to fear either.
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe waits for somebody to write into it
_BINARY = getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
MEGABYTE = 1_000_000


class Refused(Exception):
    """It can't be taken as it was handed in. The text says what is wrong and what to do."""


def contents(path: Path, largest: int) -> bytes:
    """The bytes of the file at ``path``.

    Raises ``FileNotFoundError`` if there is none, and ``Refused`` for a link, for anything that is
    no file, for more than ``largest`` bytes, and for what can't be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NO_WAITING | _BINARY)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refused(_not_opened(path, error)) from None
    with open(descriptor, "rb") as file:
        _demand_plain(path.name, os.fstat(descriptor), largest)
        return _read(path.name, file.read, largest)


def _not_opened(path: Path, error: OSError) -> str:
    if error.errno == errno.ELOOP or path.is_symlink():
        return _link(path.name)
    if error.errno == errno.ENXIO:
        return f"{path.name} is a socket, not a file. Put the file itself there."
    return f"{path.name} can't be read: {error.strerror or error}."


def _link(name: str) -> str:
    return (
        f"{name} is a symbolic link, and where it leads is not looked at. "
        "Put the file itself there."
    )


def demand_folder(folder: Path) -> None:
    """Raises ``Refused`` if what should be the submission's folder is a link or no folder."""
    try:
        kind = os.lstat(folder).st_mode
    except OSError as error:
        raise Refused(f"{folder.name} can't be read: {error.strerror or error}.") from None
    if stat.S_ISLNK(kind):
        raise Refused(_link(folder.name))
    if not stat.S_ISDIR(kind):
        raise Refused(f"{folder.name} is no folder. Put the notebook into a folder of this name.")


def _demand_plain(name: str, facts: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(facts.st_mode):
        kind = _KINDS.get(stat.S_IFMT(facts.st_mode), "something else")
        raise Refused(f"{name} is {kind}, not a file. Put the file itself there.")
    if facts.st_nlink > 1:
        raise Refused(
            f"{name} is a hard link: the same file has another name somewhere else. "
            "Put a copy of it there."
        )
    if facts.st_size > largest:
        raise Refused(_too_large(name, largest))


def _too_large(name: str, largest: int) -> str:
    return (
        f"{name} is too large: more than {largest // MEGABYTE} MB. Open it, clear all outputs "
        "(Edit menu, Clear Outputs of All Cells), save, and hand it in again."
    )


def _read(name: str, read: object, largest: int) -> bytes:
    try:
        data: bytes = read(largest + 1)  # type: ignore[operator]
    except OSError as error:
        raise Refused(f"{name} can't be read: {error.strerror or error}.") from None
    if len(data) > largest:  # it grew, or is one of those files that say they are empty
        raise Refused(_too_large(name, largest))
    return data
