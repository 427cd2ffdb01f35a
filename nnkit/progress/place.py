"""Who runs this notebook, and where: only a learner's own progress is kept."""

from __future__ import annotations

import os
from pathlib import Path


def grading_mode() -> str:
    """Why nbgrader runs this notebook: ``autograde``, ``validate``, or nothing for a learner."""
    return os.environ.get("NBGRADER_EXECUTION", "")


def is_authors(folder: Path) -> bool:
    """Whether this is an author's folder, beside a lesson.md: nobody's progress belongs there."""
    return os.path.exists(folder / "lesson.md")  # False where Path.exists would raise
