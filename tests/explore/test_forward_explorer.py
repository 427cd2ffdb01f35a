"""The forward pass, stepped as the page steps it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.layer_steps import HALVES, LAYERS, STEPS, ForwardExplorer
from nnkit.figures.wording import number, vector

EXPLORER = explore.forward()
inputs = st.sampled_from(HALVES.tolist())


def stepped(explorer: ForwardExplorer, steps: int = STEPS, **state: Any) -> ForwardExplorer:
    explorer.set_state(state)
    explorer.steps = 0
    for _ in range(steps):
        explorer._handle_custom_msg({"press": "step"}, [])
    assert explorer.wait()
    return explorer


@settings(max_examples=8, deadline=None)
@given(inputs, inputs, st.integers(0, STEPS))
def test_what_is_shown_is_the_figure_of_its_state(x1: float, x2: float, steps: int) -> None:
    shown = stepped(EXPLORER, steps, x1=x1, x2=x2).shown
    assert EXPLORER.state == {"x1": x1, "x2": x2, "steps": steps}
    picture = EXPLORER.figure(x1=x1, x2=x2, steps=steps)
    assert shown.png == picture.quick_png
    assert shown.alt == picture.alt


@settings(max_examples=25, deadline=None)
@given(inputs, inputs)
def test_the_numbers_are_those_of_the_forward_pass(x1: float, x2: float) -> None:
    output, cache = nn.forward(np.array([[x1, x2]]), LAYERS)
    z, a = cache[0][1][0], cache[1][0][0]
    relu, end = (EXPLORER._view({"x1": x1, "x2": x2, "steps": n}).said for n in (2, 4))
    assert f"z = {vector(z)} becomes a = {vector(a)}." in relu
    assert ("silent" in relu) == (not a.all())
    assert end.endswith(f"ŷ = {number(output[0, 0])}.")


def test_the_sums_of_the_worked_example_are_written_out() -> None:
    said = [stepped(EXPLORER, n, x1=1.0, x2=2.0).shown.said for n in (1, 3, 4)]
    assert "z3 = −0.5·1 + 0.6·2 + 0 = 0.7" in said[0]
    assert "z = 0.7·0.1 − 0.3·0.8 + 0.5·0.7 + 0.1 = 0.28" in said[1]
    assert "ŷ = 0.28" in said[2]
    silent = stepped(EXPLORER, 2, x1=2.0, x2=1.0).shown
    assert "Unit 3, dashed, stays silent" in silent.said
    assert "= −0.4, relu gives 0" in silent.alt


def test_only_what_is_computed_so_far_has_numbers() -> None:
    alts = [stepped(EXPLORER, n, x1=1.0, x2=2.0).shown.alt for n in range(STEPS + 1)]
    assert "Hidden layer 1: 3 units, still without numbers." in alts[0]
    assert "= 0.8" in alts[1]
    assert "relu gives" not in alts[1]
    assert "relu gives 0.8" in alts[2]
    assert "Output layer: 1 unit, still without" in alts[2]
    assert "= 0.28" in alts[3]
    assert "identity gives" not in alts[3]
    assert "identity gives 0.28" in alts[4]


def test_back_undoes_a_step_and_the_ends_hold() -> None:
    explorer = stepped(explore.forward(), 6)
    assert explorer.steps == STEPS
    explorer.press("back")
    assert explorer.steps == STEPS - 1
    explorer.press("reset")
    explorer.press("back")
    assert explorer.steps == 0


def raising(X: Any, W: Any, b: Any) -> Any:
    raise ValueError("the shapes don't fit.")


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (raising, "Your raising raised ValueError: the shapes don't fit."),
    "nothing": (lambda X, W, b: None, "is None: is a return missing?"),
    "no bias": (lambda X, W, b: X @ W.T, "gives z = (0, 1, 0.7), but the sums are (0.1, 0.8"),
    "turned": (lambda X, W, b: W @ X.T, "has shape (3, 1); it should have shape (1, 3)."),
    "shapes": (lambda X, W, b: X @ W + b, "raised ValueError"),
    "signature": (lambda X: X, "takes 1 positional argument but 3 were given."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence_and_no_number_is_drawn(name: str) -> None:
    function, sentence = TROUBLES[name]
    shown = stepped(explore.forward(function), 3).shown
    assert sentence in shown.said
    assert "\n" not in shown.said
    assert "Hidden layer 1: 3 units, still without numbers." in shown.alt


def test_the_learners_own_function_computes() -> None:
    own = explore.forward(lambda X, W, b: (X[:, None, :] * W).sum(axis=-1) + b)
    assert stepped(own).shown == stepped(explore.forward()).shown
