"""Lesson 01 in a real JupyterLab: a wrong answer, a right one, and an exercise left blank."""

from __future__ import annotations

from playwright.sync_api import expect

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
