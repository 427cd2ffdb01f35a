"""The builder's layers: added, removed, moved and changed by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.builder_controls import (
    FOUR,
    MIXED,
    TWO,
    field,
    handle,
    press,
    settled,
    spec_of,
    units,
)
from tests.browser.builder_page import BuilderPage
from tests.browser.test_builder_page import Open, open_builder

__all__ = ["open_builder"]


def test_a_layer_is_added_between_two_others_and_gets_the_keyboard(open_builder: Open):
    builder = open_builder(TWO)
    builder.page.get_by_label("Add a layer after place 1").click()
    builder.page.get_by_role("button", name="Dropout", exact=True).click()
    expect(handle(builder.page, "Dropout")).to_be_focused()
    assert units(builder) == [8, "dropout", 4]
    expect(builder.page.locator(".nnb-status")).to_contain_text(
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
    expect(builder.page.locator(".nnb-status")).to_contain_text(
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
    assert start
    assert goal
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


def test_the_keyboard_stays_at_the_plus_when_undo_brings_a_layer_back(open_builder: Open):
    builder = open_builder({"layers": [FOUR]})
    handle(builder.page, "Layer 1").press("Delete")
    settled(builder)
    plus = builder.page.get_by_label("Add a layer at the start")
    expect(plus).to_be_focused()
    builder.page.keyboard.press("Control+z")
    settled(builder)
    assert units(builder) == [4]
    expect(plus).to_be_focused()


def test_a_text_has_an_undo_of_its_own(open_builder: Open):
    builder = open_builder(TWO)
    press(builder, "Remove Layer 2")
    rate = field(builder.page, "Learning rate")
    rate.fill("5")
    rate.press("Control+z")
    settled(builder)
    assert units(builder) == [8]
