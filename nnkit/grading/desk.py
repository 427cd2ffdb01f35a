"""What a worker of `nnkit grade` does: from a submission's folder to its record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import v4

from nnkit.course.catalogue import Lesson
from nnkit.grading.execution import Graded
from nnkit.grading.kernels import open_kernels
from nnkit.grading.record import Record, Scored
from nnkit.grading.submission import HandedIn, grade, source, take_in
from nnkit.grading.worker import GradeOne, Task


@contextmanager
def furnished(task: Task) -> Iterator[Task]:
    """The task with kernels, from one warm parent for all workers. Raises ``NoSandbox``."""
    lesson = Lesson(task.root, task.lesson)
    with open_kernels(lesson, task.limits, task.draw, task.unsafe) as kernels:
        yield replace(task, kernels=kernels)


@contextmanager
def desk(task: Task) -> Iterator[GradeOne]:
    """Grades with the kernels of a task that is ``furnished``."""
    lesson, kernels = Lesson(task.root, task.lesson), task.kernels
    assert kernels
    given_out = _solution_texts(source(lesson))

    def grade_one(folder: Path) -> Record:
        given = take_in(folder, lesson)
        return _record(given, grade(given, kernels, task.seed), given_out)

    yield grade_one


def _record(given: HandedIn, graded: Graded, given_out: dict[str, str]) -> Record:
    stopped = graded.stopped.reason if graded.stopped else ""
    found = [given.submitted.problem, stopped, *given.submitted.notes]
    ours = f"{given.lesson.topic}."
    return Record(
        v4.writes_json(graded.notebook),
        {
            grade.grade_id: Scored(
                grade.score, grade.points, str(grade.outcome), grade.mistake, grade.reason
            )
            for grade in graded.grades
        },
        _comments(_solution_texts(graded.notebook), given_out),
        {id: answer for id, answer in given.submitted.answers.items() if id.startswith(ours)},
        tuple(dict.fromkeys(filter(None, found))),
        graded.seed,
        graded.seconds,
    )


def _solution_texts(notebook: Any) -> dict[str, str]:
    marked = ((cell.metadata.get("nbgrader", {}), cell.source) for cell in notebook.cells)
    return {mark["grade_id"]: text for mark, text in marked if mark.get("solution")}


def _comments(texts: dict[str, str], given_out: dict[str, str]) -> dict[str, str | None]:
    """nbgrader's comment on a cell that is as it was given out."""
    return {
        name: "No response." if text == given_out.get(name) else None
        for name, text in texts.items()
    }
