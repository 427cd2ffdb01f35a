"""The learners' edition, made by nbgrader itself with the settings of nbgrader_config.py."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import CONFIG
from nnkit.course.errors import CourseError


def course_config(root: Path) -> Any:
    """What nbgrader_config.py sets."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader(CONFIG, path=str(root)).load_config()


def release(root: Path, course: Path, name: str) -> None:
    """Make ``course/lessons/NAME`` from ``course/solutions/NAME``.

    No gradebook is involved: nbgrader only writes to one here, and the notebook is the same.
    """
    from nbgrader.converters import BaseConverter, GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    config = course_config(root)
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = name
    config.SaveCells.enabled = False
    config.GenerateAssignment.no_database = True
    converter: BaseConverter = GenerateAssignment(
        coursedir=CourseDirectory(config=config), config=config
    )
    _start(converter, name)


def _start(converter: Any, name: str) -> None:
    """Start it, keeping to itself what nbgrader logs unless something goes wrong."""
    from nbgrader.converters import NbGraderException

    log = _Kept()
    logger = logging.getLogger(f"nnkit.course.release.{name}")
    logger.propagate = False
    logger.addHandler(log)
    converter.log = logger
    try:
        converter.start()
    except NbGraderException:
        said = "\n".join(log.messages)
        raise CourseError(f"nbgrader could not release {name}. It said:\n{said}") from None
    finally:
        logger.removeHandler(log)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
