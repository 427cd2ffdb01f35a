"""Builds solutions/NN_x/NN_x.ipynb (run) and lessons/NN_x/ (for learners) from lesson.md.

Everything is made in a temporary folder first, so an error leaves the previous build in place.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import Lesson, authored, is_notebook_name, notebooks, place
from nnkit.course.compare import compare_files, compare_folders
from nnkit.course.contract import Points, exercise_points
from nnkit.course.errors import CourseError
from nnkit.course.execute import execute
from nnkit.course.leaks import find_leaks
from nnkit.course.measured import keep_measured
from nnkit.course.notebook import as_text, to_notebook
from nnkit.course.questions import Source, checked_source
from nnkit.course.release import release
from nnkit.quiz.edition import FILE as QUESTIONS

Say = Callable[[str], None]

_CACHES = shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints")


def build(
    root: Path,
    names: Sequence[str] = (),
    points: Points = exercise_points,
    say: Say = print,
) -> None:
    """Build the named lessons, or all of them, and put them in their places.

    Raises ``CourseError`` if a source is wrong, a cell raises, or a release would leak.
    """
    with _staged(root, authored(root, names), points, say) as (staged, built):
        _refuse_leaks(root, staged / "lessons")
        for lesson in built:
            _publish(staged, lesson)
    if not names:
        _remove_stale(root)
    _refuse_leaks(root, root / "lessons")


def differences(
    root: Path,
    names: Sequence[str] = (),
    points: Points = exercise_points,
    say: Say = print,
) -> list[str]:
    """What a rebuild would change in solutions/ and lessons/, beyond a few pixels."""
    with _staged(root, authored(root, names), points, say) as (staged, built):
        found = [line for lesson in built for line in _lesson_differences(staged, lesson)]
    stale = [] if names else [f"{place(root, each)}: has no source" for each in _stale(root)]
    return found + stale


def _lesson_differences(staged: Path, lesson: Lesson) -> Iterator[str]:
    for file in (lesson.notebook, QUESTIONS):
        stored = lesson.source_folder / file
        name = place(lesson.root, stored)
        if stored.exists() or (staged / name).exists():
            yield from compare_files(staged / name, stored, name)
    name = place(lesson.root, lesson.released)
    yield from compare_folders(staged / name, lesson.released, name)


@contextmanager
def _staged(
    root: Path, chosen: Sequence[Lesson], points: Points, say: Say
) -> Iterator[tuple[Path, Sequence[Lesson]]]:
    """A temporary course with the lessons built in it."""
    sources = _read_all(chosen, points)
    with tempfile.TemporaryDirectory(prefix="nnkit-build-") as temporary:
        course = Path(temporary).resolve() / "course"
        for lesson in chosen:
            say(f"Building {lesson.name} …")
            _stage(course, sources[lesson], points)
        yield course, chosen


def _read_all(chosen: Sequence[Lesson], points: Points) -> dict[Lesson, Source]:
    """The sources of every lesson. All that is wrong in any of them is said at once."""
    sources: dict[Lesson, Source] = {}
    wrong: list[str] = []
    for lesson in chosen:
        try:
            _refuse_strange_files(lesson)
            sources[lesson] = checked_source(lesson, points)
        except CourseError as error:
            wrong.append(str(error))
    if wrong:
        raise CourseError("\n".join(wrong))
    return sources


def _refuse_strange_files(lesson: Lesson) -> None:
    for path in sorted(lesson.source_folder.rglob("*")):
        if path.name == "progress.json":
            raise CourseError(
                f"{place(lesson.root, path)} holds someone's progress and would go to every "
                "learner. Move it away."
            )
        notebook = path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts
        if notebook and path != lesson.source_folder / lesson.notebook:
            raise CourseError(
                f"{place(lesson.root, path)} is a second notebook and would go to learners with "
                f"its solutions. A lesson has one, built from lesson.md. Move it away."
            )


def _stage(course: Path, source: Source, points: Points) -> None:
    lesson = source.lesson
    notebook = to_notebook(source.cells, source.points(points))
    with tempfile.TemporaryDirectory(prefix="nnkit-run-") as scratch:
        folder = _copy_files(source, Path(scratch) / lesson.name)
        execute(notebook, folder, lesson, source.cells)
    keep_measured(notebook, lesson.source_folder / lesson.notebook)
    folder = _copy_files(source, course / "solutions" / lesson.name)
    _write(folder / lesson.notebook, notebook)
    release(lesson.root, course, lesson.name)


def _copy_files(source: Source, to: Path) -> Path:
    """A copy of the lesson's folder, with its questions but without its built notebook."""
    shutil.copytree(source.lesson.source_folder, to, ignore=_CACHES)
    for built in (source.lesson.notebook, QUESTIONS):
        (to / built).unlink(missing_ok=True)
    source.write_questions(to)
    return to


def _write(path: Path, notebook: Any) -> None:
    path.write_text(as_text(notebook), encoding="utf-8", newline="\n")


def _publish(staged: Path, lesson: Lesson) -> None:
    """Put a built lesson in its places, each in one step."""
    for name in (lesson.notebook, QUESTIONS):
        _put(staged / "solutions" / lesson.name / name, lesson.source_folder / name)
    _swap(staged / "lessons" / lesson.name, lesson.released)


def _put(built: Path, place: Path) -> None:
    """Put a built file in its place; if there is none, remove an earlier one."""
    if not built.exists():
        place.unlink(missing_ok=True)
        return
    part = place.with_name(f"{place.name}.part")
    shutil.copyfile(built, part)
    os.replace(part, place)


def _swap(new: Path, place: Path) -> None:
    """Replace the folder ``place`` by a copy of ``new``."""
    part, old = place.with_name(f".{place.name}.part"), place.with_name(f".{place.name}.old")
    for leftover in (part, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(new, part)
    if place.exists():
        os.replace(place, old)
    os.replace(part, place)
    shutil.rmtree(old, ignore_errors=True)


def _stale(root: Path) -> list[Path]:
    """Folders of lessons/ whose lesson has no source any more."""
    sourced = {lesson.name for lesson in notebooks(root) if lesson.source.is_file()}
    folders = [each for each in (root / "lessons").glob("*/") if is_notebook_name(each.name)]
    return sorted(each for each in folders if each.name not in sourced)


def _remove_stale(root: Path) -> None:
    for folder in _stale(root):
        shutil.rmtree(folder)


def _refuse_leaks(root: Path, released: Path) -> None:
    leaks = find_leaks(root, lessons=released, feedback=None)
    if leaks:
        raise CourseError("\n".join(["The release would leak:", *map(str, leaks)]))
