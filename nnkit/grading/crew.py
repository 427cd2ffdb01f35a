"""The workers seen from outside: given work, listened to, replaced when they die.

Only the main process talks to the gradebook; a worker gets a folder and sends a record back.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from nnkit.course.errors import CourseError
from nnkit.grading.record import Record, unpack
from nnkit.grading.worker import DONE, READY, UNFIT, Task, Workshop, work

TRIES = 2
LARGEST = 200_000_000  # bytes of one record
PATIENCE = 300.0  # seconds for one submission: far more than its own limit
STARTING = 120.0  # seconds in which a worker is to be ready for its first
GOODBYE = 5.0  # seconds in which a worker may clear up


@dataclass
class Job:
    """One submission to grade. ``tries`` counts the workers that it has cost."""

    student: str
    folder: Path
    fingerprint: str = ""
    tries: int = 0


@dataclass(frozen=True)
class Crashed:
    """The worker died, twice: most likely of this submission."""

    reason: str


@dataclass(frozen=True)
class Failed:
    """The grader itself failed, so there is no verdict."""

    reason: str


Result = Record | Crashed | Failed


@dataclass
class Worker:
    """A process, the pipe to it, and what it is busy with."""

    process: BaseProcess
    pipe: Connection
    job: Job
    ready: bool = False
    since: float = field(default_factory=time.monotonic)


class Crew:
    """``size`` workers at most. Use it as a context manager; leaving it ends them all."""

    def __init__(
        self, workshop: Workshop, task: Task, size: int, patience: float = PATIENCE
    ) -> None:
        self.workshop, self.task, self.size, self.patience = workshop, task, size, patience
        self._workers: list[Worker] = []
        self._again: list[Job] = []
        self._jobs: Iterator[Job] = iter(())
        self._leaving: list[Worker] = []
        # A new interpreter each: it inherits no thread, no lock and no connection of ours.
        self._context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in [*self._workers, *self._leaving]:
            if error:
                worker.process.terminate()
        for worker in [*self._workers, *self._leaving]:
            _bury(worker.process)

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Grade them all, in whatever order they get ready; jobs are drawn when there is room.

        Raises ``CourseError`` where a worker can't even start.
        """
        self._jobs = iter(jobs)
        while self._staffed():
            self._end_the_overdue()
            ready = wait([worker.pipe for worker in self._workers], timeout=1.0)
            for worker in [each for each in self._workers if each.pipe in ready]:
                job = worker.job
                result = self._hear(worker)
                if result is not None:
                    yield job, result

    def _staffed(self) -> bool:
        """Hire as long as there are room and work; False when all is done."""
        while len(self._workers) < self.size:
            job = self._next_job()
            if job is None:
                break
            self._hire(job)
        return bool(self._workers)

    def _next_job(self) -> Job | None:
        return self._again.pop() if self._again else next(self._jobs, None)

    def _hire(self, job: Job) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work, args=(theirs, self.workshop, self.task), daemon=False
        )
        process.start()
        theirs.close()  # else its death would not end the pipe
        self._workers.append(Worker(process, ours, job))

    def _hear(self, worker: Worker) -> Result | None:
        """What the worker has to say: a result for its job, or None."""
        try:
            message = worker.pipe.recv_bytes(LARGEST)
            kind, rest = message[:1], message[1:]
            if kind == READY:
                worker.ready = True
                self._give(worker, worker.job)
                return None
            if kind == UNFIT:
                raise CourseError(f"Grading can't start. {rest.decode()}")
            result = unpack(rest) if kind == DONE else Failed(rest.decode())
        except (EOFError, OSError):
            return self._lost(worker)
        except ValueError as error:
            result = Failed(str(error))
        self._occupy(worker)
        return result

    def _give(self, worker: Worker, job: Job) -> None:
        worker.job, worker.since = job, time.monotonic()
        worker.pipe.send_bytes(os.fsencode(job.folder))

    def _occupy(self, worker: Worker) -> None:
        """The next job, or the end: before the result is written, so that nobody waits."""
        job = self._next_job()
        if job is None:
            self._dismiss(worker)
            return
        try:
            self._give(worker, job)
        except OSError:  # it died just now, and nobody can blame this job
            self._again.append(job)
            self._dismiss(worker)

    def _dismiss(self, worker: Worker) -> None:
        """Let it end in its own time."""
        self._workers.remove(worker)
        self._leaving.append(worker)
        worker.pipe.close()

    def _lost(self, worker: Worker) -> Result | None:
        """A worker has died of its job. The job is tried once more."""
        self._workers.remove(worker)
        worker.pipe.close()
        _bury(worker.process)
        how = _how_it_ended(worker.process)
        if not worker.ready:
            raise CourseError(f"Grading can't start: a worker {how} before its first submission.")
        worker.job.tries += 1
        if worker.job.tries < TRIES:
            self._again.append(worker.job)
            return None
        return Crashed(f"The grading process {how}, {TRIES} times.")

    def _end_the_overdue(self) -> None:
        for worker in self._workers:
            allowed = self.patience if worker.ready else STARTING
            if time.monotonic() - worker.since > allowed:
                worker.process.kill()  # its pipe then ends, and that is heard


def _bury(process: BaseProcess) -> None:
    process.join(GOODBYE)
    if process.is_alive():
        process.kill()
        process.join()


def _how_it_ended(process: BaseProcess) -> str:
    code = process.exitcode or 0
    return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
