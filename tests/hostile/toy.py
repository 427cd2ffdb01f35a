"""A short lesson, cut from lesson 01: three exercises and the checkpoint, nothing drawn."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
LESSON = "01_neuron"
EXERCISES = ("weighted_sum", "neuron", "signed_distance")
POINTS = 2.0
CHECKPOINT = "checkpoint-neuron"

ANSWERS = {
    "weighted_sum": "def weighted_sum(X, w, b):\n    return X @ w + b",
    "neuron": "def neuron(X, w, b, activation):\n    return activation(X @ w + b)",
    "signed_distance": "def signed_distance(X, w, b):\n    return (X @ w + b) / np.linalg.norm(w)",
}
WRONG = {  # known mistakes, worth nothing
    "weighted_sum": "def weighted_sum(X, w, b):\n    return X @ w - b",
    "neuron": "def neuron(X, w, b, activation):\n    return X @ w + b",
    "signed_distance": "def signed_distance(X, w, b):\n    return X @ w + b",
}


def solution_id(exercise: str) -> str:
    return f"neuron-{exercise}"


def test_id(exercise: str) -> str:
    return f"test-neuron-{exercise}"


def write_course(root: Path) -> None:
    """The course's folders with this lesson, as its author and as `nnkit build` leave them."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for folder in ("solutions", "lessons"):
        target = root / folder / LESSON
        target.mkdir(parents=True)
        nbformat.write(_short(folder), target / f"{LESSON}.ipynb")
        shutil.copy(ROOT / folder / LESSON / "questions.json", target)
    shutil.copy(ROOT / "solutions" / LESSON / "quiz.yaml", root / "solutions" / LESSON)


def released(root: Path):
    return nbformat.read(root / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)


def _short(folder: str):
    notebook = nbformat.read(ROOT / folder / LESSON / f"{LESSON}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if _kept(cell)]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _kept(cell) -> bool:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    wanted = {f(exercise) for f in (solution_id, test_id) for exercise in EXERCISES}
    return (
        grade_id in wanted | {CHECKPOINT}
        or cell.source.startswith("import numpy")
        or any(f'carry_on("neuron.{exercise}")' in cell.source for exercise in EXERCISES)
    )
