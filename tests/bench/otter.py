"""Lesson 01 for otter-grader: the solved notebook, and one test of ours for every exercise.

otter is no part of the course. It is timed when NNKIT_OTTER names a virtual environment that has
otter-grader and what the course needs (`pip install otter-grader -r requirements.txt`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import nbformat

from nnkit.exercises import exercise
from tests.lessons.conftest import ROOT, read

ROUNDS = 4
TEST = """OK_FORMAT = True
CODE = '''>>> from nnkit.check import run_check
>>> run_check({id!r}, {name}).passed
True'''
CASE = {{"code": CODE, "hidden": False, "locked": False}}
SUITE = {{"cases": [CASE], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}
test = {{"name": {name!r}, "points": {points}, "suites": [SUITE]}}
"""


def rows(lesson: str, folder: Path) -> Iterator[tuple[str, float, str, str]]:
    """Submissions a minute of `otter run`, one after the other."""
    home = os.environ.get("NNKIT_OTTER")
    if not home:
        yield "otter run", float("nan"), "/min", "not measured here: NNKIT_OTTER is not set"
        return
    programs = Path(home) / "bin"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{programs}:{os.environ['PATH']}"}
    made = _make(lesson, folder)
    _run([programs / "otter", "generate", "-t", "tests", "-o", "grader.zip"], folder, environment)
    command = [programs / "otter", "run", "-a", "grader.zip", "-o", "out", "--no-logo", made.name]
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        _run(command, folder, environment)
        times.append(perf_counter() - start)
    earned, possible = _score(folder / "out" / "results.json")
    note = f"not in a container; median of {ROUNDS}; {earned:g} of {possible:g} points"
    yield "otter run", 60 / sorted(times)[ROUNDS // 2], "/min", note


def _make(lesson: str, folder: Path) -> Path:
    notebook = read(ROOT / "solutions" / lesson / f"{lesson}.ipynb")
    (folder / "tests").mkdir(parents=True)
    (folder / "out").mkdir()
    cells = [nbformat.v4.new_code_cell("import otter\ngrader = otter.Notebook()")]
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade_id", "").startswith("checkpoint-"):
            continue
        cells.append(cell)
        if mark.get("grade"):
            cells.append(_check(mark["grade_id"], folder))
        cell.metadata.clear()
    notebook.cells = cells
    path = folder / f"{lesson}.ipynb"
    nbformat.write(notebook, path)
    return path


def _check(grade_id: str, folder: Path) -> nbformat.NotebookNode:
    asked = exercise(grade_id.removeprefix("test-").replace("-", ".", 1))
    text = TEST.format(id=asked.id, name=asked.name, points=asked.points)
    (folder / "tests" / f"{asked.name}.py").write_text(text)
    return nbformat.v4.new_code_cell(f'grader.check("{asked.name}")')


def _run(command: list[Path | str], folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, timeout=300
    )


def _score(results: Path) -> tuple[float, float]:
    tests = json.loads(results.read_text())["tests"]
    scored = [test for test in tests if "max_score" in test]
    return sum(t["score"] for t in scored), sum(t["max_score"] for t in scored)
