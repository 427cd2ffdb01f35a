"""The builder's notebook in a real JupyterLab: from the start page, all its builders at once."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.kit import SLOW

NOTEBOOK = "builder/builder.ipynb"


def builder(cell: Locator) -> Locator:
    """The builder under a cell."""
    return cell.get_by_role("region", name="Neural network builder")


def test_the_start_page_leads_to_it(open_notebook):
    page = open_notebook("00_start/00_start.ipynb").page
    page.get_by_role("link", name="the Network Builder").click()
    expect(page.get_by_role("tab", name="builder.ipynb")).to_be_visible(timeout=SLOW)


def test_it_runs_from_top_to_bottom_and_its_builders_train(open_notebook):
    notebook = open_notebook(NOTEBOOK)
    notebook.run_all()
    first = builder(notebook.cell('NetworkBuilder("neuron")'))
    own = builder(notebook.cell("class MyReLU"))
    last = builder(notebook.cell('hide=["presets"]'))
    expect(last).to_be_visible(timeout=SLOW)

    first.get_by_role("button", name="Play").click()
    expect(first).to_contain_text(re.compile(r"Accuracy\s*100"), timeout=SLOW)
    first.get_by_role("button", name="Pause").click()
    notebook.screenshot("neuron", first)

    rate = first.get_by_role("textbox", name="Learning rate", exact=True)
    rate.fill("fast")
    rate.press("Enter")
    expect(first.get_by_text("This is a number; got 'fast'.").first).to_be_visible()

    expect(own).to_contain_text("Epoch 0")
    own.get_by_role("button", name="Step by one epoch").click()
    expect(own).to_contain_text("Epoch 1")
    notebook.screenshot("own", own)
    expect(notebook.cell("class MyDenseTurned")).to_contain_text("stops in line 4")

    question = notebook.cell('ask("builder.one_line")')
    question.get_by_text("One neuron draws one straight line").click()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).to_contain_text("✓ Right")


def test_lesson_04_opens_it_with_the_learners_functions(open_notebook):
    lesson = open_notebook("04_backpropagation/04_backpropagation.ipynb")
    lesson.run_all()
    shown = builder(lesson.cell('NetworkBuilder("lesson 04"'))
    expect(shown).to_be_visible(timeout=2 * SLOW)
    shown.get_by_role("button", name="Step slowly through one sample").click()
    expect(shown).to_contain_text("Forward, hidden layer 1")
    lesson.screenshot("slow", shown)
