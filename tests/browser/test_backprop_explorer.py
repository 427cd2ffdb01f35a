"""The backpropagation explorer in a real JupyterLab, walked to its end by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from nnkit.figures.chain_graph import HEIGHT, WIDTH, _boxes
from tests.browser.kit import SLOW
from tests.browser.test_explorers import group, write_notebook

BROKEN = "def backward(layers, cache, dY):\n    return dY @ W\n\nexplore.backprop(None, backward)"
CELLS = ("from nnkit import explore", "explore.backprop()", BROKEN)


def test_the_chain_rule_is_walked_guessed_and_nudged(lab, open_notebook):
    notebook = open_notebook(write_notebook(lab, CELLS, "backprop"))
    notebook.run_all()
    keys = notebook.page.keyboard
    panel = group(notebook, "Explorer: backpropagation").first
    picture, said = panel.get_by_role("img"), panel.get_by_role("status")
    expect(picture).to_be_visible(timeout=SLOW)
    panel.get_by_role("button", name="Step").focus()
    for _ in range(4):
        keys.press("Enter")
    expect(said).to_contain_text("L = (ŷ − y)² = (0.28 − 1)² = 0.5184")
    notebook.screenshot("forward", panel)
    for _ in range(6):
        keys.press("Space")
    expect(said).to_contain_text("−1.008·(−0.1) + 0.432·0.3 − 0.72·0.6 = −0.2016")
    expect(picture).to_have_attribute("alt", re.compile("W1₁₂ −2.016"))
    notebook.screenshot("end", panel)

    edge, guess = (panel.get_by_role("combobox", name=n) for n in ("Edge", "Its gradient will be"))
    edge.focus()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(said).to_contain_text("will ∂L/∂W1₁₂ be negative, zero or positive?")
    expect(picture).not_to_have_attribute("alt", re.compile("W1₁₂ −2.016"))
    notebook.screenshot("asked", panel)
    keys.press("Tab")
    expect(guess).to_be_focused()
    keys.press("ArrowDown")
    expect(said).to_contain_text("Right, negative: ∂L/∂W1₁₂ = ∂L/∂ŷ · ∂ŷ/∂h1 · f′(z1) · x2")
    expect(said).to_contain_text("= −1.44 · 0.7 · 1 · 2 = −2.016. So a larger W1₁₂ lowers L.")
    notebook.screenshot("judged", panel)
    change = panel.get_by_role("slider", name="Δw, change of the edge's weight")
    keys.press("Tab")
    expect(change).to_be_focused()
    keys.press("ArrowRight")
    expect(said).to_contain_text("ΔL = −0.01996. The gradient promised −2.016 · 0.01 = −0.02016")
    expect(said).to_contain_text("All 13 gradients moved.")

    panel.get_by_role("combobox", name="Sample").select_option("x = (2, 1), y = 0")
    expect(guess).to_have_value("not guessed yet")
    box = picture.bounding_box()
    x, y = _boxes()["W2₃"]
    notebook.page.mouse.click(
        box["x"] + x / WIDTH * box["width"], box["y"] + (1 - y / HEIGHT) * box["height"]
    )
    expect(edge).to_have_value("W2₃, from h3 to ŷ")
    guess.select_option("positive")
    expect(said).to_contain_text("Not positive but zero: ∂L/∂W2₃ = ∂L/∂ŷ · h3 = 0.22 · 0 = 0.")
    change.press("ArrowRight")
    expect(said).to_contain_text("None of the 13 gradients moved.")
    edge.select_option("b2, from 1 to ŷ")
    expect(said).to_contain_text("will ∂L/∂b2 be")
    guess.select_option("positive")
    change.press("ArrowRight")
    expect(said).to_contain_text("9 of 13 gradients moved, framed")
    notebook.screenshot("moved", panel)

    wrong = group(notebook, "Explorer: backpropagation").last
    wrong.get_by_role("button", name="To the end").press("Enter")
    expect(wrong.get_by_role("status")).to_have_text(
        "Your backward raised NameError: name 'W' is not defined."
    )
    notebook.screenshot("broken", wrong)

    notebook.theme("Dark")
    expect(notebook.page.locator("#jupyterlab-splash")).to_have_count(0)
    notebook.screenshot("dark", panel)
    panel.evaluate("panel => { panel.style.width = '340px'; }")
    notebook.screenshot("narrow", panel)
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    picture.evaluate("image => { image.parentElement.scrollLeft = 1000; }")
    notebook.screenshot("narrow-scrolled", panel)
    expect(picture).to_have_css("width", "600px")
