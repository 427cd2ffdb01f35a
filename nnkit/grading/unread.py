"""What holds where a course's settings are not read: nothing is graded.

``unread.json`` is installed as ``etc/jupyter/nbgrader_config.json``, which nbgrader reads before
any course's settings; these then name another exporter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException

UNREAD = (
    "nbgrader goes without the course's settings: there is a mistake in nbgrader_config.py (the "
    "message above says where), its grading part is gone, or it is missing. No notebook was run. "
    "Put nbgrader_config.py right, and run the command again in its folder."
)


class UnreadCourse(NotebookExporter):  # type: ignore[misc]
    """nbgrader's own for other courses. Raises ``NbGraderException`` in one of this kind."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if _is_ours(Path(self.parent.coursedir.root)):
            self.log.error("%s", UNREAD)
            raise NbGraderException(UNREAD)


def _is_ours(root: Path) -> bool:
    """Whether its lessons are there; without its settings that is all there is to go by."""
    return any(root.glob("solutions/*/lesson.md"))
