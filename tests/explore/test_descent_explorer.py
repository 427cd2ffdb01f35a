"""The descent explorer: what it draws is gradient descent, and its limit is the true one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.downhill import MOST, RATES, WEIGHTS, DescentExplorer
from nnkit.explore.valleys import LINE, NETWORK, VALLEYS
from nnkit.figures import sheet

EXPLORER = explore.descent()
weights = st.sampled_from(WEIGHTS.tolist())
models = st.sampled_from([LINE, NETWORK])


def pressed(explorer: DescentExplorer, *words: str, **state: Any) -> DescentExplorer:
    """The explorer after these buttons, with everything drawn."""
    explorer.set_state(state)
    for word in words:
        explorer._handle_custom_msg({"press": word}, [])
    assert explorer.wait()
    return explorer


def said(**state: Any) -> str:
    return EXPLORER._view(state).said


@settings(max_examples=8, deadline=None)
@given(models, st.sampled_from(RATES), weights, weights, st.integers(0, 12))
def test_what_is_shown_is_the_figure_of_its_state(
    model: str, rate: float, w1: float, w2: float, steps: int
) -> None:
    explorer = pressed(EXPLORER, "reset", model=model, rate=rate, w1=w1, w2=w2)
    explorer.steps = steps
    shown = pressed(explorer).shown
    state = {"model": model, "rate": rate, "w1": w1, "w2": w2, "steps": steps}
    assert explorer.state == state
    assert shown.png == explorer.figure(**state).quick_png
    assert shown.alt == explorer.figure(**state).alt


@given(models, weights, weights)
def test_the_gradient_is_that_of_central_differences(model: str, w1: float, w2: float) -> None:
    valley, w = VALLEYS[model], np.array([w1, w2])
    measured = nn.numerical_gradient(lambda at: float(valley.loss(at)), w)
    assert np.allclose(valley.gradient(w), measured, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("model", VALLEYS)
def test_the_marked_bottoms_are_the_lowest(model: str) -> None:
    valley = VALLEYS[model]
    for bottom in valley.bottoms:
        assert np.allclose(valley.gradient(np.array(bottom)), 0)
        assert valley.loss(np.array(bottom)) == pytest.approx(valley.best)
    assert valley.heights.min() >= valley.best


def test_the_networks_middle_is_a_saddle() -> None:
    valley, middle = VALLEYS[NETWORK], np.zeros(2)
    assert not valley.gradient(middle).any()
    step = np.array([0.1, 0.1])
    assert valley.loss(middle + step) < valley.loss(middle) < valley.loss(middle - [0.1, -0.1])


def test_across_the_limit_and_only_there_the_line_diverges() -> None:
    valley = VALLEYS[LINE]
    for factor, ends in ((0.99, True), (1.01, False)):
        path = [np.array([-1.0, 2.5])]
        for _ in range(2000):
            path.append(path[-1] - factor * valley.limit * valley.gradient(path[-1]))
        assert bool(valley.loss(path[-1]) < valley.best + 0.01) == ends
    curvature = [valley.gradient(e) - valley.gradient(np.zeros(2)) for e in np.eye(2)]
    assert valley.limit == pytest.approx(2 / np.linalg.eigvalsh(curvature).max())


def test_the_limit_is_told_once_it_is_crossed() -> None:
    limit = VALLEYS[LINE].limit
    for rate in RATES:
        told = said(rate=rate, steps=5)
        assert ("2/λmax = 2/8.41 = 0.238" in told) == (rate > limit)
    assert "every step is 1.52 times as long" in said(rate=0.3, steps=3)
    assert "λmax" not in said(rate=0.3, steps=0), "a guess comes first"
    assert "λmax" not in said(model=NETWORK, rate=2.0, steps=5)


def test_too_small_right_and_too_large_are_told_apart() -> None:
    assert "Where will the next step land?" in said()
    assert "Step 10: falling" in said(rate=0.05, steps=10)
    assert "100 steps are the most here, and it hasn't arrived." in said(rate=0.001, steps=MOST)
    assert "arrived" in said(rate=0.15, steps=MOST)
    assert "zigzagging" in said(rate=0.2, steps=3)
    assert "overshooting" in said(rate=0.25, steps=6)
    assert "diverged" in said(rate=0.3, steps=20)
    assert "outside the map" in EXPLORER.figure(rate=0.3, steps=20).alt


def test_a_plateau_and_a_saddle_are_no_valley_floor() -> None:
    plateau = said(model=NETWORK, w1=3.0, w2=-1.0, rate=0.2, steps=MOST)
    saddle = said(model=NETWORK, w1=0.0, w2=0.0, rate=0.2, steps=1)
    for told in (plateau, saddle):
        assert "stuck where it is flat" in told
        assert "the lowest loss is 0." in told


def test_every_rate_survives_every_step() -> None:
    for model in VALLEYS:
        for rate in RATES:
            view = EXPLORER._view(
                {"model": model, "rate": rate, "w1": -3.0, "w2": 3.0, "steps": MOST}
            )
            assert f"Step {MOST}: " in view.said
            assert "NaN" not in view.picture.alt + view.said


def test_the_buttons_go_on_back_and_to_the_start() -> None:
    explorer = pressed(explore.descent(), "step", "ten")
    assert explorer.steps == 11
    assert pressed(explorer, "back").steps == 10
    assert pressed(explorer, *["ten"] * 20).steps == MOST
    assert pressed(explorer, "reset", "back").steps == 0
    pressed(explorer, "ten", rate=0.23)
    assert pressed(explorer, model=NETWORK).steps == 0


def test_the_start_is_dragged_to_where_the_pointer_is() -> None:
    explorer = explore.descent()
    left, bottom, width, height = sheet.PLANE
    across, down = (left + width * 4 / 6) / sheet.WIDTH, 1 - (bottom + height / 6) / sheet.HEIGHT
    explorer._handle_custom_msg({"grab": [across, down], "first": True}, [])
    assert (explorer.w1, explorer.w2) == (1.0, -2.0)
    explorer._handle_custom_msg({"grab": [0.0, 0.0], "first": False}, [])
    assert (explorer.w1, explorer.w2) == (-3.0, 3.0)


def other_way(f_grad: Any, w: Any, lr: Any, steps: Any) -> Any:
    path = [w]
    for _ in range(steps):
        path.append(path[-1] + lr * f_grad(path[-1]))
    return np.array(path)


def in_place(f_grad: Any, w: Any, lr: Any, steps: Any) -> Any:
    path = [w]
    for _ in range(steps):
        w -= lr * f_grad(w)
        path.append(w)
    return np.array(path)


def own(f_grad: Any, w: Any, lr: Any, steps: Any) -> Any:
    path = np.empty((steps + 1, len(w)))
    path[0] = w
    for t in range(steps):
        path[t + 1] = path[t] - lr * f_grad(path[t])
    return path


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (lambda f, w, lr, steps: 1 / 0, "raised ZeroDivisionError: division by zero."),
    "nothing": (lambda f, w, lr, steps: None, "is None: is a return missing?"),
    "end only": (lambda f, w, lr, steps: w, "has shape (2,); it should have shape (3, 2)."),
    "nan": (lambda f, w, lr, steps: np.full((steps + 1, 2), np.nan), "not a finite number: nan"),
    "words": (lambda f, w, lr, steps: "downhill", "no array of numbers, but of type str"),
    "signature": (lambda f, w: w, "takes 2 positional arguments but 4 were given"),
    "uphill": (
        other_way,
        "Step 1 of your other_way goes from (−1, 2.5) to (−1.38, 2.4). The gradient there is "
        "(−7.5, −2), so w − α·gradient is (−0.625, 2.6).",
    ),
    "in place": (in_place, "Your in_place starts at (−0."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence_and_the_explorer_lives_on(name: str) -> None:
    function, sentence = TROUBLES[name]
    explorer = pressed(explore.descent(function), "step", "step")
    assert sentence in explorer.shown.said
    assert "\n" not in explorer.shown.said
    assert "gradient" in explorer.shown.alt
    assert pressed(explorer, "ten").steps == 12


def test_the_learners_own_function_walks() -> None:
    mine, ours = (pressed(explore.descent(each), "ten") for each in (own, nn.descend))
    assert mine.shown == ours.shown
