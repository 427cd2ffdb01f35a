"""Slow mode in the browser: one sample, phase by phase."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from nnkit.builder.own import Own
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.browser.builder_panels import press, session_of, settled
from tests.browser.test_builder_page import SPIRAL, Open, neuron, open_builder

__all__ = ["open_builder"]

RELU = SPIRAL | {"layers": [{"kind": "dense", "units": 3, "activation": "relu"}]}


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


def test_slow_mode_stops_where_the_learners_code_does(open_builder: Open):
    class MyReLU:
        def forward(self, Z):
            self.Z = Z
            return np.maximum(Z, 0)

        def backward(self, dA):
            raise ValueError("I never finished this")

    builder = open_builder(RELU)
    session_of(builder).__init__(Trainer(Spec.from_json(RELU), Own.of([MyReLU])))
    settled(builder)
    press(builder, "Step slowly through one sample")
    button = builder.page.get_by_role("button", name="Next phase")
    for _ in range(3):
        if button.is_enabled():
            press(builder, "Next phase")
    expect(button).to_be_disabled()
    expect(builder.page.locator(".nnb-slow")).to_contain_text("I never finished this")
    press(builder, "Leave")
