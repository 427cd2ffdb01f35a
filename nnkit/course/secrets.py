"""What learners must not get: the lines of the solutions, and the keys of graded questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import Lesson, notebooks, place
from nnkit.course.errors import CourseError
from nnkit.course.markers import STUB, split_at_markers

SOURCE_FILES = ("lesson.md", "quiz.yaml", "progress.json")
KEYS = ("correct", "explanation", "answer")  # what a question has only in quiz.yaml
_SHORTEST_LINE = 8  # without spaces; a shorter line says nothing of an answer
_SHORTEST_EXPLANATION = 20


@dataclass(frozen=True)
class Secrets:
    """All secrets of a course, with single spaces between words."""

    lines: frozenset[str]
    explanations: frozenset[str]
    question_ids: frozenset[str]
    files: dict[bytes, str]  # content → name

    def line_in(self, text: str) -> str | None:
        """The first secret line that occurs in one line of text."""
        text = one_spaced(text)
        return next((line for line in self.lines if line in text), None)

    def explanation_in(self, text: str) -> str | None:
        """The first secret explanation that occurs in the text, however its lines are broken."""
        text = one_spaced(text)
        return next((each for each in self.explanations if each in text), None)

    def is_graded_question(self, value: dict[str, Any]) -> bool:
        """Whether this is a question whose key stays with the teacher."""
        return value.get("feedback") == "after_grading" or value.get("id") in self.question_ids


def read_secrets(root: Path) -> Secrets:
    """The secrets of every lesson and extra with a source."""
    sourced = [lesson for lesson in notebooks(root) if lesson.source.is_file()]
    questions = [each for lesson in sourced for each in _graded_questions(lesson)]
    return Secrets(
        lines=_secret_lines(sourced),
        explanations=frozenset(text for each in questions for text in _explanations(each)),
        question_ids=frozenset(str(each["id"]) for each in questions if "id" in each),
        files={path.read_bytes(): place(root, path) for path in _source_paths(sourced)},
    )


def one_spaced(text: str) -> str:
    """The text with one space between its words."""
    return " ".join(text.split())


def _source_paths(sourced: Iterable[Lesson]) -> Iterator[Path]:
    for lesson in sourced:
        for name in (lesson.notebook, *SOURCE_FILES):
            path = lesson.source_folder / name
            if path.is_file() and path.stat().st_size:
                yield path


def _secret_lines(sourced: Iterable[Lesson]) -> frozenset[str]:
    """The lines that the sources hold only inside of solutions."""
    inside: set[str] = set()
    outside: list[str] = [STUB]
    for lesson in sourced:
        for line, hidden in split_at_markers(lesson.source.read_text("utf-8").splitlines()):
            if hidden:
                inside.add(one_spaced(line.split("  #")[0]))
            else:
                outside.append(one_spaced(line))
    public = "\n".join(outside)
    return frozenset(line for line in inside if _tells(line) and line not in public)


def _tells(line: str) -> bool:
    """Whether the line says anything of an answer."""
    letters = any(character.isalpha() for character in line)
    return letters and len(line.replace(" ", "")) >= _SHORTEST_LINE and not line.startswith("#")


def _graded_questions(lesson: Lesson) -> list[dict[str, Any]]:
    path = lesson.source_folder / "quiz.yaml"
    if not path.is_file():
        return []
    return [each for each in _mappings(_yaml(lesson, path)) if _is_graded(each)]


def _is_graded(value: dict[str, Any]) -> bool:
    return value.get("feedback") == "after_grading"


def _yaml(lesson: Lesson, path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        cause = one_spaced(str(error))
        raise CourseError(f"{place(lesson.root, path)} can't be read: {cause}.") from None


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping anywhere in a value."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for each in inner:
            yield from _mappings(each)


def _explanations(question: dict[str, Any]) -> Iterator[str]:
    for each in _mappings(question):
        text = one_spaced(str(each.get("explanation", "")))
        if len(text) >= _SHORTEST_EXPLANATION:
            yield text


def keys_shown(value: Any, secrets: Secrets) -> Iterator[str]:
    """The ids of graded questions, anywhere in a JSON value, that come with their key."""
    for question in _mappings(value):
        if secrets.is_graded_question(question) and any(
            key in each for each in _mappings(question) for key in KEYS
        ):
            yield str(question.get("id", "without id"))
