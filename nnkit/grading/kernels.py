"""Where the kernels for a run of grading come from: warm and shut in, or not, where that is said to
be all right."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.grading import sandbox
from nnkit.grading.kernel import Kernel
from nnkit.grading.limits import USUAL, Limits
from nnkit.grading.line import Line
from nnkit.grading.warm import start_parent
from nnkit.grading.warm_line import warm_line

MARGIN = 15  # seconds for the start, before the sandbox's own deadline


class NoSandbox(CourseError):
    """Notebooks can't be shut in on this machine."""


@dataclass(frozen=True)
class Kernels:
    """``sandboxed`` says that what runs in them can do no harm outside. Without an ``address``
    of a warm parent they start cold."""

    limits: Limits = USUAL
    draw: bool = True
    sandboxed: bool = False
    address: str = ""

    @contextmanager
    def kernel(self, folder: Path) -> Iterator[Kernel]:
        """A fresh kernel in the folder. Raises ``NoKernel``."""
        with self._line(folder) as line:
            yield Kernel(line, self.limits)

    def _line(self, folder: Path) -> AbstractContextManager[Line]:
        environment = self._environment(folder)
        if self.address:
            return warm_line(self.address, folder, environment, self.limits)
        from nnkit.grading.cold_line import cold_line  # loads what no warm kernel needs

        return cold_line(folder, environment, self.limits)

    def _environment(self, folder: Path) -> dict[str, str]:
        own = {
            "NBGRADER_EXECUTION": "autograde",
            "NNKIT_DRAW": "1" if self.draw else "0",
            "IPYTHONDIR": str(folder.parent / "ipython"),
        }
        return {**os.environ, **own}


@contextmanager
def open_kernels(
    lesson: Lesson, limits: Limits = USUAL, draw: bool = True, unsafe: bool = False
) -> Iterator[Kernels]:
    """Kernels for the submissions of a lesson, for as long as the block lasts.

    Raises ``NoSandbox`` where none can be had, unless ``unsafe`` allows to do without.
    """
    why_not = "it was switched off" if unsafe else sandbox.available()
    if why_not and not unsafe:
        raise NoSandbox(why_not)
    with ExitStack() as stack:
        address = ""
        if sys.platform.startswith("linux"):
            policy = None if unsafe else _policy(lesson, limits)
            rehearsed = _pictures_of(lesson)
            address = stack.enter_context(start_parent(policy, rehearsed, piped=True)).address
        yield Kernels(limits, draw, not unsafe, address)


def _policy(lesson: Lesson, limits: Limits) -> sandbox.Policy:
    """The sandbox ends a kernel by itself should the grader be slow to, or gone."""
    return sandbox.policy_for(lesson.root, deadline=limits.submission + MARGIN)


def _pictures_of(lesson: Lesson) -> list[Path]:
    """The notebook to rehearse: the one with solutions, as far as it is there."""
    places = (lesson.source_folder / lesson.notebook, lesson.released / lesson.notebook)
    return [path for path in places if path.is_file()][:1]
