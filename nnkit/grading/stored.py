"""What the gradebook holds of a lesson, one graded submission after the other. Only reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.grading.settings import Settings
from nnkit.grading.tables import GRADED, OUTCOME


@dataclass(frozen=True)
class Cell:
    """One graded cell of one submission."""

    grade_id: str
    score: float
    points: float
    outcome: str = ""
    mistake: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Graded:
    """One submission. ``by_nnkit`` is False where only nbgrader's own scores are known."""

    student: str
    cells: tuple[Cell, ...]
    late: float
    by_hand: bool
    by_nnkit: bool = False
    unsafe: bool = False
    problems: tuple[str, ...] = ()
    answers: dict[str, Any] | None = None

    @property
    def score(self) -> float:
        return sum(cell.score for cell in self.cells) - self.late


def graded(settings: Settings, lesson: Lesson) -> Iterator[Graded]:
    """Every submission of the lesson. Raises ``CourseError`` where there is no gradebook."""
    from nbgrader.api import Assignment, Gradebook, SubmittedAssignment

    path = settings.database.removeprefix("sqlite:///")
    if settings.database.startswith("sqlite") and not (lesson.root / path).is_file():
        raise CourseError(f"There is no gradebook yet. Grade first: `nnkit grade {lesson.name}`.")
    with Gradebook(settings.database, settings.folders.course_id) as book:
        ours = inspect(book.engine).has_table(GRADED.name)
        ids = (
            select(SubmittedAssignment.id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == lesson.name)
            .order_by(SubmittedAssignment.student_id)
        )
        for id in book.db.scalars(ids).all():
            yield _graded(book.db, id, lesson, ours)
            book.db.expunge_all()


def _graded(db: Any, id: str, lesson: Lesson, ours: bool) -> Graded:
    from nbgrader.api import SubmittedAssignment

    submission = db.get(SubmittedAssignment, id)
    notes = _row(db, id) if ours else None
    outcomes = _outcomes(db, id) if ours else {}
    grades = [
        grade
        for notebook in submission.notebooks
        if notebook.name == lesson.name
        for grade in notebook.grades
    ]
    cells = tuple(
        Cell(each.name, each.score, each.max_score, *outcomes.get(each.name, ())) for each in grades
    )
    by_hand = any(grade.manual_score is not None for grade in grades)
    late = float(submission.late_submission_penalty or 0)
    if notes is None:
        return Graded(submission.student_id, cells, late, by_hand)
    problems, answers = json.loads(notes.problems), json.loads(notes.answers)
    return Graded(
        submission.student_id, cells, late, by_hand, True, notes.unsafe, tuple(problems), answers
    )


def _row(db: Any, id: str) -> Any:
    return db.execute(select(GRADED).where(GRADED.c.submission_id == id)).one_or_none()


def _outcomes(db: Any, id: str) -> dict[str, tuple[str, str, str]]:
    rows = db.execute(select(OUTCOME).where(OUTCOME.c.submission_id == id))
    return {row.grade_id: (row.outcome, row.mistake, row.reason) for row in rows}
