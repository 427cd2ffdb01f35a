"""Formulas and tables on feedback and formgrader's pages: drawn without a script."""

from __future__ import annotations

import re
import time
from pathlib import Path

import nbformat
import pytest

from nnkit.grading.pages import markdown2html

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("formula", ["$x^2$", "$$x^2$$", r"\begin{matrix}x^2\end{matrix}"])
def test_formulas_are_drawn_without_a_script(formula):
    html = markdown2html(None, f"So {formula} it is.")
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "$" not in html
    assert "begin" not in html


@pytest.mark.parametrize("formula", [r"$\nonsense{x}$", "$}{$", f"${'{' * 2_000}$"])
def test_what_is_no_formula_stays_as_it_was_written(formula):
    assert formula in markdown2html(None, formula)


@pytest.mark.parametrize(
    "formula", ["{" * 900 + "}" * 900, r"\frac{" * 200, r"\left(" * 300, "x_" * 900]
)
def test_formulas_take_no_time_worth_speaking_of(formula):
    begun = time.process_time()
    markdown2html(None, "\n\n".join(f"${formula}{number}$" for number in range(10)))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("lesson", sorted(path.stem for path in ROOT.glob("lessons/*/*.ipynb")))
def test_every_formula_of_the_lessons_is_drawn(lesson):
    notebook = nbformat.read(ROOT / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    html = "".join(markdown2html(None, text) for text in texts)
    assert "<math" in html
    assert re.findall(r"\$[^$]+\$", re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", html)) == []


def test_the_cells_of_a_table_have_room_between_them():
    html = markdown2html(None, "| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert html.count("padding:2px 12px 2px 0") == 4
    assert "text-align:right" in html
