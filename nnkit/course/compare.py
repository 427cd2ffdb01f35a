"""Says where a rebuilt file differs from the stored one; pixels have some tolerance."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from nnkit.course.notebook import from_text
from nnkit.course.pictures import same_picture

_EMBEDDED = re.compile(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=\s]+")
_PART_NAMES = {"source": "the source", "outputs": "the outputs", "metadata": "the metadata"}
_LONGEST = 90


def compare_folders(built: Path, stored: Path, name: str) -> Iterator[str]:
    """The differences between two folders, with ``name`` before each file's."""
    files = {path.relative_to(base) for base in (built, stored) for path in _files(base)}
    for file in sorted(files):
        yield from compare_files(built / file, stored / file, f"{name}/{file.as_posix()}")


def _files(folder: Path) -> Iterator[Path]:
    skipped = {"__pycache__", ".ipynb_checkpoints"}
    for path in folder.rglob("*"):
        if path.is_file() and not skipped & set(path.parts):
            yield path


def compare_files(built: Path, stored: Path, name: str) -> Iterator[str]:
    """The differences between two files that should be the same."""
    if not stored.is_file():
        yield f"{name}: is missing"
    elif not built.is_file():
        yield f"{name}: is no part of the build"
    elif built.read_bytes() != stored.read_bytes():
        yield from (f"{name}{each}" for each in _content(built, stored))


def _content(built: Path, stored: Path) -> Iterator[str]:
    if built.suffix != ".ipynb":
        yield ": differs"
        return
    try:
        theirs = from_text(stored.read_text(encoding="utf-8"))
    except Exception as error:  # nbformat raises a different one for every kind of damage
        yield f": can't be read as a notebook ({str(error).splitlines()[0]})"
        return
    yield from _notebooks(from_text(built.read_text(encoding="utf-8")), theirs)


def _notebooks(built: Any, stored: Any) -> Iterator[str]:
    if built.metadata != stored.metadata:
        yield ": the notebook's metadata differs"
    if built.nbformat_minor != stored.nbformat_minor:
        yield ": the notebook's format differs"
    for index, (new, old) in enumerate(zip_longest(built.cells, stored.cells), 1):
        if new is None or old is None or new.id != old.id:
            yield f", cell {index}: {_exchanged(new, old)}"
            return
        yield from (f", cell {index} ({new.id}): {each}" for each in _cells(new, old))


def _exchanged(new: Any, old: Any) -> str:
    """How cells that don't belong together differ."""
    if new is None:
        return f"the build has no such cell; stored: {_first_line(old.source)!r}"
    if old is None:
        return f"is missing; built: {_first_line(new.source)!r}"
    return f"another cell; stored {_different_lines(old.source, new.source)}"


def _cells(new: Any, old: Any) -> Iterator[str]:
    for part in sorted(set(new) | set(old)):
        if said := _difference(new.get(part), old.get(part)):
            yield f"{_PART_NAMES.get(part, part)}: {said}"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(_leaves(value))


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(value[key], f"{path} {key}".strip())
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield from (f"{path}: {line}" for line in str(value).splitlines())


def _different_lines(stored: str, built: str) -> str:
    """The first lines in which two texts differ."""
    pairs = zip_longest(stored.splitlines(), built.splitlines(), fillvalue="")
    first, second = next(((a, b) for a, b in pairs if a != b), ("", ""))
    pairs_of_letters = enumerate(zip(first, second, strict=False))
    same = next((n for n, (a, b) in pairs_of_letters if a != b), min(len(first), len(second)))
    return f"{_short(first, same)!r}, built {_short(second, same)!r}"


def _first_line(text: str) -> str:
    return _short(text.splitlines()[0] if text else "")


def _short(line: str, at: int = 0) -> str:
    """The line, or the part of it around ``at``."""
    start = max(0, at - _LONGEST // 2) if len(line) > _LONGEST else 0
    end = start + _LONGEST
    return ("…" if start else "") + line[start:end] + ("…" if line[end:] else "")


def _difference(new: Any, old: Any) -> str:
    """How two parts of a cell differ; nothing if they are equal but for some pixels."""
    if new == old:
        return ""
    ours: list[str] = []
    theirs: list[str] = []
    if _set_aside(new, ours) != _set_aside(old, theirs):
        return f"stored {_different_lines(_plain(old), _plain(new))}"
    pairs = zip(ours, theirs, strict=True)
    alike = all(same_picture(_decode(one), _decode(other)) for one, other in pairs)
    return "" if alike else "a picture looks different"


def _set_aside(value: Any, pictures: list[str]) -> Any:
    """The value with a word in place of each PNG; the PNGs go to ``pictures``."""
    if isinstance(value, dict):
        return {key: _set_aside_item(key, value[key], pictures) for key in sorted(value)}
    if isinstance(value, list):
        return [_set_aside(item, pictures) for item in value]
    if isinstance(value, str):
        pictures += _EMBEDDED.findall(value)
        return _EMBEDDED.sub("picture", value)
    return value


def _set_aside_item(key: str, value: Any, pictures: list[str]) -> Any:
    if key != "image/png" or not isinstance(value, str):  # a picture's metadata has this key, too
        return _set_aside(value, pictures)
    pictures.append(value)
    return "picture"


def _decode(picture: str) -> bytes:
    try:
        return base64.b64decode(picture)
    except binascii.Error:
        return picture.encode()
