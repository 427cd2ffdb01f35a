"""Notebooks that are changed where the learner has nothing to write, or that are none."""

from __future__ import annotations

import copy
import json

import nbformat

from tests.hostile import toy
from tests.hostile.attack import SOLVED, attack

NOTHING = (0.0, 0.0, 0.0)
KEEPS = (2.0, 0.0, 2.0)
DAMAGED = r"notebook|damaged|format|JSON|empty|large"


def check_cell(work, exercise: str = "neuron"):
    return work.cell(toy.test_id(exercise))


@attack("verdict", earns=KEEPS, reason=".")
def check_cells_of_its_own(work):
    """The check cell holds the points as a number."""
    work.wrong("neuron")
    check_cell(work).source = "2.0"


@attack("verdict", earns=KEEPS, reason=".")
def check_cells_skipped_by_a_tag(work):
    """A tag says that the check isn't to be run; not run is not failed."""
    work.wrong("neuron")
    check_cell(work).metadata["tags"] = ["skip-execution", "raises-exception", "hide-cell"]


@attack("comparison", earns=KEEPS, reason=".")
def check_cells_worth_more(work):
    """A thousand points for one exercise, and for a wrong answer too."""
    work.wrong("neuron")
    check_cell(work, "weighted_sum").metadata.nbgrader.points = 1000
    check_cell(work).metadata.nbgrader.update(points=-2, solution=True, grade=True)


@attack("verdict", earns=KEEPS, reason=".")
def check_cells_deleted(work):
    """Without a check there is nothing to fail."""
    work.wrong("neuron")
    work.notebook.cells.remove(check_cell(work))


@attack("verdict", earns=(2, 2, 2))
def check_cells_duplicated(work):
    """Each check twice, for twice the points."""
    for exercise in toy.EXERCISES:
        cell = check_cell(work, exercise)
        again = copy.deepcopy(cell)
        again["id"] = f"again-{exercise}"
        work.notebook.cells.insert(work.notebook.cells.index(cell), again)


@attack("verdict", earns=KEEPS, reason=".")
def check_cells_retyped(work):
    """The check is a Markdown cell, or a raw one."""
    work.wrong("neuron")
    cell = check_cell(work)
    cell.cell_type = "markdown"
    for field in ("outputs", "execution_count"):
        cell.pop(field)
    cell.metadata.nbgrader.cell_type = "markdown"


@attack("verdict", earns=SOLVED)
def solution_cells_retyped(work):
    """The answer is a raw cell."""
    cell = work.cell("neuron-neuron")
    cell.cell_type = "raw"
    for field in ("outputs", "execution_count"):
        cell.pop(field)


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED, reason="")
def cells_in_another_order(work):
    """Back to front: the source's order counts."""
    work.notebook.cells.reverse()


@attack("verdict", earns=KEEPS, reason=".")
def swaps_grade_ids(work):
    """A right answer to the easy exercise, under the names of two."""
    easy = work.cell("neuron-weighted_sum").source
    work.answer("neuron", easy)
    check_cell(work).source = 'check("neuron.weighted_sum")'


@attack("nothing", earns=(2, 0, 2), reason=".")
def solution_cells_twice(work):
    """A right answer and behind it a wrong one of the same id: the last counts."""
    cell = work.cell("neuron-neuron")
    again = copy.deepcopy(cell)
    again.source, again["id"] = toy.WRONG["neuron"], "again"
    work.notebook.cells.insert(work.notebook.cells.index(cell) + 1, again)


@attack("settings", earns=KEEPS)
def another_kernel(work):
    """A kernel whose start is a command of the learner's."""
    work.wrong("neuron")
    mark = str(work.outside.loot / f"{work.name}-kernel")
    work.notebook.metadata.kernelspec = {
        "name": "evil",
        "display_name": "Python 3",
        "language": "python",
        "argv": ["touch", mark],
    }
    spec = {"argv": ["touch", mark], "display_name": "Evil", "language": "python"}
    work.put("kernels/evil/kernel.json", json.dumps(spec))


@attack("pages", earns=SOLVED)
def metadata_of_every_kind(work):
    """Metadata that readers trip over."""
    work.notebook.metadata.update(
        nbgrader={"points": 100},
        title="<script>alert(1)</script>",
        widgets={"x": [None]},
        language_info={"name": "<b>", "file_extension": "/../../x"},
        toc={"a": "x" * 100_000},
    )
    for cell in work.notebook.cells:
        cell.metadata.update(tags=["parameters", "<script>"], collapsed=True)


@attack("pages", earns=SOLVED)
def markup_everywhere(work):
    """Script in Markdown and in outputs, for whoever reads the page."""
    script = "<script>alert('hostile')</script><img src=x onerror=alert('hostile')>"
    work.notebook.cells.insert(0, nbformat.v4.new_markdown_cell(script))
    work.before(
        "neuron",
        f"from IPython.display import HTML, Javascript, Markdown, display\n"
        f"display(HTML({script!r}), Javascript('alert(1)'), Markdown({script!r}))",
    )


@attack("reading", earns=NOTHING, reason=DAMAGED)
def empty_file(work):
    """Nothing in it."""
    work.raw = b""


@attack("reading", earns=NOTHING, reason=DAMAGED)
def not_json(work):
    """A picture under a notebook's name."""
    work.raw = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100


@attack("reading", earns=NOTHING, reason=DAMAGED)
def json_but_no_notebook(work):
    """A list, not a notebook."""
    work.raw = b"[1, 2, 3]"


@attack("reading", earns=NOTHING, reason=DAMAGED)
def cut_off(work):
    """A notebook that was saved halfway."""
    data = nbformat.writes(work.notebook).encode()
    work.raw = data[: len(data) // 2]


@attack("reading", earns=NOTHING, reason=DAMAGED)
def deeper_than_any_reader(work):
    """JSON in JSON, two hundred thousand deep."""
    work.raw = b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


@attack("nothing", earns=SOLVED)
def fifty_megabytes(work):
    """A notebook with 60 MB of outputs."""
    work.notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="x" * 60_000_000)]


@attack("reading", earns=NOTHING, reason=DAMAGED)
def two_hundred_megabytes(work):
    """A file larger than anybody writes; on the disk it is mostly a hole."""
    work.file.write_bytes(nbformat.writes(work.notebook).encode())
    with work.file.open("r+b") as file:
        file.truncate(200_000_000)


@attack("reading", earns=NOTHING, reason=DAMAGED)
def null_bytes(work):
    """Null bytes behind the notebook's end."""
    work.raw = nbformat.writes(work.notebook).encode() + b"\0" * 1000


@attack("reading", earns=SOLVED)
def lone_surrogates(work):
    """Text that no encoding can write."""
    text = nbformat.writes(work.notebook)
    work.raw = text.replace("return", "'\\\\ud83d'; return").encode()
    work.raw = work.raw.replace(b'"cell_type"', b'"x": "\\udfff", "cell_type"', 1)


@attack("nothing", earns=SOLVED)
def version_three(work):
    """A notebook of 2013."""
    old = nbformat.convert(copy.deepcopy(work.notebook), 3)
    work.raw = nbformat.writes(old, version=3).encode()


@attack("reading", earns=NOTHING, reason=DAMAGED)
def version_of_the_future(work):
    """A notebook of a format that isn't there yet."""
    work.raw = nbformat.writes(work.notebook).replace('"nbformat": 4', '"nbformat": 99').encode()


@attack("reading", earns=NOTHING, reason="lesson|notebook")
def another_lesson(work):
    """The notebook of another lesson under this one's name."""
    other = toy.ROOT / "lessons" / "02_activations" / "02_activations.ipynb"
    work.raw = other.read_bytes()


@attack("reading", earns=SOLVED)
def cells_of_every_type(work):
    """Cells that are numbers, and fields of other types."""
    notebook = json.loads(nbformat.writes(work.notebook))
    notebook["cells"][:0] = [
        7,
        None,
        "cell",
        [],
        {},
        {"cell_type": "code", "source": 3},
        {"cell_type": ["code"], "metadata": None, "source": {"a": 1}, "outputs": "many"},
        {"cell_type": "code", "metadata": {"nbgrader": [1]}, "source": ["a", 1], "id": 5},
    ]
    work.raw = json.dumps(notebook).encode()


@attack("limits", earns=NOTHING, up_to=SOLVED, reason="")
def cells_without_number(work):
    """Five thousand cells of the learner's own, each of which shows something."""
    for number in range(5_000):
        work.notebook.cells.append(nbformat.v4.new_code_cell(f"'x' * 1000, {number}"))


@attack("pages", earns=SOLVED)
def ids_of_every_kind(work):
    """Cell ids that are the same, empty, markup, or very long."""
    odd = ["same", "same", "", "<script>alert(1)</script>", "x" * 10_000, "../../x", "a b"]
    notebook = json.loads(nbformat.writes(work.notebook))
    for cell, each in zip(notebook["cells"], odd, strict=False):
        cell["id"] = each
    work.raw = json.dumps(notebook).encode()
