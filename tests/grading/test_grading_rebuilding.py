"""The notebook that is graded is the lesson's, whatever was done to the one handed in."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import v4

from nnkit.course.catalogue import lessons
from nnkit.grading.rebuilding import grade_id, is_solution, rebuild

ROOT = Path(__file__).parents[2]
RELEASED = {
    lesson.name: nbformat.read(lesson.released / lesson.notebook, as_version=4)
    for lesson in lessons(ROOT)
}
SOURCE = RELEASED["01_neuron"]
SOLUTION = "neuron-weighted_sum"
ANSWER = "def weighted_sum(x, w, b):\n    return x @ w + b"


def handed_in():
    """The released notebook with one answer in it."""
    notebook = copy.deepcopy(SOURCE)
    the(notebook, SOLUTION).source = ANSWER
    return notebook


def the(notebook, name: str):
    return next(cell for cell in notebook.cells if cell.id == name)


def at(notebook, name: str) -> int:
    return notebook.cells.index(the(notebook, name))


def own(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.id.startswith("own-")]


@pytest.mark.parametrize("name", RELEASED)
def test_what_was_given_out_comes_back(name):
    source = RELEASED[name]
    for submitted in (copy.deepcopy(source), None):
        rebuilt = rebuild(source, submitted)
        assert rebuilt.notebook == source
        assert rebuilt.notes == ()


def test_an_answer_comes_with_all_else_from_the_lesson():
    expected = handed_in()
    submitted = handed_in()
    for cell in submitted.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
        cell.metadata.get("nbgrader", {}).update(points=1000, locked=False, solution=True)
        if cell.id.startswith("test-"):
            cell.source = "1000.0"
        if cell.cell_type == "code":
            cell.outputs = [v4.new_output("stream", text="forged")]
    submitted.metadata.kernelspec.name = "bash"
    assert rebuild(SOURCE, submitted).notebook == expected


def test_of_several_cells_the_last_is_graded_and_the_others_come_before():
    submitted = handed_in()
    place = at(submitted, SOLUTION)
    for number, text in enumerate(["helper = 1", the(SOURCE, SOLUTION).source, ANSWER]):
        again = copy.deepcopy(submitted.cells[place])
        again.id, again.source = f"again{number}", text
        submitted.cells.insert(place, again)
    rebuilt = rebuild(SOURCE, submitted)
    assert the(rebuilt.notebook, SOLUTION).source == ANSWER
    assert own(rebuilt.notebook) == ["helper = 1"]
    assert rebuilt.notebook.cells[at(rebuilt.notebook, SOLUTION) - 1].source == "helper = 1"
    assert f"There are 4 cells {SOLUTION}. The last is graded." in rebuilt.notes


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_retyped_solution_is_code_again(kind):
    submitted = handed_in()
    cell = the(submitted, SOLUTION)
    cell.cell_type = kind
    del cell["outputs"], cell["execution_count"]
    rebuilt = rebuild(SOURCE, submitted)
    assert rebuilt.notebook == handed_in()
    assert "no longer a code cell" in rebuilt.notes[0]


def test_a_deleted_solution_is_the_stub():
    submitted = handed_in()
    submitted.cells.remove(the(submitted, SOLUTION))
    rebuilt = rebuild(SOURCE, submitted)
    assert rebuilt.notebook == SOURCE
    assert rebuilt.notes == (f"The cell {SOLUTION} is missing, so its function is not written.",)


@pytest.mark.parametrize("lost", ["metadata", "id"])
def test_a_solution_is_known_by_its_grade_id_or_its_id(lost):
    submitted = handed_in()
    for cell in submitted.cells:
        if lost == "metadata":
            cell.metadata = {}
        else:
            del cell["id"]
    assert rebuild(SOURCE, submitted).notebook == handed_in()


def test_own_cells_stay_where_they_were():
    submitted = handed_in()
    helper = "%%time\n!ls\ndef helper(): ..."
    submitted.cells.insert(0, v4.new_code_cell("import math"))
    submitted.cells.insert(at(submitted, SOLUTION), v4.new_code_cell(helper))
    submitted.cells.insert(at(submitted, SOLUTION) + 1, v4.new_markdown_cell("My *notes*"))
    submitted.cells.append(v4.new_raw_cell("raw"))
    submitted.cells.append(v4.new_code_cell(" \n"))
    notebook = rebuild(SOURCE, submitted).notebook
    assert own(notebook) == ["import math", helper, "My *notes*", "raw"]
    assert notebook.cells[0].source == "import math"
    place = at(notebook, SOLUTION)
    assert notebook.cells[place - 1].source == helper
    assert notebook.cells[place + 1].source == "My *notes*"
    assert [cell.cell_type for cell in notebook.cells if cell.id.startswith("own-")] == [
        *("code", "code", "markdown", "raw")
    ]
    nbformat.validate(notebook)


def test_own_cells_keep_nothing_but_their_text():
    submitted = handed_in()
    cell = v4.new_markdown_cell("![x](attachment:a)", attachments={"a": {"image/png": "AAAA"}})
    cell.metadata = {"nbgrader": {"grade_id": "mine", "grade": True, "points": 9}, "tags": ["x"]}
    submitted.cells.append(cell)
    kept = rebuild(SOURCE, submitted).notebook.cells[-1]
    assert kept == {
        "id": "own-1",
        "cell_type": "markdown",
        "source": "![x](attachment:a)",
        "metadata": {},
    }


def plain(notebook):
    return next(c for c in notebook.cells if c.cell_type == "code" and not grade_id(c))


def test_an_edited_cell_of_the_lesson_is_the_lesson_s_again():
    submitted = handed_in()
    plain(submitted).source += "\nnumber = 7"
    assert rebuild(SOURCE, submitted).notebook == handed_in()


def test_a_copy_of_a_cell_of_the_lesson_is_the_learner_s_own():
    submitted = handed_in()
    again = v4.new_code_cell(plain(submitted).source)
    submitted.cells.append(again)
    assert own(rebuild(SOURCE, submitted).notebook) == [again.source]


def test_no_id_of_the_learner_s_can_take_the_place_of_another():
    submitted = handed_in()
    for name in ("own-1", "own-1", SOLUTION.upper(), ""):
        submitted.cells.append(v4.new_code_cell(f"x = {name!r}") | {"id": name})
    notebook = rebuild(SOURCE, nbformat.from_dict(submitted)).notebook
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def _delete(cells, place, _draw):
    del cells[place]


def _duplicate(cells, place, draw):
    again = copy.deepcopy(cells[place])
    again.source = draw(st.sampled_from([again.source, "other = 1", "", cells[0].source]))
    again.id = draw(st.sampled_from([again.id, "fresh", "own-1", cells[0].id]))
    cells.insert(draw(st.integers(0, len(cells))), again)


def _move(cells, place, draw):
    cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(place))


def _retype(cells, place, draw):
    cells[place].cell_type = draw(st.sampled_from(["code", "markdown", "raw", "heading", "?"]))


def _tag(cells, place, draw):
    tags = st.sampled_from([{}, {"tags": ["skip-execution"]}, {"nbgrader": {"solution": True}}])
    cells[place].metadata = nbformat.from_dict(draw(tags))


def _rename(cells, place, draw):
    name = draw(st.sampled_from(["", "own-1", SOLUTION, f"test-{SOLUTION}", cells[0].id]))
    cells[place].id = name
    if draw(st.booleans()):
        cells[place].metadata = nbformat.from_dict({"nbgrader": {"grade_id": name}})


def _edit(cells, place, draw):
    cells[place].source = draw(st.sampled_from(["", "x = 1", cells[0].source, cells[-1].source]))


EDITS = [_delete, _duplicate, _move, _retype, _tag, _rename, _edit]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_after_any_edits_the_lesson_is_whole(data):
    submitted = handed_in()
    for _ in range(data.draw(st.integers(1, 8))):
        edit = data.draw(st.sampled_from(EDITS))
        edit(submitted.cells, data.draw(st.integers(0, len(submitted.cells) - 1)), data.draw)
    notebook = rebuild(SOURCE, submitted).notebook
    nbformat.validate(notebook)
    assert _bare(cell for cell in notebook.cells if not cell.id.startswith("own-")) == _bare(
        SOURCE.cells
    )
    assert rebuild(SOURCE, notebook).notebook == notebook


def _bare(cells):
    """The cells without what a learner may write."""
    return [{**cell, "source": ""} if is_solution(cell) else cell for cell in cells]
