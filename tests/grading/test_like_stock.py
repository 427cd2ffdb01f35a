"""Honest submissions: the shipped settings give cell for cell what stock nbgrader gives."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.lessons.conftest import LESSONS, ROOT, read, submissions, submit
from tests.stock_nbgrader import STOCK_SETTINGS, nbgrader

CUT = "... Output truncated ..."
OWN = re.compile(r"0x[0-9a-f]+|ipykernel_\d+")  # what no two runs have in common
CLOCK = "perf_counter()"  # in a cell that shows how long something took
ALL, TWO = tuple(submissions("01_neuron")), ("solved", "wrong")
# Not 00_start: it lists the course's lessons, which a sandbox hides.
STATES = {lesson: TWO for lesson in LESSONS if lesson != "00_start"} | {"01_neuron": ALL}
GRADED = [(lesson, state) for lesson, states in STATES.items() for state in states]


@dataclass(frozen=True)
class Graded:
    """A lesson, graded in a course of its own."""

    root: Path
    lesson: str

    def notebook(self, student):
        return read(self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb")

    def grades(self, student):
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as book:
            found = book.find_submission_notebook(self.lesson, self.lesson, student)
            return {grade.name: (grade.auto_score, grade.max_score) for grade in found.grades}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grades a lesson with some settings added to the shipped ones, once."""
    done = {}

    def of(lesson: str, settings: str) -> Graded:
        if (lesson, settings) not in done:
            root = tmp_path_factory.mktemp(lesson)
            done[lesson, settings] = Graded(_course(root, lesson, settings), lesson)
        return done[lesson, settings]

    return of


def _course(root: Path, lesson: str, settings: str) -> Path:
    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(text + settings, encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / lesson, root / "solutions" / lesson)
    states = submissions(lesson)
    for student in STATES[lesson]:
        submit(root, lesson, student, states[student])
    nbgrader(root, "generate_assignment", lesson, "--force")
    nbgrader(root, "autograde", lesson)
    return root


@pytest.mark.parametrize(("lesson", "student"), GRADED)
def test_the_same_points_for_every_cell(graded, lesson, student):
    ours, theirs = graded(lesson, ""), graded(lesson, STOCK_SETTINGS)
    assert ours.grades(student) == theirs.grades(student)


@pytest.mark.parametrize(("lesson", "student"), GRADED)
def test_the_same_cells_with_the_same_outputs(graded, lesson, student):
    ours, theirs = (graded(lesson, each).notebook(student) for each in ("", STOCK_SETTINGS))
    if student == "unparsable":
        ours, theirs = without_reasons(ours), without_reasons(theirs)
    assert [cell.id for cell in ours.cells] == [cell.id for cell in theirs.cells]
    for one, other in zip(ours.cells, theirs.cells, strict=True):
        assert one.source == other.source
        if one.cell_type == "code":
            assert CLOCK in one.source or shown(one) == shown(other), one.source
            assert one.execution_count == other.execution_count


def shown(cell):
    """What a cell shows, without what differs from run to run: how streams are split and mixed."""
    streams, rest = {}, []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            views = [kind for kind in output.get("data", {}) if "widget" in kind]
            data = {k: v for k, v in output.get("data", {}).items() if k not in views}
            rest.append({**output, "data": data, "metadata": {}})
    if any(CUT in text for text in streams.values()):
        streams = {}  # how much is left depends on how the streams were split and mixed
    return OWN.sub("…", json.dumps([streams, rest], sort_keys=True))


def without_reasons(notebook):
    """The scores under the checks, not the cards: stock nbgrader can't know the reason."""
    for cell in notebook.cells:
        if cell.id.startswith("test-"):
            for output in cell.outputs:
                output["data"].pop("text/html", None)
    return notebook
