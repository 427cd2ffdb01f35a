"""Lesson 01 in a real JupyterLab: wrong and right answers, a blank one, explorers and questions."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.kit import SLOW

WRONG = "def weighted_sum(X, w, b):\n    return X @ w"
RIGHT = "def weighted_sum(X, w, b):\n    return (X * w).sum(axis=-1) + b"


def test_a_learner_is_told_is_right_and_goes_on_past_a_blank(open_notebook):
    lesson = open_notebook("01_neuron/01_neuron.ipynb")
    lesson.screenshot("opened")
    lesson.run_all()
    expect(lesson.report("neuron.weighted_sum")).to_contain_text("is not written yet")
    expect(lesson.report("neuron.xor_from_neurons")).to_contain_text("is not written yet")
    lesson.screenshot("all-blank", lesson.report("neuron.weighted_sum"))

    answer = lesson.cell("def weighted_sum")
    lesson.write(answer, WRONG)
    lesson.run(answer)
    check = lesson.cell('check("neuron.weighted_sum")')
    lesson.run(check)
    report = lesson.report("neuron.weighted_sum")
    expect(report).to_contain_text("stays the same whatever b is")
    expect(report).to_contain_text("expected")
    lesson.screenshot("wrong", report)

    lesson.write(answer, RIGHT)
    lesson.run(answer)
    lesson.run(check)
    expect(report).to_contain_text("✓ weighted_sum passes")
    lesson.screenshot("right", report)

    lesson.run_all()
    expect(lesson.cell('carry_on("neuron.weighted_sum")')).to_contain_text("your own weighted_sum")
    expect(lesson.cell('carry_on("neuron.neuron")')).to_contain_text("the course's neuron")
    lesson.theme("Dark")
    lesson.screenshot("dark", report)


def test_the_lesson_is_touched_answered_and_remembered(open_notebook):
    lesson = open_notebook("01_neuron/01_neuron.ipynb")
    page = lesson.page
    lesson.run_all()
    neuron = page.get_by_role("group", name="Explorer: one neuron")
    picture = neuron.get_by_role("img")
    expect(picture).to_be_visible(timeout=SLOW)
    before = picture.get_attribute("alt")
    neuron.get_by_role("slider", name="b, bias").press("ArrowRight")
    expect(picture).not_to_have_attribute("alt", before)
    lesson.screenshot("neuron", neuron)

    perceptron = page.get_by_role("group", name="Explorer: a perceptron learns")
    perceptron.get_by_role("button", name="Step").press("Enter")
    expect(perceptron.get_by_role("status")).to_contain_text("Epoch 1, sample 1 of 4")
    lesson.screenshot("perceptron", perceptron)

    bars = lesson.run(lesson.cell("progress_bar()"))
    answered = int(re.search(r"(\d+) of 11 questions", bars.inner_text())[1])
    question = lesson.cell('ask("neuron.origin")')
    question.get_by_role("radio").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("✓ Right")
    lesson.screenshot("question", question)
    bars = lesson.run(lesson.cell("progress_bar()"))
    expect(bars).to_contain_text(f"{answered + 1} of 11 questions")
    summary = lesson.run(lesson.cell('checkpoint("neuron")'))
    expect(summary.get_by_role("status")).to_contain_text("1 of 6 questions answered")
    lesson.screenshot("checkpoint", summary)
    lesson.theme("Dark")
    for name, place in (("question", question), ("neuron", neuron), ("checkpoint", summary)):
        lesson.screenshot(f"dark-{name}", place)

    lesson.command("docmanager:save")
    page.reload()
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=SLOW)
    question = lesson.cell('ask("neuron.origin")')
    expect(question.get_by_role("radio").last).to_be_checked(timeout=SLOW)
    expect(question.get_by_role("status")).to_contain_text("✓ Right")
