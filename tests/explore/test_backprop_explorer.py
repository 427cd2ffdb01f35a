"""The chain rule on its graph, stepped, guessed and nudged as the page does it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.both_passes import WEIGHTS, run
from nnkit.explore.chain_steps import (
    CHANGES,
    EDGES,
    GUESSES,
    NO_EDGE,
    SAMPLES,
    STEPS,
    BackpropExplorer,
)
from nnkit.explore.chain_words import moved
from nnkit.figures.chain_graph import HEIGHT, WIDTH, _boxes
from nnkit.figures.wording import number
from nnkit.nn import computation_graph as graph

EXPLORER = explore.backprop()
LABELS = {name: label for label, name in EDGES.items()}
FIRST, SECOND = SAMPLES
edges = st.sampled_from([label for label in EDGES if label != NO_EDGE])


def said(explorer: BackpropExplorer = EXPLORER, **state: Any) -> str:
    return explorer._view(state).said


@settings(max_examples=10, deadline=None)
@given(
    st.sampled_from([*SAMPLES]),
    st.sampled_from([*EDGES]),
    st.sampled_from(GUESSES),
    st.sampled_from(CHANGES),
    st.integers(0, STEPS),
)
def test_what_is_shown_is_the_figure_of_its_state(sample, edge, guess, change, steps) -> None:
    EXPLORER.set_state({"sample": sample, "edge": edge})
    EXPLORER.set_state({"guess": guess, "change": change})
    EXPLORER.steps = steps
    assert EXPLORER.wait()
    state = {"sample": sample, "edge": edge, "guess": guess, "change": change, "steps": steps}
    assert EXPLORER.state == state
    picture = EXPLORER.figure(**state)
    assert EXPLORER.shown.png == picture.quick_png
    assert EXPLORER.shown.alt == picture.alt


def test_the_walk_says_the_numbers_of_the_worked_example() -> None:
    walk = [said(steps=n) for n in range(STEPS + 1)]
    for step, due in (
        (1, "z3 = −0.5·1 + 0.6·2 + 0 = 0.7"),
        (3, "ŷ = 0.7·0.1 − 0.3·0.8 + 0.5·0.7 + 0.1 = 0.28"),
        (4, "(0.28 − 1)² = 0.5184"),
        (5, "δ2 = ∂L/∂ŷ = 2·(0.28 − 1) = −1.44"),
        (7, "−1.44 · (0.7, −0.3, 0.5) = (−1.008, 0.432, −0.72)"),
        (8, "⊙ (1, 1, 1) = (−1.008, 0.432, −0.72)"),
        (10, "∂x2 = −1.008·(−0.1) + 0.432·0.3 − 0.72·0.6 = −0.2016"),
    ):
        assert due in walk[step]


def test_numbers_appear_as_they_are_computed() -> None:
    alts = [EXPLORER.figure(steps=n).alt for n in range(STEPS + 1)]
    for step, new in ((1, "z1 0.1"), (2, "h1 0.1"), (3, "ŷ 0.28"), (4, "L 0.5184")):
        assert new not in alts[step - 1]
        assert new in alts[step]
    assert "No gradients yet" in alts[4]
    for step, new in ((5, "ŷ −1.44"), (6, "W2₂ −1.152"), (8, "z1 −1.008"), (9, "W1₁₂ −2.016")):
        assert new not in alts[step - 1]
        assert new in alts[step]
    assert "x1 0.3312, x2 −0.2016" in alts[10]


def test_the_silent_neuron_learns_nothing() -> None:
    for step in (2, 8, 9):
        assert "Unit 3 is silent" in said(sample=SECOND, steps=step)
        assert "Unit 3" not in said(sample=FIRST, steps=step)
    assert "Silent, dashed: h3." in EXPLORER.figure(sample=SECOND, steps=2).alt


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*SAMPLES]), edges, st.integers(0, STEPS))
def test_the_gradient_is_not_told_before_a_guess(sample, edge, steps) -> None:
    view = EXPLORER._view({"sample": sample, "edge": edge, "steps": steps})
    assert f"will ∂L/∂{EDGES[edge]} be negative, zero or positive?" in view.said
    gradients = view.picture.alt.partition("Gradients, marked ∂: ")[2].partition(". ")[0]
    assert f"{EDGES[edge]} " not in gradients
    assert any(text.get_text() == "∂ ?" for text in view.picture.figure.axes[0].texts)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*SAMPLES]), edges, st.sampled_from(GUESSES[1:]), st.integers(4, STEPS))
def test_a_guess_is_judged_by_the_chain_rule(sample, edge, guess, steps) -> None:
    x, y = SAMPLES[sample]
    gradient = run(WEIGHTS, x, y).gradients[EDGES[edge]]
    sign = {-1: "negative", 0: "zero", 1: "positive"}[int(np.sign(gradient))]
    told = said(sample=sample, edge=edge, guess=guess, steps=steps)
    assert (f"Right, {sign}" if guess == sign else f"Not {guess} but {sign}") in told
    assert f"= {number(gradient, 4)}. So" in told


def test_the_chain_rule_is_written_out() -> None:
    told = said(edge=LABELS["W1₁₂"], guess="negative", steps=4)
    chain = "∂L/∂W1₁₂ = ∂L/∂ŷ · ∂ŷ/∂h1 · f′(z1) · x2 = −1.44 · 0.7 · 1 · 2 = −2.016."
    assert f"Right, negative: {chain} So a larger W1₁₂ lowers L." in told
    early = said(edge=LABELS["W1₁₂"], guess="negative", steps=3)
    assert "is noted" in early
    assert "−2.016" not in early


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*SAMPLES]), edges, st.sampled_from(CHANGES))
def test_the_promise_is_kept_by_small_steps(sample, edge, change) -> None:
    x, y = SAMPLES[sample]
    name = EDGES[edge]
    before, after = (run(WEIGHTS | {name: WEIGHTS[name] + c}, x, y) for c in (0.0, change))
    rise = after.values["L"] - before.values["L"]
    if abs(change) == 0.01:
        assert rise == pytest.approx(before.gradients[name] * change, rel=0.2, abs=5e-4)
    told = said(sample=sample, edge=edge, guess="zero", change=change, steps=STEPS)
    if change:
        assert f"ΔL = {number(round(rise, 9), 4)}." in told
        count = len(moved(before, after))
        assert (f"{count} of 13" in told) or (count == 13 and "All 13" in told) or not count
        assert all(abs(after.values[z]) > 1e-3 for z in graph.SUMS), "on the kink of ReLU"


def test_which_gradients_moved_is_told_and_framed() -> None:
    state = {"sample": SECOND, "guess": "positive", "change": 0.04, "steps": STEPS}
    view = EXPLORER._view({**state, "edge": LABELS["b2"]})
    assert "9 of 13 gradients moved, framed; W1₃₁, W1₃₂, b1₃ and W2₃ stayed." in view.said
    assert "Framed: the gradients of W1₁₁, W1₁₂" in view.picture.alt
    asleep = EXPLORER._view({**state, "edge": LABELS["W1₃₁"]})
    assert "ΔL = 0." in asleep.said
    assert "None of the 13 gradients moved." in asleep.said
    awake = EXPLORER._view({**state, "edge": LABELS["W1₃₁"], "change": 0.64})
    assert "All 13 gradients moved." in awake.said


def test_another_edge_or_sample_asks_anew_and_reset_starts_again() -> None:
    explorer = explore.backprop()
    explorer.press("end")
    explorer.edge, explorer.guess, explorer.change = LABELS["b2"], "zero", 0.08
    explorer.edge = LABELS["W2₁"]
    assert (explorer.guess, explorer.change, explorer.steps) == (GUESSES[0], 0.0, STEPS)
    explorer.guess = "negative"
    explorer.sample = SECOND
    assert (explorer.guess, explorer.edge) == (GUESSES[0], LABELS["W2₁"])
    explorer.press("step")
    assert explorer.steps == STEPS
    explorer.press("back")
    assert explorer.steps == STEPS - 1
    explorer.press("reset")
    explorer.press("back")
    assert (explorer.steps, explorer.edge) == (0, NO_EDGE)


def test_a_click_chooses_the_nearest_edge() -> None:
    explorer = explore.backprop()
    for name, (x, y) in _boxes().items():
        explorer.grab(x / WIDTH, 1 - (y - 0.1) / HEIGHT, True)
        assert EDGES[explorer.edge] == name
    explorer.grab(0.0, 0.0, False)  # still held: nothing happens
    assert EDGES[explorer.edge] == "b2"


def test_without_an_edge_the_controls_say_what_they_need() -> None:
    for state in ({"change": 0.01}, {"guess": "zero"}):
        assert said(**state).endswith(
            "Choose an edge: the guess and the slider are about its weight."
        )


def test_the_learners_own_functions_compute() -> None:
    own = explore.backprop(nn.forward, nn.backward)
    for steps in (0, 3, 9, STEPS):
        state: Any = {"edge": LABELS["W1₃₂"], "guess": "zero", "change": 0.16, "steps": steps}
        assert own._view(state).said == EXPLORER._view(state).said
        assert own.figure(**state).alt == EXPLORER.figure(**state).alt


def broken(layers: Any, cache: Any, dY: Any) -> Any:
    raise KeyError("grads")


def turned(layers: Any, cache: Any, dY: Any) -> Any:
    dX, grads = nn.backward(layers, cache, dY)
    return dX, [(dW.T, db) for dW, db in grads]


def downhill(layers: Any, cache: Any, dY: Any) -> Any:
    return nn.backward(layers, cache, -dY)


def slopeless(layers: Any, cache: Any, dY: Any) -> Any:
    return nn.backward([(W, b, nn.identity) for W, b, _ in layers], cache, dY)


def swapped(layers: Any, cache: Any, dY: Any) -> Any:
    dX, grads = nn.backward(layers, cache, dY)
    return grads, dX


BACKWARD: dict[str, tuple[Any, str]] = {
    "raises": (broken, "Your broken raised KeyError: 'grads'."),
    "turned": (turned, "The dW of layer 1 from your turned has shape (2, 3); it should have"),
    "none": (lambda *_: None, "should return dX, grads; it returned None: is a return missing?"),
    "lonely": (lambda layers, cache, dY: dY, "it returned an object of type ndarray."),
    "swapped": (
        swapped,
        "should be a list of two pairs (dW, db); they are an object of",
    ),
    "infinite": (lambda la, c, dY: nn.backward(la, c, dY / 0), "is not a finite number"),
    "sign": (downhill, "15 of 15 gradients of your downhill, marked ≠, differ"),
}


@pytest.mark.parametrize("name", BACKWARD)
def test_trouble_backward_is_one_sentence(name: str) -> None:
    function, sentence = BACKWARD[name]
    explorer = explore.backprop(backward=function)
    assert said(explorer, steps=4) == said(steps=4)
    for steps in (5, STEPS):
        told = said(explorer, steps=steps)
        assert sentence in told
        assert "\n" not in told
        assert told.startswith(("Your", "The", "15 of 15"))
        assert explorer.figure(steps=steps).png
    nudged = said(explorer, edge=LABELS["b2"], guess="zero", change=0.01, steps=STEPS)
    assert nudged.startswith(told[:30])


def test_a_wrong_gradient_is_drawn_marked_and_named() -> None:
    explorer = explore.backprop(backward=slopeless)
    assert said(explorer, sample=FIRST, steps=STEPS) == said(sample=FIRST, steps=STEPS)
    view = explorer._view({"sample": SECOND, "steps": STEPS})
    assert re.match(r"\d of 15 gradients of your slopeless, marked ≠", view.said)
    assert "for W1₃₁ it gives 0.22, and the chain rule 0." in view.said
    assert "Marked ≠: the gradients of" in view.picture.alt
    assert any(text.get_text() == "≠ 0.22" for text in view.picture.figure.axes[0].texts)


def forgetful(X: Any, layers: Any) -> Any:
    return nn.forward(X, [(W, 0 * b, f) for W, b, f in layers])


def activated(X: Any, layers: Any) -> Any:
    output, cache = nn.forward(X, layers)
    return output, [(A, nn.relu(Z)) for A, Z in cache]


FORWARD: dict[str, tuple[Any, str]] = {
    "raises": (lambda X: X, "takes 1 positional argument but 2 were given."),
    "no bias": (forgetful, "Your forgetful gives z1 = 0, but it should be 0.1."),
    "no cache": (
        lambda X, layers: nn.forward(X, layers)[0],
        "it returned an object of type ndarray.",
    ),
    "short": (
        lambda X, layers: (X, []),
        "two pairs (A_in, Z); it is a list of length 0.",
    ),
}


@pytest.mark.parametrize("name", FORWARD)
def test_trouble_forward_is_one_sentence_and_no_number_is_drawn(name: str) -> None:
    function, sentence = FORWARD[name]
    explorer = explore.backprop(function, nn.backward)
    for steps in (1, 4, STEPS):
        told = said(explorer, steps=steps, edge=LABELS["b2"], guess="zero", change=0.04)
        assert sentence in told
        alt = explorer.figure(steps=steps).alt
        assert "values: x1 1, x2 2." in alt
        assert "No gradients yet" in alt
    assert said(explorer, steps=0) == said(steps=0)


def test_a_cache_of_activations_is_found_where_it_matters() -> None:
    assert "gives z3 = 0, but" in said(explore.backprop(activated), sample=SECOND, steps=1)
