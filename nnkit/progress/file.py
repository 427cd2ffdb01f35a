"""progress.json itself: read with suspicion, written whole or not at all."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

FILE = "progress.json"
VERSION = 1

# What every entry of a section holds; whatever else is there stays.
SECTIONS: dict[str, dict[str, Any]] = {
    "passed": {"score": (int, float), "max_score": (int, float)},
    "answers": {"answer": object, "correct": (bool, type(None)), "attempts": int},
}

Document: TypeAlias = dict[str, Any]


class Damaged(Exception):
    """The file holds no progress."""


class Unusable(Exception):
    """The file can't be used and has to stay as it is; the text is a sentence for the learner."""


def look(folder: Path) -> Document:
    """The document, a new one if there is no file. Raises Damaged, Unusable, or OSError.

    It needs no lock: the file is always replaced in one move, so it is whole at any time.
    """
    try:
        document = _parsed((folder / FILE).read_bytes())
    except FileNotFoundError:
        return {"version": VERSION, **{section: {} for section in SECTIONS}}
    except (ValueError, RecursionError):
        raise Damaged from None
    if document["version"] > VERSION:
        raise Unusable(f"{FILE} comes from a newer nnkit. It stays as it is; nothing is recorded.")
    return document


def load(folder: Path) -> tuple[Document, str]:
    """As `look`, but sets a damaged file aside, and says so in the second value, else "".

    Call it with the lock held.
    """
    try:
        return look(folder), ""
    except Damaged:
        aside = _set_aside(folder / FILE)
        return look(folder), f"{FILE} was damaged. It is kept as {aside}; a new one begins."


def save(folder: Path, document: Document) -> None:
    """Put the document in the file's place in one move, so that a crash leaves the old or the new.

    Raises OSError where that can't be done, ValueError or TypeError for what JSON can't hold. Call
    it with the lock held.
    """
    data = _encoded(document)
    unfinished = folder / f".progress.{os.getpid()}.tmp"
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # on the disk first, or a power cut could leave the name empty
        _replace(unfinished, folder / FILE)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _replace(path: Path, target: Path) -> None:
    """Windows refuses while anybody has the target open, be it only a virus scanner: try again."""
    for pause in (0.01, 0.05, 0.25):
        with suppress(PermissionError):
            os.replace(path, target)
            return
        time.sleep(pause)
    os.replace(path, target)


def _encoded(document: Document) -> bytes:
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")  # half a surrogate pair becomes \ud83d


def _parsed(data: bytes) -> Document:
    """The document in these bytes. Raises ValueError or RecursionError if they hold none."""
    document: Document = json.loads(data.decode("utf-8-sig"))
    _demand(isinstance(document, dict) and type(document.get("version")) is int)
    _demand(document["version"] >= 1)
    if document["version"] <= VERSION:
        _encoded(document)  # Python reads 1e999 and NaN, but can't write them back
        for section, kinds in SECTIONS.items():
            _demand(isinstance(document.setdefault(section, {}), dict))
            for entry in document[section].values():
                _demand(_holds(entry, kinds))
    return document


def _holds(entry: Any, kinds: dict[str, Any]) -> bool:
    return isinstance(entry, dict) and all(
        name in entry and isinstance(entry[name], kind) for name, kind in kinds.items()
    )


def _demand(true: bool) -> None:
    if not true:
        raise ValueError


def _set_aside(path: Path) -> str:
    """Rename the file to the first free name; raises Unusable where that is impossible."""
    try:
        aside = _free_name(path)
        try:
            _replace(path, aside)
        except OSError:
            aside.unlink()
            raise
    except OSError as error:
        raise Unusable(
            f"{FILE} is damaged and can't be set aside here ({error.strerror}). "
            f"It stays as it is; nothing is recorded."
        ) from None
    return aside.name


def _free_name(path: Path) -> Path:
    """A new, empty file: made in one go with the test that there was none, so it's ours alone."""
    n = 1
    while True:
        aside = path.with_name(f"{path.stem}.damaged-{n}{path.suffix}")
        with suppress(FileExistsError):
            aside.touch(exist_ok=False)
            return aside
        n += 1
