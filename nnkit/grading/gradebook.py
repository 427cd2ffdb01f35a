"""The one writer: everything about a submission goes into the gradebook in one transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import OperationalError

from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.course.stored import stored_cells
from nnkit.grading.record import Record
from nnkit.grading.settings import Settings
from nnkit.grading.tables import GRADED, METADATA, OUTCOME

T = TypeVar("T")
BUSY = 2.0  # seconds that SQLite itself waits for another program
PATIENCE = 600.0  # seconds before a locked gradebook is given up


@dataclass(frozen=True)
class Entry:
    """What is to be written about one submission."""

    student: str
    record: Record
    fingerprint: str
    unsafe: bool = False
    timestamp: datetime | None = None
    problems: Sequence[str] = ()


class Book:
    """The gradebook of one course, open for one lesson. Use it as a context manager.

    Raises ``CourseError`` where nbgrader does not know the lesson yet, and where another program
    keeps the gradebook locked for ten minutes.
    """

    def __init__(
        self, settings: Settings, lesson: Lesson, say: Callable[[str], None] = print
    ) -> None:
        self.settings, self.lesson, self.say = settings, lesson, say
        self.patience = PATIENCE
        self._gradebook = self._patiently(self._opened)
        self._db = self._gradebook.db
        self._patiently(self._find_lesson)

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gradebook.close()

    def knows(self, student: str, fingerprint: str) -> bool:
        """Whether the student's submission was recorded with this fingerprint."""
        from nbgrader.api import SubmittedAssignment

        def look() -> bool:
            found = self._db.scalar(
                select(GRADED.c.fingerprint)
                .join(SubmittedAssignment, SubmittedAssignment.id == GRADED.c.submission_id)
                .where(SubmittedAssignment.assignment_id == self._assignment)
                .where(SubmittedAssignment.student_id == student)
            )
            self._db.rollback()
            return bool(found == fingerprint)

        return self._patiently(look)

    def check_points(self) -> None:
        """Raises ``CourseError`` where nbgrader's points aren't those of the lesson's notebook."""
        if self.points != released_points(self.lesson):
            raise CourseError(
                f"The gradebook has other cells or points than lessons/{self.lesson.name}: the "
                f"lesson has changed since. Run `nbgrader generate_assignment {self.lesson.name} "
                "--force`, and grade again."
            )

    def forget(self, students: Iterable[str]) -> None:
        """Take the fingerprints back, so that these are graded again, now or in the next run."""
        from nbgrader.api import SubmittedAssignment

        def strike() -> None:
            for student in students:
                ids = select(SubmittedAssignment.id).where(
                    SubmittedAssignment.assignment_id == self._assignment,
                    SubmittedAssignment.student_id == student,
                )
                statement = GRADED.update().where(GRADED.c.submission_id.in_(ids))
                self._db.execute(statement.values(fingerprint=""))
            self._db.commit()

        self._patiently(strike)

    def write(self, entry: Entry) -> float:
        """Store the submission; all of it or nothing. Returns the penalty for being late."""
        return self._patiently(lambda: self._write(entry))

    def _write(self, entry: Entry) -> float:
        submission, notebook = self._rows(entry.student)
        if entry.timestamp:
            submission.timestamp = entry.timestamp
        self._write_grades(notebook, entry.record)
        self._write_comments(notebook, entry)
        self._db.flush()
        penalty = self._write_penalty(submission, notebook)
        self._write_notes(submission.id, entry)
        self._db.commit()
        self._db.expunge_all()
        return penalty

    def _rows(self, student: str) -> tuple[Any, Any]:
        """The student's rows for this lesson, made as nbgrader makes them if there are none."""
        from nbgrader.api import Student, SubmittedAssignment, SubmittedNotebook

        if self._db.get(Student, student) is None:
            self._db.add(Student(id=student))
        submission = self._one(
            SubmittedAssignment, assignment_id=self._assignment, student_id=student
        )
        self._db.flush()
        notebook = self._one(
            SubmittedNotebook, assignment_id=submission.id, notebook_id=self._notebook
        )
        self._db.flush()
        return submission, notebook

    def _one(self, model: Any, **keys: Any) -> Any:
        row = self._db.query(model).filter_by(**keys).one_or_none()
        if row is None:
            row = model(**keys)
            self._db.add(row)
        return row

    def _write_grades(self, notebook: Any, record: Record) -> None:
        """The automatic scores. A teacher's own stays, and is then to be looked at again."""
        from nbgrader.api import Grade

        for name, cell in self._graded.items():
            grade = self._one(Grade, notebook_id=notebook.id, cell_id=cell)
            grade.auto_score = record.grades[name].score if name in record.grades else None
            by_hand = grade.manual_score is not None or grade.auto_score is None
            grade.needs_manual_grade = by_hand

    def _write_comments(self, notebook: Any, entry: Entry) -> None:
        from nbgrader.api import Comment

        from nnkit.grading.stages import UNBOXED

        unboxed = UNBOXED if entry.unsafe else None
        for name, cell in self._solutions.items():
            comment = self._one(Comment, notebook_id=notebook.id, cell_id=cell)
            said = filter(None, [entry.record.comments.get(name), unboxed])
            comment.auto_comment = " ".join(said) or None

    def _write_penalty(self, submission: Any, notebook: Any) -> float:
        """As nbgrader's AssignLatePenalties: never below 0, never more than the score."""
        from nbgrader.api import Grade

        notebook.late_submission_penalty = None
        late = submission.total_seconds_late if submission.assignment.duedate else 0
        if not late > 0:
            return 0.0
        score = self._db.scalar(select(func.sum(Grade.score)).filter_by(notebook_id=notebook.id))
        penalty = self.settings.late(submission.student_id, score or 0.0, late)
        if penalty is not None:
            notebook.late_submission_penalty = max(0.0, min(penalty, score or 0.0))
        return float(notebook.late_submission_penalty or 0.0)

    def _write_notes(self, submission_id: str, entry: Entry) -> None:
        record = entry.record
        for table in (GRADED, OUTCOME):
            self._db.execute(delete(table).where(table.c.submission_id == submission_id))
        graded = {
            "submission_id": submission_id,
            "fingerprint": entry.fingerprint,
            "seed": record.seed,
            "seconds": record.seconds,
            "unsafe": entry.unsafe,
            "problems": json.dumps(list(entry.problems)),
            "answers": json.dumps(dict(record.answers)),
        }
        self._db.execute(insert(GRADED), [graded])
        outcomes = [
            {
                "submission_id": submission_id,
                "grade_id": name,
                "outcome": grade.outcome,
                "mistake": grade.mistake,
                "reason": grade.reason.encode("utf-8", "replace").decode(),
            }
            for name, grade in record.grades.items()
        ]
        if outcomes:
            self._db.execute(insert(OUTCOME), outcomes)

    def _opened(self) -> Any:
        from nbgrader.api import Gradebook

        url = self.settings.database
        if url.startswith("sqlite"):
            url += f"{'&' if '?' in url else '?'}timeout={BUSY}"
        opened = Gradebook(url, self.settings.folders.course_id)
        try:
            METADATA.create_all(opened.engine)
        except BaseException:
            opened.close()
            raise
        return opened

    def _find_lesson(self) -> None:
        """The ids of nbgrader's rows for the lesson, its notebook and its cells."""
        from nbgrader.api import Assignment, Notebook

        assignment = self._db.query(Assignment).filter_by(name=self.lesson.name).one_or_none()
        notebook = assignment and (
            self._db.query(Notebook)
            .filter_by(assignment_id=assignment.id, name=self.lesson.name)
            .one_or_none()
        )
        if not notebook:
            raise CourseError(
                f"The gradebook does not know the lesson {self.lesson.name} yet. Tell it with "
                f"`nbgrader generate_assignment {self.lesson.name} --force`, and grade again."
            )
        self._assignment, self._notebook = assignment.id, notebook.id
        self.points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        self._graded = {cell.name: cell.id for cell in notebook.grade_cells}
        self._solutions = {cell.name: cell.id for cell in notebook.solution_cells}
        self._db.rollback()

    def _patiently(self, act: Callable[[], T]) -> T:
        """Do it again as long as another program has the gradebook locked."""
        begin, told = time.monotonic(), False
        while True:
            try:
                return act()
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise CourseError(f"The gradebook can't be used: {error.orig}.") from error
                if hasattr(self, "_db"):
                    self._db.rollback()
                if time.monotonic() - begin > self.patience:
                    raise CourseError(
                        "Another program keeps the gradebook locked. Close it (formgrader, "
                        "another nbgrader command), and run this again: it goes on from here."
                    ) from error
                if not told:
                    self.say("The gradebook is in use by another program; waiting for it.")
                told = True
                time.sleep(0.2)


def released_points(lesson: Lesson) -> dict[str, float]:
    """The points of every graded cell, by its id, as learners got them."""
    marks = (
        cell.get("metadata", {}).get("nbgrader", {})
        for cell in stored_cells(lesson.released / lesson.notebook)
    )
    return {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
