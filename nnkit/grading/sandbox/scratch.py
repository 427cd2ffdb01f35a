"""The kernel's writable folders: in memory, limited in size, gone with the kernel."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from nnkit.grading.sandbox import kernel_calls as calls

MOST_FILES = 10_000  # that the kernel can make
MOST_COPIED = 500


@dataclass(frozen=True)
class Scratch:
    """Three folders that share one limit, as mounted trees still to be put in their places."""

    work: int
    tmp: int
    memory: int


def make_scratch(at: str, size: int, data: str, user: int) -> Scratch:
    """Make the folders; ``work`` gets copies of the files in ``data``."""
    source = os.open(data, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    options = f"size={size},nr_inodes={MOST_FILES},mode=755"
    calls.mount("tmpfs", at, "tmpfs", calls.MS_NOSUID | calls.MS_NODEV, options)
    folders = [Path(at, name) for name in ("work", "tmp", "memory")]
    for folder in folders:
        folder.mkdir(mode=0o700)
    copy_files(source, folders[0], most_bytes=size // 2)
    os.close(source)
    _give_away(folders, user)
    return Scratch(*(calls.copy_of_mount(str(folder)) for folder in folders))


def copy_files(source: int, target: Path, most_bytes: int) -> None:
    """Copy a folder's regular files, with those of its folders, up to a limit.

    Notebooks stay behind, and whatever else is no plain file: no link is followed.
    """
    copied = 0
    for folder, _folders, names, descriptor in os.fwalk(".", dir_fd=source):
        (target / folder).mkdir(exist_ok=True)
        for name in sorted(names):
            size = _size(name, descriptor)
            if size is None or size > most_bytes or copied == MOST_COPIED:
                continue
            most_bytes, copied = most_bytes - size, copied + 1
            _copy(name, descriptor, target / folder / name, size)


def _size(name: str, folder: int) -> int | None:
    """The size of a file that is to be copied; None for others."""
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    plain = stat.S_ISREG(found.st_mode) and not name.endswith(".ipynb")
    return found.st_size if plain else None


def _copy(name: str, folder: int, target: Path, size: int) -> None:
    # Between the look and the opening the file may have become a link or a pipe.
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(descriptor, "rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, size or 1)


def _give_away(folders: list[Path], user: int) -> None:
    if not user:
        return
    for folder in folders:
        for parent, _folders, names in os.walk(folder):
            for path in (parent, *(os.path.join(parent, name) for name in names)):
                os.chown(path, user, user)
