"""``checkpoint``: the graded cell below the questions at the end of a lesson."""

from __future__ import annotations

from collections.abc import Iterable
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
    questions, note = _asked(name)
    if grading_mode() == "autograde":
        questions, said = _with_keys(questions, _lesson(name))
        marks = marked(questions, recorded()[0])
        return Graded(marks, " ".join(filter(None, [note, said])))
    answers, said = recorded()
    summary = Summary(marked(questions, answers), " ".join(filter(None, [note, said])))
    if grading_mode() and not summary.done:
        raise NotYet(repr(summary))
    return summary


def _lesson(name: str) -> str:
    return name.partition(".")[0]


def _asked(name: str) -> tuple[list[Question], str]:
    """The questions of the checkpoint, as this folder's edition has them."""
    try:
        edition = read_edition(Path())
    except NoEdition as error:
        return [], str(error)
    if edition.lesson != _lesson(name):
        return [], f'The questions in this folder are of "{edition.lesson}", not of "{name}".'
    known = dict.fromkeys(each.counts_for for each in edition.questions if each.checkpoint)
    if name not in known:
        return [], f'No checkpoint "{name}" is here. Known: {", ".join(known) or "none"}.'
    return [each for each in edition.questions if each.counts_for == name], ""


def _with_keys(questions: Iterable[Question], lesson: str) -> tuple[list[Question], str]:
    """The questions with the keys of the teacher's bank, where that can be found.

    The points stay those of the edition, which was built together with the cell's points: nbgrader
    loses a submission that scores more than its cell is worth.
    """
    known = {question.id: question for question in _bank(lesson)}
    found = [replace(known.get(each.id, each), points=each.points) for each in questions]
    unknown = sum(not question.has_key for question in found)
    if not unknown:
        return found, ""
    return found, (
        f"The answers to {unknown} of the questions were not found in the course's "
        f"solutions folder ({bank.FILE}), so these count 0 here."
    )


def _bank(lesson: str) -> tuple[Question, ...]:
    """The lesson's bank in the course that this folder is part of; empty if there is none."""
    for path in _bank_files(lesson):
        try:
            return bank.read_bank(path.read_text(encoding="utf-8"), lesson).questions
        except (OSError, ValueError):
            continue
    return ()


def _bank_files(lesson: str) -> Iterable[Path]:
    here = Path.cwd()
    roots = (each for each in (here, *here.parents) if (each / _CONFIG).is_file())
    folders = (each for root in roots for each in sorted((root / "solutions").glob("[0-9][0-9]_*")))
    return (each / bank.FILE for each in folders if each.name[3:] == lesson)
