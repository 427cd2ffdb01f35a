"""The neuron explorer, driven as the page drives it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.datasets import DATA
from nnkit.explore.hand_tuning import ACTIVATIONS, BIASES, SCALES, WEIGHTS, NeuronExplorer

EXPLORER = explore.neuron()

states = st.fixed_dictionaries(
    {
        "data": st.sampled_from([*DATA]),
        "activation": st.sampled_from([*ACTIVATIONS]),
        "w1": st.sampled_from(WEIGHTS.tolist()),
        "w2": st.sampled_from(WEIGHTS.tolist()),
        "b": st.sampled_from(BIASES.tolist()),
        "scale": st.sampled_from(SCALES.tolist()),
        "perceptron": st.booleans(),
    }
)


def moved(explorer: NeuronExplorer, **state: Any) -> NeuronExplorer:
    """The explorer after a message from the page, with everything drawn."""
    explorer.set_state(state)
    assert explorer.wait()
    return explorer


def score(said: str) -> str:
    found = re.match(r"Right on \d+ of \d+", said)
    assert found, said
    return found[0]


@settings(max_examples=15, deadline=None)
@given(states)
def test_what_is_shown_is_the_figure_of_its_state(state: dict[str, Any]) -> None:
    shown = moved(EXPLORER, **state).shown
    assert EXPLORER.state == state
    picture = EXPLORER.figure(**state)
    assert shown.png == picture.quick_png
    assert shown.alt == picture.alt


@settings(max_examples=25, deadline=None)
@given(states)
def test_scaling_keeps_the_line_and_what_is_right(state: dict[str, Any]) -> None:
    said = {
        score(EXPLORER._view(state | {"scale": scale, "perceptron": False}).said)
        for scale in (1.0, 0.125, 8.0)
    }
    assert len(said) == 1


@pytest.mark.parametrize("name", DATA)
def test_the_sliders_can_reach_the_best_line(name: str) -> None:
    w = np.array([*itertools.product(WEIGHTS[::2], WEIGHTS[::2])])
    z = DATA[name].X @ w.T
    right = max(int((((z + b) >= 0) == (DATA[name].y == 1)[:, None]).sum(0).max()) for b in BIASES)
    assert right == (3 if name == "XOR" else len(DATA[name]))


def test_the_xor_challenge_is_set_and_the_perceptron_fails_too() -> None:
    said = moved(explore.neuron(), data="XOR", perceptron=True).shown.said
    assert "The challenge: find 4 of 4." in said
    assert "after 100 epochs it still makes 4 mistakes in each" in said


def test_the_hand_tuned_line_is_compared_with_the_perceptrons() -> None:
    explorer = moved(explore.neuron(), w1=1, w2=1, b=-1.5, perceptron=True)
    assert explorer.shown.said == (
        "Right on 4 of 4, all of them. w = (1, 1), b = −1.5. "
        "The perceptron, dashed, is right on 4 of 4, after 6 epochs."
    )
    assert "The perceptron's line, dashed: 2·x1 + x2 − 3 = 0" in explorer.shown.alt


def test_the_learners_own_function_computes() -> None:
    def without_bias(X: Any, w: Any, b: Any, activation: Any) -> Any:
        return activation(X @ w)

    state = {"data": "OR", "w1": 1.0, "w2": 1.0, "b": -0.5}
    assert "Right on 4 of 4" in moved(explore.neuron(), **state).shown.said
    assert "Right on 3 of 4" in moved(explore.neuron(without_bias), **state).shown.said


def changes_its_inputs(X: Any, w: Any, b: Any, activation: Any) -> Any:
    X *= 2
    w -= 1
    return activation(X @ w + b)


def test_a_function_that_changes_its_inputs_harms_nobody() -> None:
    before = DATA["AND"].X.copy()
    assert moved(explore.neuron(changes_its_inputs), w1=2).shown.said.startswith("Right on")
    assert np.array_equal(before, DATA["AND"].X)


def raising(X: Any, w: Any, b: Any, activation: Any) -> Any:
    raise ValueError("the shapes don't fit.")


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (raising, "Your raising raised ValueError: the shapes don't fit."),
    "leaves": (lambda X, w, b, a: exit(), "raised SystemExit"),
    "recurses": (lambda X, w, b, a: TROUBLES["recurses"][0](X, w, b, a), "raised RecursionError"),
    "signature": (lambda X: X, "takes 1 positional argument but 4 were given."),
    "nothing": (lambda X, w, b, a: None, "for 4 samples is None: is a return missing?"),
    "column": (lambda X, w, b, a: a(X @ w + b)[:, None], "shape (4, 1); it should have shape (4,)"),
    "one number": (lambda X, w, b, a: a((X @ w).sum() + b), "shape (); it should have shape (4,)"),
    "text": (lambda X, w, b, a: "one", "is no array of numbers, but of type str."),
    "ragged": (lambda X, w, b, a: [[1], [2, 3]], "is no array of numbers, but of type list."),
    "nan": (lambda X, w, b, a: np.log(X @ w - 99), "is not a finite number: nan."),
    "no function": (3, "Your int raised TypeError: 'int' object is not callable."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence_and_the_explorer_lives_on(name: str) -> None:
    function, sentence = TROUBLES[name]
    explorer = explore.neuron(function)
    for activation in ("step", "sigmoid"):
        shown = moved(explorer, w1=2, activation=activation).shown
        assert sentence in shown.said
        assert shown.said.count("\n") == 0
        assert "The line 2·x1 − 0.5·x2 = 0" in shown.alt
        assert "no usable output" in shown.alt


def test_a_function_that_works_again_is_believed_again() -> None:
    answers: list[Callable[..., Any]] = [raising]
    explorer = explore.neuron(lambda *inputs: answers[0](*inputs))
    answers[0] = nn.neuron
    assert moved(explorer, b=0.5).shown.said.startswith("Right on")


def test_reset_keeps_the_data_and_the_activation() -> None:
    explorer = moved(explore.neuron(), data="OR", activation="sigmoid", w1=3, b=2, scale=4)
    explorer._handle_custom_msg({"press": "reset"}, [])
    assert explorer.wait()
    picture = explorer.figure(data="OR", activation="sigmoid")
    assert explorer.shown.png == picture.quick_png


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(TypeError, match="no 'w3' here"):
        EXPLORER.figure(w3=1)


def test_a_line_out_of_sight_and_no_line_are_said() -> None:
    assert "out of sight" in moved(explore.neuron(), b=4).shown.said
    assert "no line" in moved(explore.neuron(), w1=0, w2=0).shown.said
