"""The builder in real JupyterLab and Notebook 7: built, trained, rewound, pinned, saved, shared."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.builder_notebook import Builder, opened
from tests.quiz.harness import grave_barriers

FRONTS = ("lab", "notebook")


@pytest.mark.parametrize("front", FRONTS)
def test_a_network_is_built_by_drag_and_by_keyboard(open_notebook, lab, front):
    cells = ['b = NetworkBuilder("spiral", hidden=[])\nb']
    notebook = opened(open_notebook, lab, cells, f"built-{front}", front=front)
    builder = Builder(notebook)
    section, press = builder.section, notebook.page.keyboard.press

    section.get_by_label("Add a layer at the start").click()
    builder.button("Dense layer").click()
    builder.wait("store.spec.layers.length === 1")
    section.get_by_label("Add a layer after place 1").click()
    builder.button("Dense layer").click()
    builder.wait("store.spec.layers.length === 2")
    section.get_by_role("button", name="One unit more").first.click()
    builder.wait("store.spec.layers[0].units === 5")
    builder.drag("Layer 1", section.get_by_label("Add a layer after place 2"))
    builder.wait("store.spec.layers[1].units === 5")
    assert builder.layers() == ["4 tanh", "5 tanh"]
    notebook.screenshot("dragged", section)

    # From here on there is no mouse.
    section.get_by_label("Add a layer at the start").focus()
    press("Enter")
    press("ArrowDown")
    expect(builder.button("Dense layer").first).to_be_focused()
    press("Enter")
    builder.wait("store.spec.layers.length === 3")
    expect(section.get_by_role("button", name="Move Layer 1: drag")).to_be_focused()
    press("ArrowRight")
    builder.wait("store.spec.layers[0].units === 4")
    expect(section.get_by_role("button", name="Move Layer 2: drag")).to_be_focused()
    for _ in range(5):
        press("Tab")
    expect(section.get_by_role("textbox", name="Units").nth(1)).to_be_focused()
    press("ArrowUp")
    builder.wait("store.spec.layers[1].units === 5")
    press("Control+z")
    section.get_by_role("button", name=re.compile("^Move Layer 2: drag")).focus()
    press("Delete")
    builder.wait("store.spec.layers.length === 2")
    press("Control+z")
    builder.wait("store.spec.layers.length === 3")
    press("Control+Shift+z")
    builder.wait("store.spec.layers.length === 2")
    assert notebook.page.locator(".jp-CodeCell").count() == 2  # no key was taken as the notebook's
    notebook.screenshot("by-keyboard", section)


@pytest.mark.parametrize("front", FRONTS)
def test_the_spiral_is_learned_rewound_pinned_saved_and_loaded(open_notebook, lab, front, tmp_path):
    cells = ["b = NetworkBuilder()\nb", "b.run(5)\nprint(b.trainer.epoch)"]
    notebook = opened(open_notebook, lab, cells, f"spiral-{front}", front=front)
    builder = Builder(notebook)
    section, page = builder.section, notebook.page

    section.get_by_label("Networks to begin with").select_option("spiral")
    builder.button("Open").click()
    builder.wait("store.spec.layers.length === 3")
    builder.play()
    builder.wait("store.frame.accuracy >= 0.95 && store.frame.val_accuracy >= 0.95")
    builder.pause()
    expect(section.locator(".nnb-readings")).to_contain_text("%")
    notebook.screenshot("trained", section)

    builder.button("Pin this run").click()
    builder.wait("store.frame.pinned !== null")
    end = builder.value("frame.epoch")
    slider = section.get_by_role("slider", name="Epoch to go to")
    slider.focus()
    page.keyboard.press("Home")
    builder.wait("store.frame.epoch === 0")
    page.keyboard.press("ArrowRight")
    builder.wait(f"store.frame.epoch > 0 && store.frame.epoch < {end}")
    builder.trained(3)
    assert builder.value("frame.epoch") < end  # it went on from there
    expect(section.locator(".nnb-compared")).to_contain_text("Pinned")
    notebook.screenshot("compared", section)

    with page.expect_download() as saving:
        builder.button("Save as a file").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    assert json.loads(file.read_text())["spec"]["data"]["name"] == "spiral"
    before = builder.value("frame.loss"), builder.value("frame.epoch")
    builder.button("↺ Reset").click()
    builder.wait("store.frame.epoch === 0")
    with page.expect_file_chooser() as choosing:
        builder.button("Load a file").click()
    choosing.value.set_files(file)
    builder.wait(f"store.frame.epoch === {before[1]}")
    assert (builder.value("frame.loss"), builder.value("frame.epoch")) == before

    for button, word in (("As nnkit code", "Dense("), ("As PyTorch code", "nn.Linear(")):
        builder.button(button).click()
        code = section.get_by_role("textbox", name=button.replace("As", "This network as"))
        expect(code).to_have_value(re.compile(re.escape(word)))
    notebook.screenshot("code", section)

    output = notebook.run(notebook.cell("b.run(5)"))
    expect(output).to_have_text(str(before[1] + 5))
    builder.wait(f"store.frame.epoch === {before[1] + 5}")  # the page follows the cell


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_narrow_page_has_no_barriers_and_moves_little(open_notebook, lab, theme):
    notebook = opened(
        *(open_notebook, lab, ["b = NetworkBuilder(hidden=[4, 2])\nb"], f"narrow-{theme}"),
        width=360,
        reduced_motion="reduce",
        front="notebook",  # JupyterLab's own side bars leave no room for a notebook at 360 px
    )
    notebook.theme(theme)
    builder = Builder(notebook)
    builder.wait(f"store.colours?.dark === {str(theme == 'Dark').lower()}")
    builder.play()
    builder.wait("store.frame.epoch > 10")
    paints, at = builder.value("paints"), builder.value("frame.epoch")
    notebook.page.wait_for_timeout(2000)
    assert builder.value("paints") - paints <= 9  # at most 4 a second
    assert builder.value("frame.epoch") > at + 10
    builder.pause()
    assert builder.section.evaluate("(section) => section.scrollWidth <= section.clientWidth")
    assert grave_barriers(notebook.page, ".nnb") == []
    notebook.screenshot("narrow", builder.section)
