"""From the start page to lesson 01 and back, as a learner's first evening goes."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.kit import SLOW

START = "00_start/00_start.ipynb"
WRONG = "def celsius(fahrenheit):\n    return fahrenheit - 32 * 5 / 9"
RIGHT = "def celsius(fahrenheit):\n    return (fahrenheit - 32) / 1.8"


def test_a_first_evening(open_notebook, lab):
    start = open_notebook(START)
    page = start.page
    start.run_all()
    expect(start.cell("importlib.util")).to_contain_text("All is there.")
    start.screenshot("opened")

    slope = page.get_by_role("group", name="Explorer: slope")
    expect(slope.get_by_role("status")).to_have_text("At x = 1 the slope is 2.", timeout=SLOW)
    slider = slope.get_by_role("slider", name="x")
    for _ in range(4):
        slider.press("ArrowRight")
    expect(slope.get_by_role("img")).to_have_attribute("alt", re.compile("its slope is 4"))
    start.screenshot("slope", slope)

    expect(start.report("start.celsius")).to_contain_text("is not written yet")
    answer, check = start.cell("def celsius"), start.cell('check("start.celsius")')
    start.write(answer, WRONG)
    start.run(answer)
    start.run(check)
    expect(start.report("start.celsius")).to_contain_text("Only the 32 gets scaled")
    expect(start.report("start.celsius").get_by_role("img")).to_be_visible()
    start.screenshot("wrong", start.report("start.celsius"))
    start.write(answer, RIGHT)
    start.run(answer)
    start.run(check)
    expect(start.report("start.celsius")).to_contain_text("✓ celsius passes")

    question = start.cell('ask("start.run_again")')
    question.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("✓ Right")
    start.screenshot("answered", question)

    bars = start.run(start.cell("progress_bars()"))
    expect(bars).to_contain_text("1 of 1 exercise, 1 of 1 question")
    expect(bars.get_by_role("progressbar", name="Progress in One neuron")).to_be_visible()
    start.screenshot("progress", bars)
    start.theme("Dark")
    start.screenshot("dark", bars)

    start.command("docmanager:save")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.reload()  # another evening: there is no kernel, and all is still to be seen
    expect(question.get_by_role("radio").first).to_be_checked(timeout=SLOW)
    expect(question.get_by_role("status")).to_contain_text("✓ Right")
    expect(slope.get_by_role("img")).to_be_visible()

    page.get_by_role("link", name="01 · One neuron").click()
    expect(page.get_by_role("tab", name="01_neuron.ipynb")).to_be_visible(timeout=SLOW)
