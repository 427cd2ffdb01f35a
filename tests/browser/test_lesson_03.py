"""Lesson 03 in a real JupyterLab: a wrong and a right answer, and its explorers by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.kit import SLOW

WRONG = "def dense(X, W, b):\n    return X @ W.T"
RIGHT = "def dense(X, W, b):\n    return (W @ X.T).T + b"


def test_a_layer_is_written_and_the_explorers_are_touched(open_notebook):
    lesson = open_notebook("03_forward/03_forward.ipynb")
    page = lesson.page
    answer, check = lesson.cell("def dense"), lesson.cell('check("forward.dense")')
    lesson.run_all()
    report = lesson.report("forward.dense")
    expect(report).to_contain_text("is not written yet", timeout=SLOW)
    for source, verdict in ((WRONG, "b"), (RIGHT, "✓ dense passes")):
        lesson.write(answer, source)
        lesson.run(answer)
        lesson.run(check)
        expect(report).to_contain_text(verdict)
        lesson.screenshot("right" if source == RIGHT else "wrong", report)

    forward = page.get_by_role("group", name="Explorer: a forward pass")
    picture, said = forward.get_by_role("img"), forward.get_by_role("status")
    expect(picture).to_be_visible(timeout=SLOW)
    before = picture.get_attribute("alt")
    step = forward.get_by_role("button", name="Step")
    step.press("Enter")
    expect(said).to_contain_text("z3 = −0.5·1 + 0.6·2 + 0 = 0.7")
    expect(picture).not_to_have_attribute("alt", before)
    step.press("Enter")
    for _ in range(2):
        forward.get_by_role("slider", name="x1, first input").press("ArrowRight")
        forward.get_by_role("slider", name="x2, second input").press("ArrowLeft")
    expect(said).to_contain_text("Unit 3, dashed, stays silent")
    lesson.screenshot("forward", forward)

    curve = page.get_by_role("group", name="Explorer: one wide layer").first
    picture, said = curve.get_by_role("img"), curve.get_by_role("status")
    before = picture.get_attribute("alt")
    for _ in range(6):
        curve.get_by_role("slider", name="Bumps, of 3 ReLU units each").press("ArrowRight")
    expect(said).to_contain_text("7 bumps, 21 ReLU units: from 0 to 1 at most 0.033 off")
    expect(picture).not_to_have_attribute("alt", before)
    lesson.screenshot("bumps", curve)
    curve.get_by_role("button", name="In two dimensions").press("Enter")
    expect(said).to_contain_text("1 ReLU unit, at random")

    regions = page.get_by_role("group", name="Explorer: one wide layer").last
    units = regions.get_by_role("slider", name="Hidden units in the plane")
    for _ in range(9):
        units.press("ArrowRight")
    expect(regions.get_by_role("status")).to_contain_text("10 ReLU units, at random")
    lesson.screenshot("regions", regions)
    lesson.theme("Dark")
    lesson.screenshot("dark-regions", regions)
    lesson.screenshot("dark-forward", forward)
