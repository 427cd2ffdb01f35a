"""Going back in time, comparing and sharing, in the browser; and all panels for everyone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.builder_panels import press, run, session_of, settled
from tests.browser.test_builder_page import SPIRAL, Open, neuron, open_builder
from tests.quiz.harness import OVERFLOWING, grave_barriers

__all__ = ["open_builder"]


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


def test_a_state_is_found_though_training_has_thinned_them_out(open_builder: Open):
    builder = open_builder()
    run(builder, 95)
    session_of(builder).run(60)  # the page still believes that there are 96 states
    builder.page.get_by_role("slider", name="Epoch to go to").evaluate(
        """(slider) => {
          store.setUi({ playing: true });
          slider.value = 90;
          slider.dispatchEvent(new Event("input"));
        }"""
    )
    builder.page.wait_for_function("typeof store.frame.snapshots.at === 'number'")
    settled(builder)
    assert abs(session_of(builder).trainer.epoch - 90) <= 1
    expect(builder.page.locator(".nnb-banner")).to_be_hidden()


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


def test_the_card_goes_when_nothing_is_left_on_it(open_builder: Open):
    card = {"name": "Start from, save, share"}
    parts = ["presets", "export"]
    some = open_builder(SPIRAL | {"locks": {"hidden": parts}}).page
    expect(some.get_by_role("region", **card)).to_be_visible()
    none = open_builder(SPIRAL | {"locks": {"hidden": [*parts, "import"]}}).page
    expect(none.get_by_role("region", **card)).to_be_hidden()


@pytest.mark.parametrize("width", [700, 1000])
def test_the_tiles_of_the_data_stand_in_one_row(open_builder: Open, width: int):
    page = open_builder(width=width).page
    tops = page.locator(".nnb-tile").evaluate_all(
        "(tiles) => tiles.map((tile) => Math.round(tile.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 1
