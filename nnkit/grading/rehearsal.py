"""Draws a lesson's pictures before the first submission is run: most of them are drawn only once.

A process of its own runs the lesson's notebook, cell by cell, and hands the pictures over. Every
kernel forked from here afterwards gives them out again (see ``figures.remembered``). So neither
the notebook's answers, nor its threads or open files, come into the kernels. Cells that give
points aren't run: checkpoints would read the keys of the questions.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nnkit.course.stored import DamagedNotebook, stored_cells
from nnkit.figures.remembered import Pictures, drawn_so_far, start_remembering
from nnkit.quiz.edition import FILE as QUESTIONS
from nnkit.quiz.edition import NoEdition, read_edition
from nnkit.quiz.page import still

VARIABLE = "NNKIT_REHEARSE"  # the notebooks, for a process that is to rehearse when it starts
SECONDS = 120


def rehearse_named() -> None:
    """Rehearse the notebooks that the environment names, separated as in PATH."""
    names = os.environ.get(VARIABLE, "")
    notebooks = [Path(name) for name in names.split(os.pathsep) if name]
    rehearse(notebooks)
    for notebook in notebooks:
        _render_questions(notebook.parent)


def _render_questions(folder: Path) -> None:
    """What is shown of the questions, without any answer, is kept as well."""
    with contextlib.suppress(NoEdition):
        for question in read_edition(folder).questions:
            still(question, None, graded=True)


def rehearse(notebooks: Sequence[Path]) -> None:
    """Run ``notebooks`` as grading would and remember their pictures. It forks: no threads yet!

    A cell that raises is left, and so is a notebook that can't be read: then it is only slower.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _perform_and_exit(notebooks, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        sent = pipe.read()
    os.waitpid(child, 0)
    start_remembering(pictures=_received(sent))


def _received(sent: bytes) -> Pictures:
    """What our own process sent, in which nothing ran but the course; nothing if it broke off."""
    try:
        pictures: Pictures = pickle.loads(sent)
    except (EOFError, pickle.UnpicklingError):
        return {}
    return pictures


def _perform_and_exit(notebooks: Sequence[Path], writing: int) -> None:
    try:
        signal.alarm(SECONDS)
        start_remembering()
        for notebook in notebooks:
            with contextlib.suppress(DamagedNotebook, OSError):
                _run(stored_cells(notebook), notebook.parent)
        with open(writing, "wb") as pipe:
            pickle.dump(drawn_so_far(), pipe)
    finally:
        os._exit(0)


def _run(cells: Sequence[dict[str, Any]], folder: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    with _aside(folder):
        for cell in cells:
            if cell.get("cell_type") == "code" and not _gives_points(cell):
                with contextlib.suppress(BaseException):
                    exec(compile(_source(cell), "<lesson>", "exec"), names)


def _gives_points(cell: dict[str, Any]) -> bool:
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("grade"))


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[None]:
    """In a folder of its own with the questions, as graded, unheard; then back as it was."""
    with tempfile.TemporaryDirectory() as scratch, _graded():
        if (folder / QUESTIONS).is_file():
            shutil.copy(folder / QUESTIONS, scratch)
        with (
            contextlib.chdir(scratch),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            yield


@contextlib.contextmanager
def _graded() -> Iterator[None]:
    before = os.environ.get("NBGRADER_EXECUTION")
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    try:
        yield
    finally:
        del os.environ["NBGRADER_EXECUTION"]
        if before is not None:
            os.environ["NBGRADER_EXECUTION"] = before
