"""What the grader itself writes under a graded cell: the score for nbgrader, the card to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnkit.course.catalogue import Lesson
from nnkit.course.contract import checkpoint_name
from nnkit.grading.outputs import Output, result
from nnkit.grading.verdict import Ending, Grade
from nnkit.quiz.checkpoint import graded


def shown(grade: Grade, number: int) -> Output:
    """The output that nbgrader takes the score from."""
    return result({"text/plain": f"{grade.score:g}", "text/html": grade.report_html}, number)


def of_checkpoint(cell: Any, lesson: Lesson, answers: Mapping[str, object]) -> Grade:
    """The grade of the cell below a checkpoint's questions, by the keys of the course."""
    grade_id = cell.metadata.nbgrader.grade_id
    judged = graded(checkpoint_name(grade_id), answers, lesson.released, lesson.root)
    answered = any(mark.answer is not None for mark in judged.marks)
    return Grade(
        grade_id,
        judged.score,
        judged.max_score,
        _outcome(judged.score, judged.max_score) if answered else Ending.UNWRITTEN,
        judged._repr_html_(),
        judged.note if answered else "No question was answered.",
    )


def _outcome(score: float, points: float) -> Ending:
    if score >= points:
        return Ending.PASSED
    return Ending.PARTLY if score else Ending.WRONG
