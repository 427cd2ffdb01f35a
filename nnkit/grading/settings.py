"""What the teacher set in nbgrader_config.py, as far as grading depends on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import CONFIG, Lesson
from nnkit.course.errors import CourseError

Penalty = Callable[[str, float, float], float | None]  # student, score, seconds late


@dataclass(frozen=True)
class Settings:
    """``folders`` is nbgrader's CourseDirectory, ``late`` its plugin for late submissions,
    ``grading`` our own NnkitGrading."""

    root: Path
    folders: Any
    grading: Any
    late: Penalty
    kept: Sequence[str]
    permissions: int

    @property
    def database(self) -> str:
        return str(self.folders.db_url)

    def submitted(self, student: str, lesson: Lesson) -> Path:
        return self._place(self.folders.submitted_directory, student, lesson)

    def autograded(self, student: str, lesson: Lesson) -> Path:
        return self._place(self.folders.autograded_directory, student, lesson)

    def ignores(self, name: str) -> bool:
        """Whether nbgrader leaves a file or folder of this name out."""
        return any(fnmatch(name, pattern) for pattern in [*self.folders.ignore, "*.ipynb"])

    def _place(self, step: str, student: str, lesson: Lesson) -> Path:
        path: str = self.folders.format_path(step, student, lesson.name)
        return self.root / path


def read_settings(lesson: Lesson) -> Settings:
    """The settings of the lesson's course. Raises ``CourseError`` where they can't be read."""
    from nbgrader.coursedir import CourseDirectory

    from nnkit.grading.stages import NnkitGrading

    config = _config(lesson.root)
    folders = CourseDirectory(config=config, root=str(lesson.root))
    autograde = config.Autograde
    usual = 664 if folders.groupshared else 444
    return Settings(
        lesson.root,
        folders,
        NnkitGrading(config=config),
        _late(config),
        tuple(autograde.get("exclude_overwriting", {}).get(lesson.name, ())),
        int(str(autograde.get("permissions", usual)), 8),
    )


def _config(root: Path) -> Any:
    from traitlets.config import PyFileConfigLoader

    try:
        return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except Exception as error:  # it is a program, and may fail in any way
        raise CourseError(f"{root / CONFIG} can't be read: {error!r}. Put that right.") from error


def _late(config: Any) -> Penalty:
    from nbgrader.preprocessors import AssignLatePenalties

    stage = AssignLatePenalties(config=config)
    stage.init_plugin()
    penalty: Penalty = stage.plugin_inst.late_submission_penalty
    return penalty
