"""The folder in which a notebook runs: what the lesson gives out, and the learner's answers."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nnkit.course.catalogue import Lesson
from nnkit.progress import FILE


@contextmanager
def workplace(lesson: Lesson, answers: Mapping[str, object]) -> Iterator[Path]:
    """A folder for one run. Nothing else of a submission comes into it: a ``numpy.py`` beside the
    notebook can't stand in for NumPy, and a link can't lead anywhere."""
    with tempfile.TemporaryDirectory(prefix="nnkit-") as name:
        folder = Path(name) / lesson.name
        shutil.copytree(lesson.released, folder, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
        (folder / FILE).write_text(_progress(answers), encoding="utf-8")
        folder.parent.chmod(0o755)  # a sandbox may have another user look into it
        yield folder


def _progress(answers: Mapping[str, object]) -> str:
    entries = {
        name: {"answer": answer, "correct": None, "attempts": 1} for name, answer in answers.items()
    }
    return json.dumps({"version": 1, "passed": {}, "answers": entries})
