"""The students' edition of a lesson's questions: questions.json, beside the notebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nnkit.quiz.marked import from_json
from nnkit.quiz.question import Question, for_students, from_plain
from nnkit.quiz.rules import question_problems

FILE = "questions.json"


@dataclass(frozen=True)
class Edition:
    """What a lesson asks: its name as in the ids, its title, and the questions in their order."""

    lesson: str
    title: str
    questions: tuple[Question, ...]


class NoEdition(Exception):
    """There are no questions to be had; the text is a sentence for the learner."""


def as_text(lesson: str, title: str, questions: Sequence[Question]) -> str:
    """The file, without any key of an ``after_grading`` question."""
    listed = [for_students(question) for question in questions]
    document = {"lesson": lesson, "title": title, "questions": listed}
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_edition(folder: Path) -> Edition:
    """The edition in this folder. Raises ``NoEdition``."""
    try:
        return _parsed((folder / FILE).read_bytes())
    except FileNotFoundError:
        raise NoEdition(
            f"There is no {FILE} in this folder, so there are no questions here. "
            "Open the lesson where `nnkit lab` laid it out, in work/."
        ) from None
    except OSError as error:
        raise NoEdition(f"{FILE} can't be read here: {error.strerror or error}.") from None
    except (ValueError, RecursionError):
        raise NoEdition(
            f"{FILE} is damaged, so its questions can't be shown. Delete it, and start `nnkit lab` "
            "again: that lays out a new one. Your answers are in another file and stay."
        ) from None


@lru_cache(maxsize=8)  # each question of a lesson asks for it again
def _parsed(data: bytes) -> Edition:
    document = json.loads(data.decode("utf-8"))
    lesson, title, listed = _facts(document)
    for plain in listed:
        if list(question_problems(from_json(plain), with_key=False)):
            raise ValueError
    return Edition(lesson, title, tuple(from_plain(plain) for plain in listed))


def _facts(document: Any) -> tuple[str, str, list[Any]]:
    facts = document if isinstance(document, dict) else {}
    lesson, title, listed = (facts.get(name) for name in ("lesson", "title", "questions"))
    if isinstance(lesson, str) and isinstance(title, str) and isinstance(listed, list):
        return lesson, title, listed
    raise ValueError
