"""The builder's training: play, steps, choices while it runs, a teacher's locks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.builder_controls import MIXED, field, locked, press, settled, spec_of, units
from tests.browser.test_builder_page import Open, open_builder
from tests.quiz.harness import OVERFLOWING, grave_barriers

__all__ = ["open_builder"]


def test_play_and_pause_by_button_and_space(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Play").click()
    expect(builder.page.get_by_role("button", name="Pause")).to_be_visible()
    builder.page.get_by_role("button", name="neuron 1 of layer 1", exact=True).press(" ")
    expect(builder.page.get_by_role("button", name="Play")).to_be_visible()
    builder.page.locator(".nnb-tiles > span").first.click()  # the ground of the widget
    builder.page.keyboard.press(" ")
    expect(builder.page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_status_line_ends_with_where_training_paused(open_builder: Open):
    builder = open_builder()
    builder.page.evaluate("store.say('Just done.')")
    builder.play(1)
    epoch = builder.page.evaluate("store.frame.epoch")
    status = builder.page.locator(".nnb-status")
    expect(status).to_contain_text(f"Epoch {epoch}: loss", timeout=15_000)


def test_a_space_in_a_text_is_a_space(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="CSV").check(force=True)
    field(builder.page, "CSV text").press(" ")
    expect(field(builder.page, "CSV text")).to_have_value(" ")
    assert not builder.page.evaluate("store.ui.playing")


@pytest.mark.parametrize(
    ("unit", "epoch", "position", "steps"),
    [("sample", 0, 1, 1), ("batch", 0, 32, 1), ("epoch", 1, 0, 6)],
)
def test_steps(open_builder: Open, unit, epoch, position, steps):
    builder = open_builder()
    press(builder, f"Step by one {unit}")
    frame = builder.page.evaluate("store.frame")
    assert (frame["epoch"], frame["position"], frame["steps"]) == (epoch, position, steps)


def test_reset_goes_back_to_the_first_weights(open_builder: Open):
    builder = open_builder()
    first = builder.page.evaluate("Array.from(store.arrays.weights)")
    builder.play(0.2)
    press(builder, "↺ Reset")
    assert builder.page.evaluate("store.frame.epoch") == 0
    assert builder.page.evaluate("Array.from(store.arrays.weights)") == first


def test_the_speed_is_what_one_request_trains(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("combobox", name="Speed").select_option("2 batches a second")
    builder.play(1)
    assert 1 <= builder.page.evaluate("store.frame.steps") <= 5
    builder.page.get_by_role("combobox", name="Speed").select_option("Full speed")
    builder.play(0.5)
    assert builder.page.evaluate("store.frame.steps") > 30


def test_choices_change_while_it_trains(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Play").click()
    builder.page.get_by_role("combobox", name="Optimiser").select_option("Momentum")
    builder.page.get_by_role("slider", name="Learning rate, slider").press("ArrowRight")
    builder.page.get_by_role("slider", name="L2 penalty, slider").press("ArrowRight")
    builder.page.wait_for_timeout(300)
    builder.page.get_by_role("button", name="Pause").click()
    settled(builder)
    training = spec_of(builder)["training"]
    assert (training["optimiser"], training["lr"], training["l2"]) == ("momentum", 0.1, 1e-5)
    assert builder.page.evaluate("store.frame.epoch") > 0


def test_a_wrong_number_stays_with_its_sentence_and_stops_nothing(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Play").click()
    rate = field(builder.page, "Learning rate")
    rate.fill("fast")
    rate.press("Enter")
    expect(builder.page.get_by_text("This is a number; got 'fast'.").first).to_be_visible()
    expect(rate).to_have_value("fast")
    expect(rate).to_have_attribute("aria-invalid", "true")
    builder.page.get_by_role("slider", name="L2 penalty, slider").press("ArrowRight")
    expect(rate).to_have_value("fast")
    assert builder.page.evaluate("store.ui.playing")
    rate.press("Escape")
    expect(rate).to_have_value("0.03")
    expect(rate).to_have_attribute("aria-invalid", "false")


def test_one_wrong_edit_takes_no_other_with_it(open_builder: Open):
    builder = open_builder()
    builder.page.evaluate("""() => Promise.all([
        store.edit((spec) => (spec.training.lr = "x"), "training.lr"),
        store.edit((spec) => (spec.training.l2 = 0.01), "training.l2"),
        store.edit((spec) => (spec.data.noise = 0.2), "data.noise")])""")
    assert spec_of(builder)["training"]["l2"] == 0.01
    assert spec_of(builder)["training"]["lr"] == 0.03
    assert spec_of(builder)["data"]["noise"] == 0.2


def test_dropout_for_every_layer_and_first_weights(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_text("L1, dropout, first weights").click()
    press(builder, "Add to each layer")
    assert units(builder) == [8, "dropout", 8, "dropout"]
    builder.page.get_by_role("slider", name="Dropout", exact=True).press("End")
    builder.page.get_by_role("combobox", name="First weights").select_option("Zeros")
    builder.page.get_by_role("slider", name="L1 penalty, slider").press("ArrowRight")
    settled(builder)
    spec = spec_of(builder)
    assert [layer["p"] for layer in spec["layers"] if "p" in layer] == [0.9, 0.9]
    assert (spec["training"]["init"], spec["training"]["l1"]) == ("zeros", 1e-5)


# The teacher's locks


def test_frozen_choices_are_shown_and_cannot_be_changed(open_builder: Open):
    builder = open_builder(locked(frozen=["training.lr", "layers", "data.name"]))
    rate = builder.page.get_by_role("textbox", name="Learning rate fixed")
    expect(rate).to_be_disabled()
    expect(builder.page.get_by_role("radio", name="moons")).to_be_disabled()
    expect(builder.page.get_by_role("button", name="Remove Layer 1")).to_be_disabled()
    expect(builder.page.get_by_role("button", name="One unit more").first).to_be_disabled()
    expect(builder.page.get_by_label("Add a layer at the start")).to_be_hidden()
    expect(builder.page.get_by_role("button", name="Draw points")).to_be_hidden()
    assert builder.page.get_by_title("The teacher has fixed this choice").count() >= 3
    expect(builder.page.get_by_role("combobox", name="Optimiser")).to_be_enabled()


def test_hidden_choices_are_left_out(open_builder: Open):
    builder = open_builder(locked(hidden=["data.noise", "training.l2", "reset", "layers"]))
    expect(field(builder.page, "Noise")).to_be_hidden()
    expect(field(builder.page, "L2 penalty")).to_be_hidden()
    expect(builder.page.get_by_role("button", name="Reset")).to_be_hidden()
    expect(builder.page.locator(".nnb-strip")).to_be_hidden()
    expect(field(builder.page, "Samples")).to_be_visible()


# For everyone


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_the_controls_stay_within_the_page(open_builder: Open, width: int):
    builder = open_builder(MIXED, width=width)
    builder.page.get_by_text("L1, dropout, first weights").click()
    builder.page.get_by_role("radio", name="CSV").check(force=True)
    builder.page.add_style_tag(content=".nnb-picture { display: none }")  # which can be scrolled
    assert builder.page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_controls_have_no_grave_barriers(open_builder: Open, theme: str):
    builder = open_builder(MIXED, theme=theme)
    builder.page.get_by_text("L1, dropout, first weights").click()
    builder.page.get_by_label("Add a layer after place 1").click()
    assert grave_barriers(builder.page) == []
