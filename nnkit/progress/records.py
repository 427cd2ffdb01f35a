"""What is recorded, and how a new record meets an old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import TypeAlias, TypedDict

from nnkit.progress.file import Damaged, Document, Unusable, load, look, save
from nnkit.progress.locking import locked

Folder: TypeAlias = str | PathLike[str] | None  # None: the current one, which is the notebook's


class Pass(TypedDict):
    """The best score so far, and what it was out of."""

    score: float
    max_score: float


class Answer(TypedDict):
    """The latest answer, whether it was right (None: not judged yet), and how many there were."""

    answer: object
    correct: bool | None
    attempts: int


@dataclass
class Progress:
    """Passes by exercise id, answers by question id, and a note if there is something to say."""

    passed: dict[str, Pass] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    note: str = ""


def read(folder: Folder = None) -> Progress:
    """What the folder's file holds; empty without a file. Never raises because of the file.

    A damaged file is set aside, and the note says so, once.
    """
    place = Path(folder or ".")
    try:
        document, note = _look(place)
    except Unusable as reason:
        return Progress(note=str(reason))
    except OSError as error:
        return Progress(note=f"Your progress can't be read here: {error.strerror or error}.")
    return Progress(document["passed"], document["answers"], note)


def _look(place: Path) -> tuple[Document, str]:
    try:
        return look(place), ""
    except Damaged:
        with locked(place):
            return load(place)


def record_pass(exercise_id: str, score: float, max_score: float, folder: Folder = None) -> str:
    """Keep that an exercise was passed; of several passes the best score stays.

    Returns a sentence for the learner if there is something to say, else "". Raises ValueError for
    a score that is infinite or no number.
    """
    if not (isfinite(score) and isfinite(max_score)):
        raise ValueError(f"record_pass takes finite scores; got {score} of {max_score}.")

    def keep_the_best(document: Document) -> None:
        new = {"score": score, "max_score": max_score}
        old = document["passed"].setdefault(exercise_id, new)
        if _share(new) > _share(old):
            old.update(new)

    return _change(folder, keep_the_best)


def record_answer(
    question_id: str, answer: object, correct: bool | None = None, folder: Folder = None
) -> str:
    """Keep the latest answer to a question, whether it was right, and count the attempts.

    `answer` is what JSON can hold: text, a number, a list of them; ValueError or TypeError for
    anything else. Returns a sentence for the learner if there is something to say, else "".
    """

    def keep_the_latest(document: Document) -> None:
        old = document["answers"].setdefault(question_id, {"attempts": 0})
        old.update(answer=answer, correct=correct, attempts=old["attempts"] + 1)

    return _change(folder, keep_the_latest)


def _share(entry: dict[str, float]) -> tuple[float, float]:
    """The share of the points, then the points: a stretch exercise has none to share."""
    score, max_score = entry["score"], entry["max_score"]
    return (score / max_score if max_score else 0.0), score


def _change(folder: Folder, edit: Callable[[Document], None]) -> str:
    place = Path(folder or ".")
    note = ""
    try:
        with locked(place):
            document, note = load(place)
            edit(document)
            save(place, document)
    except Unusable as reason:
        return str(reason)
    except OSError as error:
        return f"{note} Your progress isn't kept here: {error.strerror or error}.".lstrip()
    return note
