"""What nbgrader_config.py plugs into nbgrader, so that its own commands give our verdicts.

nbgrader converts a notebook twice: from ``submitted`` to ``autograded`` to make it sane, and from
there to itself to run it. The exporter puts the rebuilt notebook in the place of both, and the
first stage of the second pass runs it; nbgrader's own stages then store the grades.

Where nbgrader_config.py can't be read, nbgrader only says so, and would run notebooks unprotected.
nbgrader_config.json, which it reads apart from that, names the exporter too, and so it is still
there to refuse; without either file ``nnkit.grading.unread`` does.
"""

from __future__ import annotations

import os
import weakref
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer
from traitlets.config import Configurable

from nnkit.course.catalogue import Lesson, find_lesson
from nnkit.course.errors import CourseError
from nnkit.grading.copying import guarded, with_missing_notebooks
from nnkit.grading.kernels import Kernels, open_kernels
from nnkit.grading.limits import Limits
from nnkit.grading.submission import HandedIn, grade, take_in
from nnkit.grading.unread import UNREAD

UNSAFE = "NNKIT_UNSAFE_NO_SANDBOX"
GRADING = "nnkit.grading.stages.GradeCells"
UNBOXED = "Graded without a sandbox: what ran here could have changed other things."


class NnkitGrading(Configurable):  # type: ignore[misc]
    """The settings, as in ``c.NnkitGrading.draw = False``."""

    sandbox = Bool(True, help="False grades without a sandbox, and marks every grade.").tag(
        config=True
    )
    draw = Bool(True, help="Whether figures are drawn again. Verdicts don't need them.").tag(
        config=True
    )
    cell_seconds = Float(30, help="For one cell.").tag(config=True)
    submission_seconds = Float(60, help="For a notebook as a whole.").tag(config=True)
    seed = Integer(
        None, allow_none=True, help="Of the secret cases; drawn afresh each time if not set."
    ).tag(config=True)

    @property
    def limits(self) -> Limits:
        return Limits(cell=self.cell_seconds, submission=self.submission_seconds)

    @property
    def unsafe(self) -> bool:
        return not self.sandbox or bool(os.environ.get(UNSAFE))


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submission as data, and never fails for what was handed in.

    Lives as long as one ``nbgrader autograde``; so do the kernels' parent and its sandbox. Raises
    ``NbGraderException`` where no sandbox can be had, and where the settings were not read.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if GRADING not in self.config.Autograde.get("autograde_preprocessors", ()):
            raise self._refusal(UNREAD)
        self.settings = NnkitGrading(config=self.config)
        self.given: HandedIn | None = None
        self.kernels = self._open_kernels()
        self.parent.pre_convert_hook = guarded(self.parent, self.parent.pre_convert_hook)
        self.parent.assignments = with_missing_notebooks(self.parent)

    def _open_kernels(self) -> Kernels:
        stack = ExitStack()
        weakref.finalize(self, stack.close)  # also when Python ends
        wanted = self.settings
        try:
            opened = open_kernels(self._lesson(), wanted.limits, wanted.draw, wanted.unsafe)
            return stack.enter_context(opened)
        except CourseError as error:
            raise self._refusal(str(error)) from None

    def _refusal(self, why: str) -> NbGraderException:
        self.log.error("%s", why)
        return NbGraderException(why)

    def _lesson(self) -> Lesson:
        folders = self.parent.coursedir
        return find_lesson(Path(folders.root).resolve(), folders.assignment_id)

    def from_filename(
        self, filename: str, resources: Any = None, **_options: Any
    ) -> tuple[str, Any]:
        """The notebook to go on with: the rebuilt one, whatever lies in the file."""
        if self.parent._sanitizing:
            self.given = self._take_in(Path(filename), resources["nbgrader"])
        assert self.given
        place, name = os.path.split(filename)
        resources["metadata"] = ResourcesDict(name=os.path.splitext(name)[0], path=place)
        converted: tuple[str, Any] = self.from_notebook_node(self.given.rebuilt.notebook, resources)
        return converted

    def _take_in(self, path: Path, who: dict[str, str]) -> HandedIn:
        given = take_in(path.parent, self._lesson())
        for said in filter(None, [given.submitted.problem, *given.submitted.notes]):
            self.log.warning("%s, %s: %s", who["student"], who["assignment"], said)
        return given


class GradeCells(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of ``Execute``: runs the notebook, and writes the verdict under each check."""

    def preprocess(self, _notebook: Any, resources: Any) -> tuple[Any, Any]:
        desk: SubmissionExporter = self.parent
        assert desk.given
        graded = grade(desk.given, desk.kernels, desk.settings.seed)
        who = resources["nbgrader"]
        if graded.stopped:
            self.log.warning("%s, %s: %s", who["student"], who["assignment"], graded.stopped.reason)
        return graded.notebook, resources


class MarkUnboxed(NbGraderPreprocessor):  # type: ignore[misc]
    """Says in the gradebook which grades were made without a sandbox."""

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        if not self.parent.kernels.sandboxed:
            who = resources["nbgrader"]
            with Gradebook(who["db_url"]) as book:
                handed_in = book.find_submission_notebook(
                    who["notebook"], who["assignment"], who["student"]
                )
                for comment in handed_in.comments:
                    comment.auto_comment = " ".join(filter(None, [comment.auto_comment, UNBOXED]))
                book.db.commit()
        return notebook, resources
