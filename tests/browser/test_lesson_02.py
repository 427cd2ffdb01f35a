"""Lesson 02 in a real JupyterLab: an exercise failed and passed, both explorers moved."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.kit import SLOW

WRONG = "def relu_derivative(z):\n    return np.where(z >= 0, 1.0, 0.0)"
RIGHT = "def relu_derivative(z):\n    return (np.asarray(z) > 0) * 1.0"


def test_a_slope_is_mended_and_the_explorers_follow(open_notebook):
    lesson = open_notebook("02_activations/02_activations.ipynb")
    page = lesson.page
    lesson.run_all()
    answer = lesson.cell("def relu_derivative")
    check = lesson.cell('check("activations.relu_derivative")')
    report = lesson.report("activations.relu_derivative")
    lesson.write(answer, WRONG)
    lesson.run(answer)
    lesson.run(check)
    expect(report).to_contain_text("expected")
    lesson.screenshot("wrong", report)
    lesson.write(answer, RIGHT)
    lesson.run(answer)
    lesson.run(check)
    expect(report).to_contain_text("✓ relu_derivative passes")
    lesson.screenshot("right", report)

    explorers = page.get_by_role("group", name="Explorer: activations")
    for explorer, first in ((explorers.first, "sigmoid"), (explorers.last, "my sigmoid")):
        picture, said = explorer.get_by_role("img"), explorer.get_by_role("status")
        expect(picture).to_have_attribute("alt", re.compile(f"^{first}, solid"), timeout=SLOW)
        explorer.get_by_role("slider", name="z, the probe").press("ArrowLeft")
        expect(picture).to_have_attribute("alt", re.compile(r"the probe, z = 0\.75, f = 0\.679"))
        explorer.get_by_role("slider", name="n, layers in the stack").press("End")
        expect(said).to_contain_text("20 such layers")
        expect(said).to_contain_text("less than a millionth of a millionth")
        explorer.get_by_role("slider", name="Spread of the inputs").press("End")
        expect(said).to_contain_text("with spread 4")
        lesson.screenshot(first.replace(" ", "-"), explorer)
    mine = explorers.last
    mine.get_by_role("combobox", name="Activation").select_option("my relu")
    expect(mine.get_by_role("status")).to_contain_text("They let through all of it.")
    lesson.theme("Dark")
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    lesson.screenshot("dark", mine)
