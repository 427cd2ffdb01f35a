"""The builder's panels with a real session behind them: curves, time, slow mode, sharing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.builder_page import BuilderPage
from tests.browser.test_builder_page import SPIRAL, Open, neuron, open_builder
from tests.quiz.harness import OVERFLOWING, grave_barriers

__all__ = ["open_builder"]

PENGUINS = {
    "data": {"name": "penguins"},
    "layers": [{"kind": "dense", "units": 4, "activation": "relu"}],
    "training": {"optimiser": "adam", "lr": 0.01},
}
PLANE = {"data": {"name": "plane"}, "layers": []}


def session_of(builder: BuilderPage) -> Any:
    return builder.server.kernel


def press(builder: BuilderPage, name: str) -> None:
    builder.page.get_by_role("button", name=name, exact=True).click()
    settled(builder)


def settled(builder: BuilderPage) -> None:
    """Until every message is answered and the numbers for people are written."""
    builder.page.evaluate("store.refresh()")
    builder.page.wait_for_timeout(300)


def run(builder: BuilderPage, epochs: int) -> None:
    """Train so long exactly, and show it."""
    session_of(builder).run(epochs)
    settled(builder)


def probe(builder: BuilderPage, name: str) -> Locator:
    return builder.page.get_by_role("slider", name=f"{name}, epoch by epoch")


def said(slider: Locator) -> str:
    return slider.get_attribute("aria-valuetext") or ""


def status(builder: BuilderPage) -> Locator:
    return builder.page.locator(".nnb-status")


# Curves


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


# Time


def test_the_slider_goes_back_and_newest_comes_back(open_builder: Open):
    builder = open_builder()
    run(builder, 10)
    slider = builder.page.get_by_role("slider", name="Epoch to go to")
    slider.focus()
    builder.page.keyboard.press("Home")
    settled(builder)
    assert session_of(builder).trainer.epoch == 0
    expect(builder.page.locator(".nnb-time")).to_contain_text("Back at epoch 0 of 10")
    press(builder, "One kept state forward")
    assert session_of(builder).trainer.epoch == 1
    assert slider.get_attribute("aria-valuetext") == "epoch 1"
    press(builder, "To the newest state")
    assert session_of(builder).trainer.epoch == 10
    expect(builder.page.get_by_role("button", name="To the newest state")).to_be_disabled()


def test_a_drag_over_the_slider_ends_where_it_ends(open_builder: Open):
    builder = open_builder()
    run(builder, 30)
    slider = builder.page.get_by_role("slider", name="Epoch to go to")
    slider.evaluate(
        """(slider) => [3, 9, 20, 14, 7].forEach((value) => {
          slider.value = value;
          slider.dispatchEvent(new Event("input"));
        })"""
    )
    builder.page.wait_for_function("store.frame.epoch === 7")
    settled(builder)
    assert session_of(builder).trainer.epoch == 7


def test_a_pinned_run_is_compared_with_the_next(open_builder: Open):
    builder = open_builder()
    run(builder, 15)
    press(builder, "Pin this run")
    builder.page.evaluate("store.edit((spec) => { spec.training.seed = 3; })")
    settled(builder)
    run(builder, 5)
    time = builder.page.locator(".nnb-time")
    assert time.get_by_role("row", name="Epoch").inner_text().split() == ["Epoch", "15", "5"]
    expect(time).to_contain_text("Seed of the weights: 0, now 3")
    expect(builder.page.locator(".nnb-chart-legend").first).to_contain_text("pinned")
    press(builder, "Unpin")
    expect(builder.page.get_by_role("button", name="Pin this run")).to_be_focused()
    expect(builder.page.locator(".nnb-chart-legend").first).not_to_contain_text("pinned")


# Slow mode


def test_slow_mode_goes_through_its_phases_and_makes_one_step(open_builder: Open):
    builder = open_builder()
    press(builder, "Step slowly through one sample")
    expect(builder.page.get_by_role("button", name="Next phase")).to_be_focused()
    phases = builder.page.get_by_role("list", name="Phases").get_by_role("listitem")
    names = phases.all_inner_texts()
    assert names[0] == "Forward layer 1"
    assert names[3:5] == ["Loss", "Backward output"]
    assert session_of(builder).trainer.steps == 0
    for i in range(1, len(names)):
        press(builder, "Next phase")
        current = builder.page.locator(".nnb-phases [aria-current=step]")
        assert current.all_inner_texts() == [names[i]]
    assert session_of(builder).trainer.steps == 1
    press(builder, "Next sample")
    assert phases.first.get_attribute("aria-current") == "step"
    press(builder, "Leave")
    expect(phases.first).to_be_hidden()
    expect(builder.page.get_by_role("button", name="Step slowly")).to_be_focused()
    assert session_of(builder).trainer.steps == 1


def test_the_formula_follows_the_chosen_edge(open_builder: Open):
    builder = open_builder()
    press(builder, "Step slowly through one sample")
    formula = builder.page.locator(".nnb-formula")
    expect(formula).to_contain_text("Choose an edge")
    neuron(builder, "neuron 3 of layer 1").focus()
    expect(formula).to_contain_text("Bias of neuron 3 of layer 1")
    expect(formula.locator("math").first).to_be_visible()
    builder.page.keyboard.press("Enter")
    expect(formula).to_contain_text("x₁ → neuron 3 of layer 1")
    weight = session_of(builder).trainer.network.params["0.W"][2, 0]
    expect(formula).to_contain_text(f"{abs(weight):.4g}")
    assert session_of(builder).trainer.steps == 0


def test_playing_leaves_slow_mode(open_builder: Open):
    builder = open_builder()
    press(builder, "Step slowly through one sample")
    builder.play(0.2)
    expect(builder.page.locator(".nnb-phases")).to_be_hidden()
    expect(builder.page.get_by_role("button", name="Step slowly")).to_be_visible()


def test_slow_mode_plays_by_itself_except_for_who_wants_no_motion(open_builder: Open):
    builder = open_builder()
    press(builder, "Step slowly through one sample")
    press(builder, "Play slowly")
    builder.page.wait_for_function("store.slow.step >= 1", timeout=8000)
    button = builder.page.get_by_role("button", name="Play slowly")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    still = open_builder(reduced_motion="reduce")
    press(still, "Step slowly through one sample")
    expect(still.page.get_by_role("button", name="Play slowly")).to_be_hidden()


# Sharing


def test_a_preset_is_told_and_opened_and_undone(open_builder: Open):
    builder = open_builder()
    menu = builder.page.get_by_role("combobox", name="Networks to begin with")
    menu.select_option("xor")
    sharing = builder.page.locator(".nnb-sharing")
    expect(sharing).to_contain_text("No straight line parts these points")
    press(builder, "Open")
    assert session_of(builder).trainer.spec.data.name == "xor"
    press(builder, "Undo")
    assert session_of(builder).trainer.spec.data.name == "spiral"


def test_a_network_is_saved_and_loaded_with_its_weights(open_builder: Open, tmp_path: Path):
    builder = open_builder()
    run(builder, 7)
    with builder.page.expect_download() as download:
        press(builder, "Save as a file")
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "network.json"
    assert json.loads(saved.read_text())["version"] == 1
    weights = session_of(builder).trainer.network.params["0.W"].copy()
    press(builder, "↺ Reset")
    builder.page.locator("input[type=file]").set_input_files(saved)
    builder.page.wait_for_function("store.frame.epoch === 7")
    assert (session_of(builder).trainer.network.params["0.W"] == weights).all()


def test_a_damaged_file_is_told_and_changes_nothing(open_builder: Open):
    builder = open_builder()
    run(builder, 2)
    builder.page.get_by_text("Paste a saved network").click()
    field = builder.page.get_by_label("A saved network's text")
    field.fill('{"version": 1, "layers": [')
    press(builder, "Load this text")
    error = builder.page.locator(".nnb-sharing .nnb-error")
    expect(error).to_be_visible()
    assert len(error.inner_text()) > 30
    expect(field).to_have_value('{"version": 1, "layers": [')
    assert session_of(builder).trainer.epoch == 2


@pytest.mark.parametrize(("name", "word"), [("nnkit", "nn.Dense"), ("PyTorch", "torch")])
def test_the_network_as_code_is_copied(open_builder: Open, name: str, word: str):
    builder = open_builder(permissions=["clipboard-read", "clipboard-write"])
    press(builder, f"As {name} code")
    area = builder.page.get_by_role("textbox", name=f"This network as {name} code")
    assert word in area.input_value()
    press(builder, "Copy")
    expect(builder.page.locator(".nnb-sharing")).to_contain_text("Copied.")
    assert builder.page.evaluate("navigator.clipboard.readText()") == area.input_value()
    press(builder, "Close")
    expect(area).to_be_hidden()


def test_what_the_teacher_hides_is_not_there(open_builder: Open):
    locks = {"locks": {"hidden": ["presets", "export", "pin", "slow", "curves"]}}
    builder = open_builder(SPIRAL | locks)
    for name in ("Open", "Save as a file", "As nnkit code", "Pin this run"):
        expect(builder.page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    for panel in ("slow", "curves", "confusion"):
        expect(builder.page.locator(f"[data-panel={panel}]")).to_be_hidden()
    expect(builder.page.get_by_role("button", name="Load a file")).to_be_visible()


# For everyone


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1000, "light"), (1600, "dark")])
def test_everything_open_fits_and_has_no_grave_barriers(open_builder: Open, width: int, theme: str):
    builder = open_builder(width=width, theme=theme)
    run(builder, 8)
    press(builder, "Pin this run")
    press(builder, "As PyTorch code")
    for details in builder.page.locator(".nnb-curves summary, .nnb-sharing summary").all():
        details.click()
    neuron(builder, "neuron 3 of layer 1").focus()
    press(builder, "Step slowly through one sample")
    outside = [
        each
        for each in builder.page.evaluate(OVERFLOWING)
        if not each.startswith("<math")  # a long formula scrolls in its own box
        and ("nnb-" not in each or width > 360)
    ]
    assert outside == []
    assert builder.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert grave_barriers(builder.page, ".nnb") == []
