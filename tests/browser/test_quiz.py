"""The questions of a lesson in a real JupyterLab: answered by keyboard, kept, and counted."""

from __future__ import annotations

import json

import nbformat
import pytest
from playwright.sync_api import Page, expect

from nnkit.quiz import as_text, read_bank
from tests.browser.kit import SLOW, Lab, Notebook
from tests.quiz.conftest import BANK
from tests.quiz.harness import grave_barriers

CELLS = [
    "from nnkit.quiz import ask, checkpoint, progress_bar",
    *(f'ask("toy.{name}")' for name in ("colour", "even", "half", "why")),
    'checkpoint("toy")',
    "progress_bar()",
]


@pytest.fixture
def toy(lab: Lab) -> str:
    """A tiny lesson among the others; the path of its notebook in work/."""
    folder = lab.work / "90_toy"
    folder.mkdir()
    questions = read_bank(BANK, "toy").questions
    (folder / "questions.json").write_text(as_text("toy", "Toy", questions), encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, folder / "90_toy.ipynb")
    return "90_toy/90_toy.ipynb"


def answer(lesson: Notebook, name: str, *keys: str) -> None:
    """From the cell's first field on, by keyboard alone."""
    form = lesson.cell(f'ask("toy.{name}")').locator("form")
    form.locator("input").first.focus()
    for key in keys:
        lesson.page.keyboard.press(key)


def load_again(page: Page) -> None:
    page.reload()
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=SLOW)


def test_questions_are_answered_by_keyboard_and_kept(open_notebook, lab, toy):
    lesson = open_notebook(toy)
    page = lesson.page
    lesson.run_all()
    colour, even, why = (lesson.cell(f'ask("toy.{name}")') for name in ("colour", "even", "why"))
    expect(lesson.cell("progress_bar()")).to_contain_text("0 of 5 questions", timeout=SLOW)
    expect(colour.get_by_role("radio")).to_have_count(2, timeout=SLOW)

    answer(lesson, "colour", "ArrowDown", "Tab", "Enter")
    expect(colour.get_by_role("status")).to_contain_text("✗ Not yet.")
    answer(lesson, "colour", "ArrowDown", "ArrowUp", "Enter")
    expect(colour.get_by_role("status")).to_contain_text("✓ Right.")
    answer(lesson, "even", "Space", "Tab", "Space", "Tab", "Tab", "Space")
    expect(even.get_by_role("status")).to_contain_text("Of your 2 picks 1 is wrong.")
    answer(lesson, "why", "Space", "Enter")
    expect(why.get_by_role("status")).to_contain_text("● Recorded.")
    assert page.locator(".jp-Cell").count() == len(CELLS)  # no key was taken for a command
    lesson.screenshot("answered", colour)

    checkpoint = lesson.run(lesson.cell('checkpoint("toy")'))
    expect(checkpoint.get_by_role("status")).to_contain_text("2 of 4 questions answered")
    bar = lesson.run(lesson.cell("progress_bar()"))
    expect(bar).to_contain_text("3 of 5 questions")
    expect(bar.get_by_role("progressbar", name="Progress in Toy")).to_have_attribute("value", "3")
    assert grave_barriers(page, ".jp-OutputArea") == []

    lesson.command("docmanager:save")
    load_again(page)
    expect(colour.get_by_role("radio").first).to_be_checked(timeout=SLOW)
    expect(colour.get_by_role("status")).to_contain_text("✓ Right.")
    expect(even.get_by_role("checkbox", name="three")).to_be_checked()
    answer(lesson, "even", "Tab", "Space", "Tab", "Space", "Enter")
    expect(even.get_by_role("status")).to_contain_text("✓ Right.")
    kept = json.loads((lab.work / "90_toy" / "progress.json").read_text(encoding="utf-8"))
    assert kept["answers"]["toy.even"] == {
        "answer": ["two", "four"],
        "correct": True,
        "attempts": 2,
    }
    lesson.theme("Dark")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false", timeout=SLOW)
    assert grave_barriers(page, ".jp-OutputArea") == []
    lesson.screenshot("loaded-again-dark", even)
