"""A learner's answers in the progress.json beside the notebook: kept, and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from nnkit import progress
from nnkit.progress import grading_mode, is_authors
from nnkit.quiz.judging import Answer

HERE = Path()  # the notebook's folder


def record(
    question_id: str, answer: Answer, correct: bool | None, folder: Path = HERE
) -> tuple[bool, str]:
    """Record an answer: whether it is kept now, and a sentence if there is something to say.

    Nothing is recorded while nbgrader runs, nor in the author's folder, beside a lesson.md.
    """
    if grading_mode():
        return False, ""
    if is_authors(folder):
        return False, "This is the author's folder: answers aren't recorded here."
    note = progress.record_answer(question_id, answer, correct, folder)
    return recorded(folder)[0].get(question_id) == answer, note


def recorded(folder: Path = HERE) -> tuple[Mapping[str, object], str]:
    """The latest answers by question id, and a sentence if there is something to say."""
    if grading_mode():
        return _handed_in(folder / progress.FILE), ""
    kept = progress.read(folder)
    return {name: entry["answer"] for name, entry in kept.answers.items()}, kept.note


def _handed_in(path: Path) -> dict[str, object]:
    """What can be read of a file as it was handed in. It stays as it is, whatever it holds."""
    try:
        document = json.loads(path.read_bytes()) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return {}
    answers = document.get("answers") if isinstance(document, dict) else None
    entries = answers.items() if isinstance(answers, dict) else ()
    return {name: entry.get("answer") for name, entry in entries if isinstance(entry, dict)}
