"""Where the course is, and which lessons and extra notebooks it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnkit.course.errors import CourseError
from nnkit.course.stored import stored_markdown

CONFIG = "nbgrader_config.py"
_NO_PROSE = re.compile(r"\A---\n.*?^---$|^```.*?^```", re.DOTALL | re.MULTILINE)
LESSON_NAME = re.compile(r"\d\d_[a-z_]+")
EXTRAS = ("builder",)  # notebooks beside the lessons: built and laid out, never graded


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course in ``root``, or an extra. Its name is the same in every folder."""

    root: Path
    name: str

    @property
    def is_extra(self) -> bool:
        """Whether it stands beside the lessons, without exercises, points and handing in."""
        return self.name in EXTRAS

    @property
    def topic(self) -> str:
        """What the ids of its exercises and questions begin with: ``neuron`` of 01_neuron."""
        return self.name if self.is_extra else self.name[3:]

    @property
    def source_folder(self) -> Path:
        return self.root / "solutions" / self.name

    @property
    def source(self) -> Path:
        """What the author writes."""
        return self.source_folder / "lesson.md"

    @property
    def released(self) -> Path:
        """The folder for learners, built from the source."""
        return self.root / "lessons" / self.name

    @property
    def notebook(self) -> str:
        """The file name of its notebook, in every folder."""
        return f"{self.name}.ipynb"

    @property
    def title(self) -> str:
        """Its first heading, or its name as long as there is none."""
        heading = re.search(r"^# +(.+?) *$", self._text(), re.MULTILINE)
        return heading.group(1) if heading else self.name

    def _text(self) -> str:
        if self.source.is_file():
            return _NO_PROSE.sub("", self.source.read_text(encoding="utf-8"))
        released = self.released / self.notebook
        return stored_markdown(released) if released.is_file() else ""


def find_course(start: Path | None = None) -> Path:
    """The course's root: the nearest folder upwards with ``nbgrader_config.py`` and lessons."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if _is_course(folder):
            return folder
    raise CourseError(
        f"There is no course in {start} or above it (a folder with {CONFIG} and lessons/). "
        "Change into the folder of the course and try again."
    )


def _is_course(folder: Path) -> bool:
    has_lessons = (folder / "lessons").is_dir() or (folder / "solutions").is_dir()
    return has_lessons and (folder / CONFIG).is_file()


def lessons(root: Path) -> list[Lesson]:
    """Every lesson of the course, in order: what is graded, handed in and counted."""
    return [each for each in notebooks(root) if not each.is_extra]


def notebooks(root: Path) -> list[Lesson]:
    """Every lesson, and after them the extras: what is built, released and laid out."""
    names = {folder.name for folder in _folders(root)}
    _refuse_bad_names(names.difference(EXTRAS))
    return sorted((Lesson(root, name) for name in names), key=_in_order)


def is_notebook_name(name: str) -> bool:
    """Whether a folder of this name is a lesson's or an extra's."""
    return name in EXTRAS or LESSON_NAME.fullmatch(name) is not None


def _in_order(lesson: Lesson) -> tuple[bool, str]:
    return lesson.is_extra, lesson.name


def _folders(root: Path) -> Iterable[Path]:
    yield from (path.parent for path in root.glob("solutions/*/lesson.md"))
    yield from (path.parent for path in root.glob("lessons/*/*.ipynb") if _is_released(path))


def _is_released(notebook: Path) -> bool:
    return notebook.stem == notebook.parent.name


def _refuse_bad_names(names: Iterable[str]) -> None:
    numbers: dict[str, str] = {}
    for name in sorted(names):
        if not LESSON_NAME.fullmatch(name):
            raise CourseError(
                f"The lesson folder {name} needs a name such as 01_neuron: two digits, an "
                "underscore, then small letters and underscores. Rename it."
            )
        if name[:2] in numbers:
            raise CourseError(
                f"Two lessons have the number {name[:2]}: {numbers[name[:2]]} and {name}. "
                "Rename one of them."
            )
        numbers[name[:2]] = name


def find_lesson(root: Path, name: str) -> Lesson:
    """The lesson of this name, number or topic: 01_neuron, 01 or neuron."""
    return _found(root, name, lessons(root))


def _found(root: Path, name: str, known: Sequence[Lesson]) -> Lesson:
    for lesson in known:
        if name.rstrip("/") in (lesson.name, lesson.name[:2], lesson.topic):
            return lesson
    if name.rstrip("/") in EXTRAS:
        raise CourseError(f"{name} is an extra: nothing in it is graded or handed in.")
    there = ", ".join(lesson.name for lesson in known) or "none yet"
    raise CourseError(f"There is no lesson {name} in {root}. Lessons: {there}.")


def authored(root: Path, names: Sequence[str] = ()) -> list[Lesson]:
    """The named lessons and extras that have a source here; all of them when none is named."""
    known = notebooks(root)
    chosen = [_found(root, name, known) for name in names] or [
        lesson for lesson in known if lesson.source.is_file()
    ]
    for lesson in chosen:
        if not lesson.source.is_file():
            raise CourseError(f"{place(root, lesson.source)} is missing, so there is no source.")
    if not chosen:
        raise CourseError(f"There is no lesson in {root / 'solutions'} to build.")
    return sorted(set(chosen), key=_in_order)


def place(root: Path, path: Path) -> str:
    """``path`` as people name it: from the course's root, with forward slashes."""
    return path.relative_to(root).as_posix()
