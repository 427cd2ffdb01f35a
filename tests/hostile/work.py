"""One submission in the making: an honest one, until an attack changes it."""

from __future__ import annotations

from pathlib import Path

import nbformat

from nnkit.progress import record_answer
from tests.hostile import toy
from tests.hostile.outside import Outside


class Work:
    """A learner's folder with every exercise solved.

    ``outside`` is what an attack may aim at. Nothing is on the disk before ``save``.
    """

    def __init__(self, folder: Path, outside: Outside) -> None:
        self.folder, self.outside = folder, outside
        self.name = folder.parent.name
        self.notebook = toy.released(outside.root)
        self.raw: bytes | None = None  # the notebook's file, where it isn't this notebook
        folder.mkdir(parents=True)
        for exercise, source in toy.ANSWERS.items():
            self.answer(exercise, source)

    def cell(self, grade_id: str):
        """The cell with this grade id."""
        return next(cell for cell in self.notebook.cells if _grade_id(cell) == grade_id)

    def answer(self, exercise: str, source: str) -> None:
        """Write this in the exercise's cell."""
        self.cell(toy.solution_id(exercise)).source = source

    def wrong(self, *exercises: str) -> None:
        """Give a wrong answer to these."""
        for exercise in exercises:
            self.answer(exercise, toy.WRONG[exercise])

    def before(self, exercise: str, source: str) -> None:
        """A cell of the learner's own, in front of the exercise's cell."""
        place = self.notebook.cells.index(self.cell(toy.solution_id(exercise)))
        self.notebook.cells.insert(place, nbformat.v4.new_code_cell(source))

    def says(self, question: str, answer: object) -> None:
        """Record an answer to a question of the quiz."""
        record_answer(question, answer, folder=self.folder)

    def put(self, name: str, text: str | bytes = b"") -> Path:
        """A file beside the notebook."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    @property
    def mark(self) -> str:
        """What the attack calls its processes."""
        return self.outside.mark(self.name)

    @property
    def file(self) -> Path:
        return self.folder / f"{toy.LESSON}.ipynb"

    def save(self) -> None:
        """Write the notebook, unless the attack has put something else in its place."""
        if self.raw is not None:
            self.file.write_bytes(self.raw)
        elif not self.file.is_symlink() and not self.file.exists():
            nbformat.write(self.notebook, self.file)


def _grade_id(cell) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")
