"""The explorers in a real JupyterLab: found by role and label, moved by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.kit import SLOW, Lab, Notebook

CELLS = (
    "from nnkit import explore",
    "explore.neuron()",
    "explore.perceptron()",
    "def broken(X, w, b, activation):\n    return X @ ww\n\nexplore.neuron(broken)",
)


def write_notebook(lab: Lab, sources: Sequence[str] = CELLS, name: str = "explorers") -> str:
    """A notebook of these cells, in work/; returns its path there."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**code, "id": f"cell-{n}", "source": source} for n, source in enumerate(sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    file = lab.work / "explorers" / f"{name}.ipynb"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(notebook))
    return f"explorers/{name}.ipynb"


def group(notebook: Notebook, name: str) -> Locator:
    return notebook.page.get_by_role("group", name=name)


def slide(slider: Locator, to: float) -> None:
    """Drag a slider's handle with the mouse, from where it is to a fraction of its width."""
    mouse, box = slider.page.mouse, slider.bounding_box()
    share = slider.evaluate("range => range.value / range.max")
    middle = box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8 + share * (box["width"] - 16), middle)
    mouse.down()
    mouse.move(box["x"] + 8 + to * (box["width"] - 16), middle, steps=10)
    mouse.up()


@pytest.fixture
def notebook(lab: Lab, open_notebook) -> Notebook:
    opened = open_notebook(write_notebook(lab))
    opened.run_all()
    expect(group(opened, "Explorer: a perceptron learns").get_by_role("img")).to_be_visible(
        timeout=SLOW
    )
    return opened


def test_a_neuron_is_tuned_and_a_perceptron_watched(notebook):
    neuron = group(notebook, "Explorer: one neuron").first
    picture, said = neuron.get_by_role("img"), neuron.get_by_role("status")
    expect(picture).to_have_attribute("alt", re.compile(r"x1 − 0.5·x2 = 0"))
    expect(said).to_contain_text("Right on 2 of 4")

    slide(neuron.get_by_role("slider", name="w2, weight of x2"), 40 / 48)
    expect(picture).to_have_attribute("alt", re.compile(r"x1 \+ 2·x2 = 0"))
    bias = neuron.get_by_role("slider", name="b, bias")
    bias.focus()
    for _ in range(18):
        notebook.page.keyboard.press("ArrowLeft")
    expect(bias).to_have_attribute("aria-valuetext", "−2.25")
    expect(said).to_have_text("Right on 4 of 4, all of them. w = (1, 2), b = −2.25.")
    notebook.screenshot("tuned", neuron)

    neuron.get_by_role("combobox", name="Data").select_option("XOR")
    neuron.get_by_role("combobox", name="Activation").select_option("sigmoid")
    scale = neuron.get_by_role("slider", name="c, multiplies w and b")
    scale.press("ArrowRight")
    expect(said).to_contain_text("w = (2, 4), b = −4.5")
    neuron.get_by_role("button", name="Let the perceptron try").press("Enter")
    expect(said).to_contain_text("find 4 of 4")
    expect(said).to_contain_text("The perceptron, dashed, is right on 2 of 4")
    notebook.screenshot("xor", neuron)
    neuron.get_by_role("button", name="Reset").press("Enter")
    expect(said).to_contain_text("w = (1, −0.5), b = 0")
    expect(scale).to_have_attribute("aria-valuetext", "1")

    box = picture.bounding_box()
    mouse = notebook.page.mouse
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
    mouse.down()
    mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.4 * box["height"], steps=8)
    mouse.up()
    expect(said).not_to_contain_text("b = 0")
    notebook.screenshot("dragged", neuron)

    perceptron = group(notebook, "Explorer: a perceptron learns")
    picture, said = perceptron.get_by_role("img"), perceptron.get_by_role("status")
    step = perceptron.get_by_role("button", name="Step")
    step.focus()
    for _ in range(4):
        notebook.page.keyboard.press("Enter")
    expect(said).to_contain_text("Epoch 1, sample 4 of 4: it says 0, should be 1")
    expect(picture).to_have_attribute("alt", re.compile(r"mistakes per epoch: 2\."))
    before = said.inner_text()
    notebook.page.keyboard.press("Space")
    expect(said).to_contain_text("Epoch 2, sample 1 of 4")
    perceptron.get_by_role("button", name="Back").press("Enter")
    expect(said).to_have_text(before)
    perceptron.get_by_role("button", name="Run to the end").press("Enter")
    expect(picture).to_have_attribute("alt", re.compile(r"mistakes per epoch: 2, 3, 3, 2, 1, 0\."))
    perceptron.get_by_role("combobox", name="Data").select_option("two blobs")
    perceptron.get_by_role("button", name="Epoch").press("Enter")
    expect(said).to_contain_text("Epoch 1, sample 24 of 24")
    notebook.screenshot("perceptron", perceptron)

    broken = group(notebook, "Explorer: one neuron").last
    expect(broken.get_by_role("status")).to_have_text(
        "Your broken raised NameError: name 'ww' is not defined."
    )

    notebook.theme("Dark")
    expect(notebook.page.locator("#jupyterlab-splash")).to_have_count(0)
    notebook.screenshot("dark", neuron)
    notebook.screenshot("dark-perceptron", perceptron)
    notebook.page.set_viewport_size({"width": 600, "height": 900})
    notebook.screenshot("narrow", neuron)
    assert neuron.evaluate("panel => panel.scrollWidth <= panel.clientWidth")


def test_a_burst_of_moves_ends_on_the_newest(notebook):
    neuron = group(notebook, "Explorer: one neuron").first
    slider = neuron.get_by_role("slider", name="w1, weight of x1")
    drawn = neuron.get_by_role("img").evaluate(
        """async (image) => {
            let drawn = 0;
            image.addEventListener("load", () => (drawn += 1));
            const range = image.closest("[role=group]").querySelectorAll("input[type=range]")[0];
            for (let move = 0; move < 50; move += 1) {
                range.value = move % 49;
                range.dispatchEvent(new Event("input"));
            }
            range.value = 48;
            range.dispatchEvent(new Event("input"));
            await new Promise((done) => setTimeout(done, 2000));
            return drawn;
        }"""
    )
    assert 1 <= drawn <= 10
    expect(slider).to_have_attribute("aria-valuetext", "3")
    expect(neuron.get_by_role("status")).to_contain_text("w = (3, −0.5)")


def test_without_a_kernel_it_does_not_look_as_if_it_worked(notebook):
    neuron = group(notebook, "Explorer: one neuron").first
    said = neuron.get_by_role("status")
    slider = neuron.get_by_role("slider", name="b, bias")
    notebook.page.clock.install()
    slider.press("ArrowLeft")
    expect(said).to_contain_text("b = −0.125")
    notebook.page.clock.fast_forward(8000)
    expect(said).to_contain_text("b = −0.125")  # it was answered, so nobody complains
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    slider.press("ArrowLeft")
    notebook.page.clock.fast_forward(8000)
    expect(said).to_contain_text("No answer from the kernel")
    notebook.problems.clear()  # ipywidgets itself reports the kernel that it lost
