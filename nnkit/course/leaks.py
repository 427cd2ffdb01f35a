"""The leak gate: finds what learners must not get in lessons/, in feedback/ and in a wheel."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nnkit.course.errors import CourseError
from nnkit.course.markers import is_marker, is_stock_marker, looks_like_marker
from nnkit.course.secrets import SOURCE_FILES, Secrets, keys_shown, read_secrets

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Leak:
    """Something learners must not get. ``line`` is 0 where the file as a whole is meant."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.why}"


def find_leaks(
    root: Path,
    lessons: Path | None = None,
    feedback: Path | None = None,
    wheel: Path | None = None,
) -> list[Leak]:
    """The leaks in the released lessons, and in a feedback folder and a wheel where given."""
    secrets = read_secrets(root)
    found = list(_folder_leaks(lessons or root / "lessons", "lessons", secrets))
    if feedback is not None and feedback.is_dir():
        found += _folder_leaks(feedback, "feedback", secrets)
    if wheel is not None:
        found += _wheel_leaks(wheel, secrets)
    return found


def _folder_leaks(folder: Path, name: str, secrets: Secrets) -> Iterator[Leak]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inner = path.relative_to(folder).as_posix()
        allowed = ("progress.json",) if name == "feedback" else ()
        yield from _file_leaks(path, f"{name}/{inner}", secrets, allowed)
        if name == "feedback" and path.suffix == ".ipynb":
            yield Leak(f"{name}/{inner}", 0, "a notebook has no place in feedback")


def _file_leaks(
    path: Path, name: str, secrets: Secrets, allowed: tuple[str, ...]
) -> Iterator[Leak]:
    content = path.read_bytes()
    if path.name in SOURCE_FILES and path.name not in allowed:
        yield Leak(name, 0, f"{path.name} stays with the teacher")
    elif content in secrets.files:
        yield Leak(name, 0, f"is a copy of {secrets.files[content]}")
    else:
        yield from _text_leaks(content.decode("utf-8", "replace"), name, secrets)


def _text_leaks(text: str, name: str, secrets: Secrets) -> Iterator[Leak]:
    suffix = PurePosixPath(name).suffix
    if suffix in (".html", ".htm") and name.startswith("feedback/"):
        # It shows the learner's own code, which may well be the solution.
        yield from _page_leaks(html.unescape(_TAG.sub("", text)), name, secrets)
    elif suffix in (".ipynb", ".json"):
        yield from _json_leaks(text, name, secrets)
    else:
        yield from _line_leaks(text, name, secrets)
        yield from _explanation_leaks(text, name, secrets)


def _page_leaks(text: str, name: str, secrets: Secrets) -> Iterator[Leak]:
    for number, line in enumerate(text.splitlines(), 1):
        if is_stock_marker(line):
            yield Leak(name, number, f"the marker {line.strip()}")
    path = PurePosixPath(name)
    if path.stem != path.parent.name:  # the page of the lesson itself explains, after grading
        yield from _explanation_leaks(text, name, secrets)


def _line_leaks(text: str, name: str, secrets: Secrets, code: bool = False) -> Iterator[Leak]:
    for number, line in enumerate(text.splitlines(), 1):
        why = _why(line, secrets, code)
        if why:
            yield Leak(name, number, why)


def _why(line: str, secrets: Secrets, code: bool) -> str:
    if is_marker(line):
        return f"the marker {line.strip()}"
    if looks_like_marker(line, code):
        return f"looks like a marker: {line.strip()}"
    secret = secrets.line_in(line)
    return f"a line of a solution: {secret}" if secret else ""


def _explanation_leaks(text: str, name: str, secrets: Secrets) -> Iterator[Leak]:
    secret = secrets.explanation_in(text)
    if secret:
        yield Leak(name, 0, f"the explanation of a graded question: {secret}")


def _json_leaks(text: str, name: str, secrets: Secrets) -> Iterator[Leak]:
    try:
        value = json.loads(text)
    except ValueError:
        yield from _line_leaks(text, name, secrets)
        return
    for question in keys_shown(value, secrets):
        yield Leak(name, 0, f"the key of the graded question {question}")
    for string, code in _strings(value):
        for leak in _line_leaks(string, name, secrets, code):
            yield Leak(name, _line_of(string.splitlines()[leak.line - 1], text), leak.why)
        yield from _explanation_leaks(string, name, secrets)


def _strings(value: Any, code: bool = False) -> Iterator[tuple[str, bool]]:
    """Every string in a JSON value, and whether it is code. A list of strings is read as one."""
    if isinstance(value, str):
        yield value, code
    elif isinstance(value, dict):
        is_code = value.get("cell_type") == "code"
        for key, each in value.items():
            yield from _strings(key)
            yield from _strings(each, is_code and key == "source")
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        yield "".join(value), code
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, code)


def _line_of(line: str, text: str) -> int:
    """Where a line of a JSON string stands in the file."""
    forms = [json.dumps(line, ensure_ascii=ascii)[1:-1] for ascii in (False, True)]
    for number, raw in enumerate(text.splitlines(), 1):
        if any(form in raw for form in forms):
            return number
    return 0


def _wheel_leaks(wheel: Path, secrets: Secrets) -> Iterator[Leak]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                yield from _entry_leaks(f"{wheel.name}/{entry}", archive.read(entry), secrets)
    except (OSError, zipfile.BadZipFile) as error:
        raise CourseError(f"{wheel} can't be read as a wheel ({error}).") from None


def _entry_leaks(name: str, content: bytes, secrets: Secrets) -> Iterator[Leak]:
    """The package's own code is public: only sources, keys and markers are leaks in a wheel."""
    path = PurePosixPath(name)
    text = content.decode("utf-8", "replace")
    if {"solutions", "lessons"} & set(path.parts[1:]) or path.name in SOURCE_FILES:
        yield Leak(name, 0, "belongs to the course, not to the package")
    elif content in secrets.files:
        yield Leak(name, 0, f"is a copy of {secrets.files[content]}")
    for number, line in enumerate(text.splitlines(), 1):
        if is_stock_marker(line):
            yield Leak(name, number, f"the marker {line.strip()}")
    yield from _explanation_leaks(text, name, secrets)
    if path.suffix == ".json":
        yield from _key_leaks(text, name, secrets)


def _key_leaks(text: str, name: str, secrets: Secrets) -> Iterator[Leak]:
    try:
        shown = list(keys_shown(json.loads(text), secrets))
    except ValueError:
        return
    for question in shown:
        yield Leak(name, 0, f"the key of the graded question {question}")
