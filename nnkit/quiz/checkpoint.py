"""``checkpoint``: the graded cell below the questions at the end of a lesson."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from nnkit.check import NotYet
from nnkit.progress import grading_mode
from nnkit.quiz import bank
from nnkit.quiz.edition import NoEdition, read_edition
from nnkit.quiz.judging import marked
from nnkit.quiz.question import Question
from nnkit.quiz.recording import recorded
from nnkit.quiz.summary import Checkpoint, Graded, Summary

_CONFIG = "nbgrader_config.py"  # what the course's root is known by


def checkpoint(name: str) -> Checkpoint:
    """How far you are with the questions of a checkpoint. Alone in its cell.

    ``name`` is the lesson's, ``neuron``, or of a lesson with several ``backpropagation.loss``.

    Under nbgrader's ``autograde`` it is the score and the explanations. Under ``validate`` it
    raises ``NotYet`` as long as a question is open, or is known to be answered wrong.
    """
    if grading_mode() == "autograde":
        return graded(name, recorded()[0], Path(), Path.cwd())
    questions, note = _asked(name, Path())
    answers, said = recorded()
    summary = Summary(marked(questions, answers), " ".join(filter(None, [note, said])))
    if grading_mode() and not summary.done:
        raise NotYet(repr(summary))
    return summary


def graded(name: str, answers: Mapping[str, object], edition: Path, course: Path) -> Graded:
    """The checkpoint judged: the questions of the edition in one folder, with the keys of the
    course that the other is part of."""
    questions, note = _asked(name, edition)
    questions, said = _with_keys(questions, _bank(_lesson(name), course))
    return Graded(marked(questions, answers), " ".join(filter(None, [note, said])))


def _lesson(name: str) -> str:
    return name.partition(".")[0]


def _asked(name: str, folder: Path) -> tuple[list[Question], str]:
    """The questions of the checkpoint, as the folder's edition has them."""
    try:
        edition = read_edition(folder)
    except NoEdition as error:
        return [], str(error)
    if edition.lesson != _lesson(name):
        return [], f'The questions in this folder are of "{edition.lesson}", not of "{name}".'
    known = dict.fromkeys(each.counts_for for each in edition.questions if each.checkpoint)
    if name not in known:
        return [], f'No checkpoint "{name}" is here. Known: {", ".join(known) or "none"}.'
    return [each for each in edition.questions if each.counts_for == name], ""


def _with_keys(
    questions: Iterable[Question], with_keys: Iterable[Question]
) -> tuple[list[Question], str]:
    """The questions with the keys of the teacher's bank, as far as it has them.

    The points stay those of the edition, which was built together with the cell's points: nbgrader
    loses a submission that scores more than its cell is worth.
    """
    known = {question.id: question for question in with_keys}
    found = [replace(known.get(each.id, each), points=each.points) for each in questions]
    unknown = sum(not question.has_key for question in found)
    if not unknown:
        return found, ""
    return found, (
        f"The answers to {unknown} of the questions were not found in the course's "
        f"solutions folder ({bank.FILE}), so these count 0 here."
    )


def _bank(lesson: str, here: Path) -> tuple[Question, ...]:
    """The lesson's bank in the course that the folder is part of; empty if there is none."""
    for path in _bank_files(lesson, here):
        try:
            return bank.read_bank(path.read_text(encoding="utf-8"), lesson).questions
        except (OSError, ValueError):
            continue
    return ()


def _bank_files(lesson: str, here: Path) -> Iterable[Path]:
    roots = (each for each in (here, *here.parents) if (each / _CONFIG).is_file())
    folders = (each for root in roots for each in sorted((root / "solutions").glob("[0-9][0-9]_*")))
    return (each / bank.FILE for each in folders if each.name[3:] == lesson)
