"""The builder's curves, gradient norms and confusion matrix, in the browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from nnkit.builder.presets import PRESETS
from tests.browser.builder_panels import press, probe, run, said, session_of
from tests.browser.test_builder_page import Open, open_builder

__all__ = ["open_builder"]

PENGUINS = {
    "data": {"name": "penguins"},
    "layers": [{"kind": "dense", "units": 4, "activation": "relu"}],
    "training": {"optimiser": "adam", "lr": 0.01},
}
PLANE = {"data": {"name": "plane"}, "layers": []}


def test_arrow_keys_walk_along_a_curve_and_say_its_numbers(open_builder: Open):
    builder = open_builder()
    run(builder, 12)
    slider = probe(builder, "Loss")
    slider.focus()
    for _ in range(3):
        builder.page.keyboard.press("ArrowLeft")
    rows = session_of(builder).trainer.history.rows
    row = next(each for each in rows if each[0] == 9)
    expected = f"Epoch 9: training {row[1]:#.3g}, validation {row[2]:#.3g}"
    assert said(slider) == expected
    assert said(probe(builder, "Accuracy")).startswith("Epoch 9: training ")
    builder.page.keyboard.press("Home")
    assert said(slider).startswith("Epoch 0: ")


def test_the_mouse_reads_a_curve_and_leaves_no_trace(open_builder: Open):
    builder = open_builder()
    run(builder, 20)
    probe(builder, "Loss").hover()  # in its middle
    legend = builder.page.locator(".nnb-chart-legend").first
    expect(legend).to_contain_text(re.compile(r"epoch (8|9|10|11)\b"))
    builder.page.mouse.move(2, 2)
    expect(legend).not_to_contain_text("epoch")


def test_before_the_first_epoch_the_curves_say_what_to_do(open_builder: Open):
    builder = open_builder()
    expect(builder.page.locator(".nnb-curves")).to_contain_text("press Play or Step")
    assert builder.page.get_by_role("slider", name="Gradient norm").is_disabled()


def test_the_numbers_of_the_curves_are_a_table(open_builder: Open):
    builder = open_builder()
    run(builder, 40)
    builder.page.get_by_text("The curves in numbers").click()
    table = builder.page.locator(".nnb-curves table").first
    heads = ["Epoch", "Loss", "validation", "Accuracy", "validation"]
    assert table.get_by_role("columnheader").all_inner_texts() == heads
    epochs = table.get_by_role("rowheader").all_inner_texts()
    assert (epochs[0], epochs[-1], len(epochs)) == ("0", "40", 12)


def test_gradient_norms_are_kept_in_flat_memory_and_forgotten_at_reset(open_builder: Open):
    builder = open_builder()
    for _ in range(3):
        press(builder, "Step by one epoch")
    assert said(probe(builder, "Gradient norm of each layer")).startswith("Epoch 3: layer 1 ")
    kept = builder.page.evaluate(
        """() => {
          const frame = store.frame;
          for (let epoch = 4; epoch < 5000; epoch += 1) {
            store.frame = { ...frame, epoch, position: 0, norms: [1, 2, 3] };
            store.emit("frame", store.frame);
          }
          store.frame = frame;
        }"""
    )
    assert kept is None
    slider = probe(builder, "Gradient norm of each layer")
    assert int(slider.get_attribute("max") or 0) <= 600
    press(builder, "↺ Reset")
    expect(slider).to_be_disabled()


def test_gradients_that_die_are_drawn_down_to_zero(open_builder: Open):
    builder = open_builder(PRESETS["dead"].spec.to_json())
    for _ in range(25):
        press(builder, "Step by one epoch")
    norms = probe(builder, "Gradient norm of each layer")
    expect(norms).to_have_attribute("aria-valuetext", "Epoch 25: layer 1 0, output 0")
    builder.page.evaluate("store.refresh()")  # the same once more takes nothing away
    builder.page.wait_for_timeout(300)
    expect(norms).to_have_attribute("aria-valuetext", "Epoch 25: layer 1 0, output 0")


def test_norms_of_an_older_training_begin_with_the_next_step(open_builder: Open):
    builder = open_builder(PRESETS["dead"].spec.to_json())
    expect(builder.page.locator(".nnb-chart").last).to_contain_text("press Play or Step")
    run(builder, 25)
    builder.page.reload()
    expect(builder.page.locator(".nnb-chart").last).to_contain_text("from the next step on")


def test_what_ails_many_layers_alike_is_said_once(open_builder: Open):
    flat = {"kind": "dense", "units": 8, "activation": "tanh"}
    builder = open_builder({"layers": [flat] * 4})
    for w in session_of(builder).trainer.network.params.values():
        w *= 10_000
    press(builder, "Step by one sample")
    findings = builder.page.get_by_role("list", name="What the training shows")
    expect(findings.get_by_text("saturated")).to_have_count(1)
    more = builder.page.get_by_text("more like these, in other layers")
    more.click()
    expect(builder.page.get_by_text("units of hidden layer 4")).to_be_visible()


def test_regression_has_no_accuracy_and_no_confusion(open_builder: Open):
    builder = open_builder(PLANE)
    run(builder, 3)
    expect(builder.page.get_by_role("heading", name="Loss")).to_be_visible()
    expect(builder.page.get_by_role("heading", name="Accuracy")).to_be_hidden()
    expect(builder.page.locator(".nnb-confusion")).to_be_hidden()


def test_the_confusion_matrix_is_a_table_that_counts_every_point(open_builder: Open):
    builder = open_builder(PENGUINS)
    run(builder, 30)
    table = builder.page.get_by_role("table", name="Confusion matrix")
    counts = [int(text) for text in table.get_by_role("cell").all_inner_texts()]
    trainer = session_of(builder).trainer
    assert sum(counts) == len(trainer.validation)
    right = round(trainer.measure().val_accuracy * len(trainer.validation))
    assert sum(counts[::4]) == right
    words = builder.page.locator("[data-panel=confusion]")
    expect(words).to_contain_text("Adelie")
