"""Lesson 04 in a real JupyterLab: a wrong part named, the stepper by keyboard, XOR learned."""

from __future__ import annotations

import re

import nbformat
from playwright.sync_api import expect

from tests.browser.kit import ROOT, SLOW

LESSON = "04_backpropagation"
MARKER = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
WRONG = "def dense_backward(dZ, X, W):\n    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)"
NEEDED = ("binary_cross_entropy", "dense_backward", "activation_backward", "backward", "train_xor")


def solutions() -> dict[str, str]:
    """The answers of the source notebook, by the function's name."""
    notebook = nbformat.read(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    told = ((cell, cell.metadata.get("nbgrader", {})) for cell in notebook.cells)
    return {
        nbgrader.grade_id.partition("-")[2]: MARKER.sub("", cell.source)
        for cell, nbgrader in told
        if nbgrader.get("solution")
    }


def test_a_part_is_wrong_the_graph_is_walked_and_xor_learned(open_notebook):
    lesson = open_notebook(f"{LESSON}/{LESSON}.ipynb")
    page = lesson.page
    lesson.run_all()
    report = lesson.report("backpropagation.dense_backward")
    expect(report).to_contain_text("is not written yet", timeout=SLOW)
    checked = lesson.cell('check("backpropagation.dense_backward")')
    lesson.write(lesson.cell("def dense_backward("), WRONG)
    lesson.run(lesson.cell("def dense_backward("))
    lesson.run(checked)
    expect(report).to_contain_text("does not pass yet: 2 points of 3")
    expect(report).to_contain_text("dW")
    expect(report).to_contain_text("transposed")
    lesson.screenshot("wrong", report)

    right = solutions()
    for name in NEEDED:
        cell = lesson.cell(f"def {name}(")
        lesson.write(cell, right[name])
        lesson.run(cell)
        lesson.run(lesson.cell(f'check("backpropagation.{name}")'))
        expect(lesson.report(f"backpropagation.{name}")).to_contain_text(f"✓ {name} passes")
        carried = lesson.run(lesson.cell(f'carry_on("backpropagation.{name}")'))
        expect(carried).to_contain_text(f"your own {name}")
    trained = lesson.run(lesson.cell("trained, losses = train_xor("))
    expect(trained).to_contain_text("step 999: loss 0.005")
    learned = lesson.run(lesson.cell("figures.regions(corners"))
    expect(learned.get_by_role("img")).to_have_attribute("alt", re.compile("4 of 4"))
    lesson.screenshot("xor", learned)

    stepper = page.get_by_role("group", name="Explorer: backpropagation").first
    picture, said = stepper.get_by_role("img"), stepper.get_by_role("status")
    stepper.get_by_role("button", name="Step").focus()
    for _ in range(10):
        page.keyboard.press("Enter")
    expect(said).to_contain_text("Step 10 of 10")
    expect(picture).to_have_attribute("alt", re.compile("W1₁₂ −2.016"))
    lesson.screenshot("walked", stepper)

    descent = page.get_by_role("group", name=re.compile("Explorer: .*descent|Explorer: .*down"))
    descent.get_by_role("button", name="10 steps").press("Enter")
    expect(descent.get_by_role("status")).to_contain_text("10")
    lesson.screenshot("descent", descent)
    lesson.theme("Dark")
    lesson.screenshot("dark-walked", stepper)
    lesson.screenshot("dark-descent", descent)
    lesson.screenshot("dark-report", report)
