"""Runs a rebuilt notebook in one kernel, cell after cell, and forms the verdicts outside of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from nnkit.course.catalogue import Lesson
from nnkit.course.contract import exercise_id, is_checkpoint, is_solution, is_test
from nnkit.exercises import Exercise, exercise
from nnkit.grading import marks, unfinished
from nnkit.grading.encoding import pack_inputs
from nnkit.grading.gathering import Outputs, Room, error, text
from nnkit.grading.kernel import Kernel
from nnkit.grading.limits import USUAL
from nnkit.grading.over import Over
from nnkit.grading.verdict import Ending, Grade, Stopped, cases, decide, received

ASK = (
    "__import__('nnkit.grading.inside', fromlist=['answer']).answer({id!r}, {inputs!r}, globals())"
)
NOT_SHOWN = "Left out: grading without figures runs nothing that is only to be looked at.\n"
NO_REPLY = Stopped(
    Ending.TIMED_OUT,
    "Your function could not be looked at: it had to be interrupted. Is there a loop that never "
    "ends?",
)


@dataclass(frozen=True)
class Graded:
    """A notebook with its outputs and the grade of each graded cell. ``seed`` is what the secret
    cases were drawn from, ``stopped`` why the kernel ended early, if it did."""

    notebook: Any
    grades: tuple[Grade, ...]
    seed: int
    seconds: float = 0.0
    stopped: Stopped | None = None


def run(
    notebook: Any,
    lesson: Lesson,
    answers: Mapping[str, object],
    kernel: Kernel,
    seed: int,
    draw: bool = True,
    unseen: frozenset[str] = frozenset(),
) -> Graded:
    """Run every code cell but the graded ones; these get their output from the grader. Nor are the
    ``unseen`` run, given by their ids.

    Raises nothing for what a notebook does: when its kernel has to end, what was earned stays.
    """
    running = _Run(lesson, answers, kernel, seed, Room(kernel.limits, draw), unseen=unseen)
    return running.through(deepcopy(notebook))


def refused(
    notebook: Any, lesson: Lesson, answers: Mapping[str, object], problem: str, seed: int
) -> Graded:
    """The grades where there is no notebook to run: the answers to questions count all the same."""
    stopped = Stopped(Ending.DAMAGED, problem)
    running = _Run(lesson, answers, None, seed, Room(USUAL), stopped)
    return running.through(deepcopy(notebook))


class _Run:
    """One walk through the cells."""

    def __init__(
        self,
        lesson: Lesson,
        answers: Mapping[str, object],
        kernel: Kernel | None,
        seed: int,
        room: Room,
        stopped: Stopped | None = None,
        unseen: frozenset[str] = frozenset(),
    ) -> None:
        self.lesson, self.answers, self.kernel, self.seed = lesson, answers, kernel, seed
        self.room, self.stopped, self.later = room, stopped, stopped
        self.number, self.unseen = 0, unseen
        self.unfinished: dict[str, Stopped] = {}  # by exercise

    def through(self, notebook: Any) -> Graded:
        began = time.monotonic()
        grades = [
            grade
            for cell in notebook.cells
            if cell.cell_type == "code" and (grade := self.code_cell(cell))
        ]
        seconds = time.monotonic() - began
        return Graded(notebook, tuple(grades), self.seed, seconds, self.stopped)

    def code_cell(self, cell: Any) -> Grade | None:
        """Fill in its outputs. Its grade, if it is a graded cell."""
        cell.outputs, cell.execution_count = [], None
        if not cell.source.strip():
            return None
        self.number += 1
        if is_test(cell):
            grade = _within(cell, self.grade(cell))
            cell.outputs = [marks.shown(grade, self.number)]
            cell.execution_count = self.number
            return grade
        if self.stopped:
            return None
        cell.execution_count = self.number
        if cell.id in self.unseen:
            self.skip()
            cell.outputs = [text(NOT_SHOWN)]
        else:
            cell.outputs, trouble = self.run_cell(cell.source)
            if trouble and is_solution(cell):
                self.unfinished[exercise_id(cell.metadata.nbgrader.grade_id)] = trouble
        return None

    def skip(self) -> None:
        if self.kernel and not self.stopped:
            self.kernel.skip()

    def run_cell(self, source: str) -> tuple[list[Any], Stopped | None]:
        """Its outputs; and what kept it from its end, if anything did."""
        assert self.kernel
        outputs, seconds = self.room.new_cell(self.number), self.room.limits.cell
        trouble = None
        try:
            if self.kernel.run(source, outputs.take):
                trouble = unfinished.raised(source, outputs)
            else:
                trouble = unfinished.was_stopped(source, outputs, seconds)
                _say(outputs, Ending.TIMED_OUT, f"Stopped after {seconds:g} seconds.")
        except Over as over:
            self.stop(over.stopped)
            _say(outputs, over.stopped.outcome, over.stopped.reason)
        return outputs.kept, trouble

    def stop(self, stopped: Stopped) -> None:
        """The kernel is gone: for what comes now, and as it is told further down."""
        self.stopped = stopped
        self.later = Stopped(
            stopped.outcome,
            f"The notebook was stopped at cell [{self.number}], so this could not be looked at. "
            f"There: {stopped.reason}",
        )

    def grade(self, cell: Any) -> Grade:
        if is_checkpoint(cell):
            self.skip()
            return marks.of_checkpoint(cell, self.lesson, self.answers)
        grade_id = cell.metadata.nbgrader.grade_id
        asked = exercise(exercise_id(grade_id))
        public, secret = cases(asked, self.seed)
        seen = self.observe(asked, [case.inputs for case in [*public, *secret]])
        return Grade.of(grade_id, decide(asked, seen, public, secret))

    def observe(self, asked: Exercise, inputs: Sequence[Any]) -> Any:
        """What the kernel says that the learner's function does, or why it says nothing."""
        if self.later:
            return self.later
        assert self.kernel
        try:
            shown = self.kernel.ask(ASK.format(id=asked.id, inputs=pack_inputs(list(inputs))))
        except Over as over:
            self.stop(over.stopped)
            return over.stopped
        if shown is None:
            return NO_REPLY
        seen = received(shown)
        if isinstance(seen, Stopped) or seen.found:
            return seen
        return self.unfinished.get(asked.id, seen)  # why there is no such function


def _say(outputs: Outputs, outcome: str, sentence: str) -> None:
    outputs.kept.append(error(f"Stopped: {outcome}", sentence, [sentence]))


def _within(cell: Any, grade: Grade) -> Grade:
    """Never more than the cell is worth: nbgrader would lose the whole submission."""
    points = float(cell.metadata.nbgrader.points)
    return replace(grade, score=min(grade.score, points), points=points)
