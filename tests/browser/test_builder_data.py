"""The builder's data: chosen, pasted, drawn; features and amounts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.builder_controls import field, press, settled, spec_of
from tests.browser.test_builder_page import Open, open_builder

__all__ = ["open_builder"]


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
    assert spec_of(builder)["data"]["samples"] == 2500
    expect(field(builder.page, "Samples")).to_have_value("2500")
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
    builder.page.get_by_role("radio", name="circle").check(force=True)
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
