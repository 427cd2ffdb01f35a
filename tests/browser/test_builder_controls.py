"""The builder's controls with a real session behind them: layers, data, training, by all means."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.builder_page import BuilderPage
from tests.browser.test_builder_page import SPIRAL, Open, open_builder
from tests.quiz.harness import OVERFLOWING, grave_barriers

__all__ = ["open_builder"]

DENSE = {"kind": "dense", "units": 8, "activation": "tanh"}
FOUR = {"kind": "dense", "units": 4, "activation": "relu"}
DROPOUT = {"kind": "dropout", "p": 0.2}
BATCH_NORM = {"kind": "batch_norm"}
TWO = SPIRAL | {"layers": [DENSE, FOUR]}
MIXED = SPIRAL | {"layers": [DENSE, DROPOUT, FOUR, BATCH_NORM]}


def locked(**locks: Any) -> dict[str, Any]:
    return SPIRAL | {"locks": locks}


def spec_of(builder: BuilderPage) -> dict[str, Any]:
    session: Any = builder.server.kernel
    json: dict[str, Any] = session.trainer.spec.to_json()
    return json


def units(builder: BuilderPage) -> list[int | str]:
    return [each.get("units", each["kind"]) for each in spec_of(builder)["layers"]]


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}: ")


def settled(builder: BuilderPage) -> None:
    """Until every message is answered."""
    builder.page.evaluate("store.refresh()")


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def press(builder: BuilderPage, name: str) -> None:
    builder.page.get_by_role("button", name=name, exact=True).click()
    settled(builder)


# Layers


def test_a_layer_is_added_between_two_others_and_gets_the_keyboard(open_builder: Open):
    builder = open_builder(TWO)
    builder.page.get_by_label("Add a layer after place 1").click()
    builder.page.get_by_role("button", name="Dropout", exact=True).click()
    expect(handle(builder.page, "Dropout")).to_be_focused()
    assert units(builder) == [8, "dropout", 4]
    expect(builder.page.get_by_role("status")).to_contain_text(
        "Dropout added: 8 units then dropout 0.2 then 4 units."
    )


def test_a_layer_is_added_by_keyboard_alone(open_builder: Open):
    builder = open_builder(TWO)
    builder.page.get_by_label("Add a layer at the start").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        builder.page.keyboard.press(key)
    expect(handle(builder.page, "Batch norm")).to_be_focused()
    assert units(builder) == ["batch_norm", 8, 4]


def test_the_menu_closes_with_escape_and_when_the_keyboard_leaves_it(open_builder: Open):
    builder = open_builder(TWO)
    plus = builder.page.get_by_label("Add a layer at the start")
    choice = builder.page.get_by_role("button", name="Dense layer")
    plus.click()
    expect(choice).to_be_visible()
    builder.page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(plus).to_be_focused()
    plus.click()
    builder.page.get_by_role("button", name="Play").focus()
    expect(choice).to_be_hidden()


def test_layers_are_removed_down_to_none_and_the_keyboard_stays_near(open_builder: Open):
    builder = open_builder(TWO)
    press(builder, "Remove Layer 2")
    expect(builder.page.get_by_role("button", name="Remove Layer 1")).to_be_focused()
    builder.page.keyboard.press("Enter")
    expect(builder.page.get_by_label("Add a layer at the start")).to_be_focused()
    assert units(builder) == []
    assert builder.play(0.3)["epochs"] > 0


def test_a_layer_moves_by_the_arrow_keys_of_its_handle(open_builder: Open):
    builder = open_builder(TWO)
    handle(builder.page, "Layer 2").press("ArrowLeft")
    expect(handle(builder.page, "Layer 1")).to_be_focused()
    assert units(builder) == [4, 8]
    expect(builder.page.get_by_role("status")).to_contain_text(
        "Layer 2 moved before layer 1: 4 then 8 units."
    )
    builder.page.keyboard.press("ArrowLeft")  # it is the first
    builder.page.keyboard.press("Alt+ArrowRight")
    expect(handle(builder.page, "Layer 2")).to_be_focused()
    assert units(builder) == [8, 4]


def test_alt_and_an_arrow_move_a_layer_from_any_of_its_controls(open_builder: Open):
    builder = open_builder(TWO)
    number = field(builder.page, "Units")
    number.nth(0).press("Alt+ArrowRight")
    expect(number.nth(1)).to_be_focused()
    assert units(builder) == [4, 8]


def test_a_layer_moves_by_its_buttons(open_builder: Open):
    builder = open_builder(MIXED)
    press(builder, "Move Batch norm left")
    press(builder, "Move Batch norm left")
    expect(builder.page.get_by_role("button", name="Move Batch norm left")).to_be_focused()
    press(builder, "Move Layer 1 right")
    assert units(builder) == ["batch_norm", 8, "dropout", 4]


@pytest.mark.parametrize(("name", "to", "after"), [("Layer 2", 0, [4, 8]), ("Layer 1", 2, [4, 8])])
def test_a_layer_is_dragged_to_its_place(open_builder: Open, name, to, after):
    builder = open_builder(TWO)
    drag(builder, name, to)
    expect(builder.page.locator(".nnb-drop")).to_have_count(1)
    builder.page.mouse.up()
    settled(builder)
    assert units(builder) == after
    expect(builder.page.locator(".nnb-drop, .nnb-dragged")).to_have_count(0)


def test_escape_ends_a_drag_and_nothing_has_moved(open_builder: Open):
    builder = open_builder(TWO)
    drag(builder, "Layer 2", 0)
    builder.page.keyboard.press("Escape")
    builder.page.mouse.up()
    settled(builder)
    assert units(builder) == [8, 4]


def drag(builder: BuilderPage, name: str, to: int) -> None:
    """With the mouse to the gap `to`, without letting go."""
    start = handle(builder.page, name).bounding_box()
    goal = builder.page.locator(".nnb-gap").nth(to).bounding_box()
    assert start and goal
    mouse = builder.page.mouse
    mouse.move(start["x"] + 12, start["y"] + 12)
    mouse.down()
    mouse.move(goal["x"] + 12, goal["y"] + 12, steps=5)


def test_quick_clicks_all_count(open_builder: Open):
    builder = open_builder(TWO)
    more = builder.page.get_by_role("button", name="One unit more").first
    more.evaluate("(button) => { for (let i = 0; i < 5; i += 1) button.click(); }")
    settled(builder)
    assert units(builder) == [13, 4]
    more.evaluate("(button) => { for (let i = 0; i < 9; i += 1) button.click(); }")
    settled(builder)
    assert units(builder) == [16, 4]


def test_units_and_activation_are_chosen_for_each_layer(open_builder: Open):
    builder = open_builder(TWO)
    field(builder.page, "Units").nth(1).fill("11")
    builder.page.keyboard.press("ArrowUp")
    builder.page.get_by_role("combobox", name="Activation").nth(0).select_option("Leaky ReLU")
    settled(builder)
    field(builder.page, "Units").nth(1).fill("12")
    builder.page.keyboard.press("Enter")
    settled(builder)
    first, second = spec_of(builder)["layers"]
    assert (first["activation"], second["units"]) == ("leaky_relu", 12)


def test_units_that_cannot_be_stay_with_their_sentence(open_builder: Open):
    builder = open_builder(TWO)
    number = field(builder.page, "Units").nth(0)
    number.fill("99")
    number.press("Enter")
    expect(builder.page.locator(".nnb-editor .nnb-error")).to_contain_text("1 to 16; got 99")
    expect(number).to_have_value("99")
    assert units(builder) == [8, 4]
    number.fill("9")
    number.press("Enter")
    expect(builder.page.locator(".nnb-editor .nnb-error")).to_be_hidden()
    assert units(builder) == [9, 4]


def test_the_share_that_dropout_drops_changes_while_it_trains(open_builder: Open):
    builder = open_builder(MIXED)
    builder.play(0.2)
    before = builder.page.evaluate("store.frame.epoch")
    builder.page.get_by_role("slider", name="Share dropped").fill("0.5")
    settled(builder)
    assert spec_of(builder)["layers"][1]["p"] == 0.5
    assert builder.page.evaluate("store.frame.epoch") >= before > 0


def test_undo_and_redo_by_buttons_and_keys(open_builder: Open):
    builder = open_builder(TWO)
    expect(builder.page.get_by_role("button", name="Undo")).to_be_disabled()
    press(builder, "Remove Layer 2")
    press(builder, "Undo")
    assert units(builder) == [8, 4]
    handle(builder.page, "Layer 1").press("Control+Shift+z")
    settled(builder)
    assert units(builder) == [8]
    builder.page.keyboard.press("Control+z")
    settled(builder)
    assert units(builder) == [8, 4]


def test_a_text_has_an_undo_of_its_own(open_builder: Open):
    builder = open_builder(TWO)
    press(builder, "Remove Layer 2")
    rate = field(builder.page, "Learning rate")
    rate.fill("5")
    rate.press("Control+z")
    settled(builder)
    assert units(builder) == [8]


# Data


def test_a_data_set_is_chosen_by_mouse_and_by_arrow_keys(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="moons").check(force=True)
    settled(builder)
    assert spec_of(builder)["data"]["name"] == "moons"
    builder.page.get_by_role("radio", name="moons").press("ArrowRight")
    settled(builder)
    assert spec_of(builder)["data"]["name"] == "plane"
    expect(builder.page.get_by_role("radio", name="plane")).to_be_checked()
    press(builder, "Undo")
    expect(builder.page.get_by_role("radio", name="moons")).to_be_checked()


@pytest.mark.parametrize(
    ("name", "place", "text", "value"),
    [
        ("Noise", "noise", "0.37", 0.37),
        ("Noise", "noise", "0,25", 0.25),
        ("Samples", "samples", "333", 333),
        ("Validation share", "validation", "0.45", 0.45),
        ("Seed of the data", "seed", "7", 7),
    ],
)
def test_amounts_take_exact_numbers(open_builder: Open, name, place, text, value):
    builder = open_builder()
    field(builder.page, name).fill(text)
    builder.page.keyboard.press("Enter")
    settled(builder)
    assert spec_of(builder)["data"][place] == value


def test_amounts_have_sliders_over_sensible_values(open_builder: Open):
    builder = open_builder()
    slider = builder.page.get_by_role("slider", name="Samples, slider")
    slider.press("End")
    settled(builder)
    assert spec_of(builder)["data"]["samples"] == 1000
    expect(field(builder.page, "Samples")).to_have_value("1000")
    builder.page.get_by_role("slider", name="Batch size, slider").press("Home")
    settled(builder)
    assert spec_of(builder)["training"]["batch_size"] == 1


def test_another_seed_is_one_click(open_builder: Open):
    builder = open_builder()
    press(builder, "Another seed of the data")
    assert spec_of(builder)["data"]["seed"] == 1
    expect(field(builder.page, "Seed of the data")).to_have_value("1")


def test_features_are_switched_and_the_last_one_stays(open_builder: Open):
    builder = open_builder()
    for name in ("x₁²", "x₁", "x₂"):
        builder.page.get_by_role("checkbox", name=name, exact=True).click()
        settled(builder)
    assert spec_of(builder)["features"] == ["x1^2"]
    builder.page.get_by_role("checkbox", name="x₁²", exact=True).click()
    expect(builder.page.locator(".nnb-features .nnb-error")).to_contain_text("at least one")
    assert spec_of(builder)["features"] == ["x1^2"]


def test_real_data_offer_all_their_columns_and_no_noise(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="penguins").check(force=True)
    depth = builder.page.get_by_role("checkbox", name="bill depth")
    depth.uncheck()
    settled(builder)
    assert len(spec_of(builder)["features"]) == 3
    expect(depth).to_be_visible()
    expect(field(builder.page, "Noise")).to_be_hidden()
    expect(builder.page.get_by_text("palmerpenguins")).to_be_visible()
    builder.page.get_by_role("radio", name="digits").check(force=True)
    expect(depth).to_be_hidden()


def test_csv_text_is_used_only_when_it_is_right(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="CSV").check(force=True)
    area = field(builder.page, "CSV text")
    area.fill("a,b,c\n1,2,x\n3,oops,y")
    press(builder, "Use this text")
    expect(builder.page.get_by_text("CSV, line 3, b: 'oops' is no number.")).to_be_visible()
    expect(area).to_have_value("a,b,c\n1,2,x\n3,oops,y")
    assert spec_of(builder)["data"]["name"] == "spiral"
    press(builder, "Example")
    press(builder, "Use this text")
    assert spec_of(builder)["data"]["name"] == "csv"
    expect(builder.page.get_by_role("checkbox", name="height")).to_be_checked()


def test_the_task_of_a_csv_text_can_be_said(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="CSV").check(force=True)
    field(builder.page, "CSV text").fill("1,2,0\n3,4,1\n5,6,0\n7,8,1")
    builder.page.get_by_role("combobox", name="The target is").select_option("A number")
    press(builder, "Use this text")
    assert builder.page.evaluate("store.layout.task") == "regression"


def test_points_are_drawn_and_cleared(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("radio", name="drawn").check(force=True)
    plane = builder.page.get_by_role("application")
    plane.focus()
    for key in ("1", "Enter", "ArrowUp", "Enter", "2", "ArrowLeft", "Enter", "ArrowLeft", "Enter"):
        builder.page.keyboard.press(key)
    settled(builder)
    assert len(spec_of(builder)["data"]["points"]) == 4
    expect(builder.page.get_by_text("2 ■ and 2 ●")).to_be_visible()
    press(builder, "Clear")
    expect(builder.page.get_by_text("0 ■ and 0 ●")).to_be_visible()
    assert spec_of(builder)["data"]["points"] == []


# Training


def test_play_and_pause_by_button_and_space(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Play").click()
    expect(builder.page.get_by_role("button", name="Pause")).to_be_visible()
    builder.page.get_by_role("button", name="neuron 1 of layer 1", exact=True).press(" ")
    expect(builder.page.get_by_role("button", name="Play")).to_be_visible()
    builder.page.get_by_text("Two classes").click()  # the ground of the widget
    builder.page.keyboard.press(" ")
    expect(builder.page.get_by_role("button", name="Pause")).to_be_visible()


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
    assert [layer["p"] for layer in spec["layers"] if "p" in layer] == [0.8, 0.8]
    assert (spec["training"]["init"], spec["training"]["l1"]) == ("zeros", 1e-5)


# The teacher's locks


def test_frozen_choices_are_shown_and_cannot_be_changed(open_builder: Open):
    builder = open_builder(locked(frozen=["training.lr", "layers", "data.name"]))
    expect(field(builder.page, "Learning rate")).to_be_disabled()
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
    beyond = builder.page.evaluate(OVERFLOWING)
    assert [each for each in beyond if "nnb-sheet" not in each and "nnb-unit" not in each] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_controls_have_no_grave_barriers(open_builder: Open, theme: str):
    builder = open_builder(MIXED, theme=theme)
    builder.page.get_by_text("L1, dropout, first weights").click()
    builder.page.get_by_label("Add a layer after place 1").click()
    assert grave_barriers(builder.page) == []
