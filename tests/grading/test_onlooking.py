"""Without figures, only cells are left out that nothing can depend on."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nnkit.grading.onlooking import only_to_look_at

IMPORTS = "from nnkit import explore, figures, nn\nfrom nnkit.quiz import ask, progress_bar as bar"


def left_out(source: str, **metadata: object) -> bool:
    cells = [
        new_code_cell(IMPORTS, id="imports"),
        new_code_cell(source, id="it", metadata=metadata),
    ]
    return "it" in only_to_look_at(new_notebook(cells=cells))


@pytest.mark.parametrize(
    "source",
    ['ask("neuron.bias")', "bar()", "explore.neuron(neuron)", "figures.boundary(x, w[1:], b=-1)"],
)
def test_what_only_shows_something_is_left_out(source):
    assert left_out(source)


@pytest.mark.parametrize(
    "source",
    [
        "figures.boundary(x, fit(x))",  # fit may print, or draw random numbers
        "picture = figures.gates()",
        "figures.gates()\nx = 1",
        "nn.fit()",
        "print(1)",
        "%matplotlib inline",
        "x",
        "",
        "figures = 3",
    ],
)
def test_anything_else_is_run(source):
    assert not left_out(source)


def test_a_name_with_two_meanings_is_run():
    cells = [
        new_code_cell(text, id=f"at-{len(text)}") for text in (IMPORTS, "ask = print", "ask(1)")
    ]
    assert not only_to_look_at(new_notebook(cells=cells))


@pytest.mark.parametrize("mark", ["grade", "solution"])
def test_a_cell_with_points_or_answers_is_run(mark):
    assert not left_out("figures.gates()", nbgrader={mark: True})
