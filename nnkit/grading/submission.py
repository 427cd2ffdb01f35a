"""One submission from its folder to its grades: read as data, rebuilt from the source, run."""

from __future__ import annotations

import secrets
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from nnkit.course.catalogue import Lesson, place
from nnkit.course.errors import CourseError
from nnkit.grading.execution import Graded, refused, run
from nnkit.grading.kernels import Kernels
from nnkit.grading.onlooking import only_to_look_at
from nnkit.grading.reading import Submitted, read_submission
from nnkit.grading.rebuilding import Rebuilt, rebuild
from nnkit.grading.workplace import workplace


@dataclass(frozen=True)
class HandedIn:
    """What was handed in for a lesson, and the notebook that is to be run for it."""

    lesson: Lesson
    submitted: Submitted
    rebuilt: Rebuilt


def take_in(folder: Path, lesson: Lesson) -> HandedIn:
    """Read and rebuild. Raises ``CourseError`` where the lesson is not there, and nothing for what
    was handed in."""
    submitted = read_submission(folder, lesson)
    return HandedIn(lesson, submitted, rebuild(_source(lesson), submitted.notebook))


def source(lesson: Lesson) -> Any:
    """The notebook as it was given out."""
    return deepcopy(_source(lesson))


def left_out(lesson: Lesson) -> frozenset[str]:
    """The ids of the cells that need not be run without figures."""
    return only_to_look_at(_source(lesson))


def _source(lesson: Lesson) -> Any:
    path = lesson.released / lesson.notebook
    if not path.is_file():
        raise CourseError(
            f"{place(lesson.root, path)} is missing, and it is what submissions are measured by. "
            f"`nbgrader generate_assignment {lesson.name} --force` makes it."
        )
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)  # the same for every submission
def _read(path: Path, _changed: int) -> Any:
    return nbformat.read(path, as_version=4)


def grade(given: HandedIn, kernels: Kernels, seed: int | None = None) -> Graded:
    """Run it, and judge. Without a ``seed`` the secret cases are drawn afresh.

    Raises ``NoKernel``, and nothing for what was handed in.
    """
    seed = secrets.randbits(48) if seed is None else seed
    notebook, lesson, submitted = given.rebuilt.notebook, given.lesson, given.submitted
    if submitted.problem:
        graded = refused(notebook, lesson, submitted.answers, submitted.problem, seed)
    else:
        with workplace(lesson, submitted.answers) as folder, kernels.kernel(folder) as kernel:
            unseen = frozenset() if kernels.draw else left_out(lesson)
            graded = run(notebook, lesson, submitted.answers, kernel, seed, kernels.draw, unseen)
    return _marked(graded, kernels)


def _marked(graded: Graded, kernels: Kernels) -> Graded:
    """How the grades came about, where a teacher can find it again."""
    graded.notebook.metadata["nnkit"] = {"seed": graded.seed, "sandbox": kernels.sandboxed}
    return graded
