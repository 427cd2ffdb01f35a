"""Gradient descent in a real JupyterLab: stepped by keyboard, bent by its rate, dragged."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from tests.browser.kit import SLOW, Lab
from tests.browser.test_explorers import group

CELLS = (
    "from nnkit import explore\n\nexplore.descent()",
    "def uphill(f_grad, w, lr, steps):\n    return f_gradient(w)\n\nexplore.descent(uphill)",
)


def write_notebook(lab: Lab) -> str:
    """A notebook that shows the explorer twice, in work/; returns its path there."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**code, "id": f"cell-{n}", "source": source} for n, source in enumerate(CELLS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    file = lab.work / "descent" / "descent.ipynb"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(notebook))
    return "descent/descent.ipynb"


def test_a_rate_is_raised_until_it_diverges(lab, open_notebook):
    notebook = open_notebook(write_notebook(lab))
    notebook.run_all()
    broken = group(notebook, "Explorer: gradient descent").last
    expect(broken.get_by_role("status")).to_have_text(
        "Your uphill raised NameError: name 'f_gradient' is not defined.", timeout=SLOW
    )
    panel = group(notebook, "Explorer: gradient descent").first
    picture, said = panel.get_by_role("img"), panel.get_by_role("status")
    expect(said).to_contain_text("Where will the next step land?")
    step = panel.get_by_role("button", name="Step", exact=True)
    step.press("Enter")
    expect(said).to_contain_text("Step 1: falling")
    panel.get_by_role("button", name="10 steps").press("Enter")
    expect(said).to_contain_text("Step 11: falling")
    expect(picture).to_have_attribute("alt", re.compile("After 11 steps"))
    notebook.screenshot("falling", panel)

    rate = panel.get_by_role("slider", name="α, learning rate")
    rate.focus()
    for _ in range(5):
        notebook.page.keyboard.press("ArrowRight")
    expect(rate).to_have_attribute("aria-valuetext", "0.23")
    expect(said).to_contain_text("Step 11: zigzagging")
    notebook.screenshot("zigzagging", panel)
    notebook.page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Step 11: overshooting")
    expect(said).to_contain_text("2/λmax = 2/8.41 = 0.238")
    notebook.screenshot("overshooting", panel)

    panel.get_by_role("combobox", name="The loss of").select_option(index=1)
    expect(said).to_contain_text("Where will the next step land?")
    box = picture.bounding_box()
    notebook.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
    notebook.page.mouse.down()
    notebook.page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.5 * box["height"], steps=6)
    notebook.page.mouse.up()
    expect(panel.get_by_role("slider", name="w1 at the start")).to_have_attribute(
        "aria-valuetext", re.compile("2.75|3")
    )
    for _ in range(3):
        panel.get_by_role("button", name="10 steps").press("Enter")
    expect(said).to_contain_text("Step 30: ")
    notebook.screenshot("network", panel)
    panel.get_by_role("button", name="Reset").press("Enter")
    expect(said).to_contain_text("Where will the next step land?")

    notebook.theme("Dark")
    expect(notebook.page.locator("#jupyterlab-splash")).to_have_count(0)
    notebook.screenshot("dark", panel)
    notebook.page.set_viewport_size({"width": 600, "height": 900})
    notebook.screenshot("narrow", panel)
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
