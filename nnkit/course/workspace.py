"""Lays the lessons out in work/, where learners write, and never touches what is theirs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nnkit.course.catalogue import notebooks
from nnkit.course.errors import CourseError

RECORD = ".laid_out.json"  # file → hash of the edition the learner was given
_SKIPPED = {".ipynb_checkpoints", "__pycache__"}


@dataclass
class LaidOut:
    """What happened to each file, named as in work/."""

    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The same, for people."""
        if self.new:
            fresh = sorted({name.split("/")[0] for name in self.new})
            yield f"New in work/: {', '.join(fresh)}."
        if self.kept:
            yield f"Kept as you left them: {len(self.kept)} files."
        for name in self.outdated:
            yield (
                f"There is a newer edition of {name}. Yours is kept; to get the new one, rename "
                f"work/{name} and run this again."
            )


def lay_out(root: Path, work: Path) -> LaidOut:
    """Copy every lesson and extra to ``work`` whose files aren't there yet."""
    given = _read_record(work)
    result = LaidOut()
    for lesson in notebooks(root):
        for source in _files(lesson.released):
            name = f"{lesson.name}/{source.relative_to(lesson.released).as_posix()}"
            _lay_out_file(source, work / name, name, given, result)
    _write_record(work, given)
    return result


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if not _SKIPPED & set(path.parts))
    return sorted(path for path in found if path.is_file())


def _lay_out_file(
    source: Path, to: Path, name: str, given: dict[str, str], result: LaidOut
) -> None:
    edition = hashlib.sha256(source.read_bytes()).hexdigest()
    if _copy_new(source, to):
        result.new.append(name)
        given[name] = edition
        return
    result.kept.append(name)
    if given.get(name, edition) != edition:
        result.outdated.append(name)


def _copy_new(source: Path, to: Path) -> bool:
    """Copy in one step, unless there is anything of that name; whether it was copied."""
    if os.path.lexists(to):
        return False
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CourseError(
            f"{to.parent} is a file, but a lesson's folder has to go there. Rename the file."
        ) from None
    handle, part = tempfile.mkstemp(dir=to.parent, prefix=".", suffix=".part")
    os.close(handle)
    try:
        shutil.copy(source, part)
        return _claim(part, to)
    finally:
        os.unlink(part)


def _claim(part: str, to: Path) -> bool:
    """Give the finished copy its name, unless someone else just took it."""
    try:
        os.link(part, to)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        return _claim_by_copy(part, to)
    return True


def _claim_by_copy(part: str, to: Path) -> bool:
    try:
        with open(part, "rb") as source, open(to, "xb") as target:
            shutil.copyfileobj(source, target)
    except FileExistsError:
        return False
    return True


def _read_record(work: Path) -> dict[str, str]:
    """What was given before. A damaged record only means that newer editions aren't noticed."""
    try:
        record = json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write_record(work: Path, given: dict[str, str]) -> None:
    work.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=work, prefix=".", suffix=".part")
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(given, file, indent=1, sort_keys=True)
    os.replace(part, work / RECORD)
