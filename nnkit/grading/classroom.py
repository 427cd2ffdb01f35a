"""`nnkit grade`: grade many submissions at once, and go on where an earlier run was stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from nnkit.course.catalogue import Lesson
from nnkit.grading import fingerprint
from nnkit.grading.alone import alone
from nnkit.grading.arrived import arrival, students_of, unusable
from nnkit.grading.aside import set_aside
from nnkit.grading.crew import PATIENCE, Crashed, Crew, Failed, Job, Result
from nnkit.grading.deposit import Deposit
from nnkit.grading.gradebook import Book, Entry
from nnkit.grading.record import Record, in_one_line
from nnkit.grading.settings import read_settings
from nnkit.grading.worker import Task, Workshop

Say = Callable[[str], None]
Prepare = Callable[[Task], AbstractContextManager[Task]]
LONGEST = 300  # characters of one line about one student


@dataclass(frozen=True)
class Wish:
    """What the teacher asked for. ``jobs`` is 0 for as many as there are cores."""

    jobs: int = 0
    students: Sequence[str] = ()
    force: bool = False
    draw: bool = True
    unsafe: bool = False
    patience: float = PATIENCE


@dataclass
class Tally:
    """How a run went, so far."""

    lesson: str
    wanted: int = 0
    graded: int = 0
    unchanged: int = 0
    troubled: int = 0
    failed: int = 0
    stopped: bool = False
    unsafe: bool = False
    begin: float = field(default_factory=time.monotonic)

    @property
    def code(self) -> int:
        """The exit code: 0 if every submission has its grade."""
        return 130 if self.stopped else 1 if self.failed else 0

    def lines(self) -> Iterator[str]:
        """The last words of a run."""
        seconds = time.monotonic() - self.begin
        rate = f", {60 * self.graded / seconds:.0f} a minute" if self.graded else ""
        yield (
            f"{self.lesson}: {self.graded} graded, {self.unchanged} unchanged"
            f" ({seconds:.0f} s{rate})."
        )
        if self.troubled:
            yield f"Something was to be said about {self.troubled} of them: see above."
        if self.unsafe and self.graded:
            yield "These grades were made without the sandbox, and are marked so."
        if self.failed:
            yield f"Not graded: {self.failed}, see above. What they had before stays."
        if self.stopped:
            left = self.wanted - self.graded - self.unchanged - self.failed
            yield f"Stopped with {left} left. Run it again, and it goes on from here."


def grade(
    lesson: Lesson,
    wish: Wish,
    workshop: Workshop,
    say: Say = print,
    prepare: Prepare = nullcontext,
) -> Tally:
    """Grade what was handed in of the lesson, as far as it or the lesson changed.

    ``prepare`` adds to the workers' task what they share, for as long as they work. Raises
    ``CourseError`` for what the teacher can put right.
    """
    settings = read_settings(lesson)
    own = settings.grading
    wish = replace(wish, unsafe=wish.unsafe or own.unsafe, draw=wish.draw and own.draw)
    tally = Tally(lesson.name, unsafe=wish.unsafe)
    with alone(lesson.root), ProgressBar(say) as bar, Book(settings, lesson, bar.say) as book:
        Classroom(lesson, wish, workshop, prepare, bar, book, tally).run()
    return tally


@dataclass
class Classroom:
    """One run. Nothing is kept of a submission but its student's name."""

    lesson: Lesson
    wish: Wish
    workshop: Workshop
    prepare: Prepare
    bar: ProgressBar
    book: Book
    tally: Tally

    def __post_init__(self) -> None:
        self.deposit = Deposit(self.book.settings, self.lesson)
        self.mark = fingerprint.of_lesson(self.lesson, self.wish.draw, self.wish.unsafe)

    def run(self) -> None:
        try:
            students = self._students()
            size = self.wish.jobs or os.cpu_count() or 1
            with (
                self.prepare(self._task()) as task,
                Crew(self.workshop, task, size, self.wish.patience) as crew,
            ):
                for job, result in crew.results(self._changed(students)):
                    self._take(job, result)
        except KeyboardInterrupt:
            self.tally.stopped = True

    def _task(self) -> Task:
        own, wish = self.book.settings.grading, self.wish
        return Task(
            self.lesson.root, self.lesson.name, wish.draw, wish.unsafe, own.seed, own.limits
        )

    def _students(self) -> list[str]:
        self.book.check_points()
        self.deposit.tidy()
        students = students_of(self.book.settings, self.lesson, self.wish.students)
        self.tally.wanted = len(students)
        self.bar.expect(len(students))
        if self.wish.force:  # first, so that a run that is stopped can go on without --force
            self.book.forget(students)
        return students

    def _changed(self, students: Sequence[str]) -> Iterator[Job]:
        for student in students:
            folder = self.book.settings.submitted(student, self.lesson)
            if why := unusable(student, folder):
                self._fail(student, why)
                continue
            mark = fingerprint.of_submission(folder, self.mark)
            if self.book.knows(student, mark) and self.deposit.holds(student):
                self.tally.unchanged += 1
                self.bar.step()
            else:
                yield Job(student, folder, mark)

    def _take(self, job: Job, result: Result) -> None:
        if isinstance(result, Failed):
            self._fail(job.student, f"could not be graded: {result.reason}")
            return
        if isinstance(result, Crashed):
            result = set_aside(self.lesson, result.reason)
        self._store(job, result)

    def _store(self, job: Job, record: Record) -> None:
        """First the folder, then the gradebook: only what is in both counts as graded."""
        when, problem = arrival(job.folder)
        problems = [*record.problems, *([problem] if problem else [])]
        problems += self.deposit.put(job.student, job.folder, record)
        entry = Entry(job.student, record, job.fingerprint, self.wish.unsafe, when, problems)
        penalty = self.book.write(entry)
        if penalty:
            problems.append(f"late: {penalty:g} points taken off.")
        self.tally.graded += 1
        self.tally.troubled += bool(problems)
        self.bar.step(f"{job.student}: {in_one_line(problems)}" if problems else "")

    def _fail(self, student: str, why: str) -> None:
        self.tally.failed += 1
        self.bar.step(f"{student}: {why}")


class ProgressBar:
    """tqdm's bar where somebody is watching, and lines above it."""

    def __init__(self, say: Say) -> None:
        from tqdm import tqdm

        self._say, self._tqdm = say, tqdm
        self._bar: Any = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_reason: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def expect(self, total: int) -> None:
        self._bar = self._tqdm(total=total, unit="submission", disable=None, leave=False)

    def step(self, line: str = "") -> None:
        if line:
            self.say(line)
        self._bar.update()

    def say(self, line: str) -> None:
        with self._tqdm.external_write_mode():
            self._say(printable(line))


def printable(text: str) -> str:
    """On one line, without what would steer a terminal: names come from submissions."""
    shown = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
