"""The activation explorer, driven as the page drives it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.squashing import NORMAL, PROBES, SPREADS, ActivationExplorer, _part
from nnkit.figures.wording import number

ELEMENTWISE = [f.name for f in nn.ACTIVATIONS.values() if f.elementwise]
EXPLORER = explore.activations()

states = st.fixed_dictionaries(
    {
        "function": st.sampled_from(ELEMENTWISE),
        "z": st.sampled_from(PROBES.tolist()),
        "layers": st.integers(1, 20),
        "spread": st.sampled_from(SPREADS.tolist()),
    }
)


def moved(explorer: ActivationExplorer, **state: Any) -> ActivationExplorer:
    """The explorer after a message from the page, with everything drawn."""
    explorer.set_state(state)
    assert explorer.wait()
    return explorer


def menu(explorer: ActivationExplorer) -> list[str]:
    return explorer.controls[0]["values"]


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
def test_its_numbers_are_those_of_the_activation(state: dict[str, Any]) -> None:
    f, z = nn.ACTIVATIONS[state["function"]], state["z"]
    slope = float(f.derivative(z))
    view = EXPLORER._view(state)
    assert f"At z = {number(z)}: f = {number(f(z))}, slope f′ = {number(slope)}." in view.said
    if state["layers"] > 1:
        product = number(slope ** state["layers"])
        assert f"to the power of {state['layers']} is {product}." in view.said
        assert f"To the power of {state['layers']}, dotted, that is {product}." in view.picture.alt
    dead = (f(state["spread"] * NORMAL) == 0) & (f.derivative(state["spread"] * NORMAL) == 0)
    assert f"and {round(100 * dead.mean())} % dead." in view.said


def test_a_stack_of_sigmoids_hushes_a_nudge_and_one_of_relus_does_not() -> None:
    ten = {"z": 0.0, "layers": 10}
    said = moved(explore.activations(), **ten).shown.said
    assert "0.25 to the power of 10 is 9.54e−07. They let through one part in 1 million." in said
    assert "They let through all of it." in EXPLORER._view({**ten, "function": "tanh"}).said
    relu = {"function": "relu", "layers": 10}
    assert "They let through all of it." in EXPLORER._view({**relu, "z": 2.0}).said
    assert "Dead. 10 such layers" in EXPLORER._view({**relu, "z": -2.0}).said


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sigmoid", "Saturated, shaded: z up to −4.6 and z from 4.6."),
        ("tanh", "Saturated, shaded: z up to −3 and z from 3."),
        ("relu", "Dead, shaded: z up to 0."),
        ("step", "Saturated, shaded: z from 0. Dead, shaded: z up to 0."),
        ("leaky_relu", "Nowhere saturated, nowhere dead."),
        ("identity", "Nowhere saturated, nowhere dead."),
        ("elu", "Saturated, shaded: z up to −4.6."),
    ],
)
def test_the_zones_are_where_nothing_gets_through(name: str, told: str) -> None:
    assert told in EXPLORER.figure(function=name).alt


def test_a_wider_spread_saturates_more() -> None:
    shares = []
    for spread in SPREADS:
        said = EXPLORER._view({"function": "tanh", "spread": float(spread)}).said
        shares.append(int(said.split(" % are saturated")[0].split()[-1]))
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] > 40


def test_the_menu_has_the_learners_first_and_all_element_wise_ones() -> None:
    assert menu(EXPLORER) == ELEMENTWISE
    explorer = explore.activations({"mine": nn.tanh, "relu": nn.relu})
    assert menu(explorer)[:2] == ["mine", "relu"]
    assert sorted(menu(explorer)) == sorted([*ELEMENTWISE, "mine"])
    assert explorer.function == "mine"
    assert EXPLORER.traits()["function"].default_value == "sigmoid"
    assert moved(explorer, function="elu", z=-1.0).shown.said.startswith("At z = −1: f = −0.632")


@pytest.mark.parametrize("name", sorted({*ELEMENTWISE} - {"step"}))
def test_a_slope_that_was_not_given_is_measured(name: str) -> None:
    f = nn.ACTIVATIONS[name]
    given, measured = (
        explore.activations({"mine": function}).figure(z=2.0) for function in ((f, f.derivative), f)
    )
    assert measured.alt == given.alt


def naive(z: Any) -> Any:
    return 1 / (1 + math.exp(-z))


def raising(z: Any) -> Any:
    raise ValueError("not today.")


def spoils(z: Any) -> Any:
    z *= 0
    return z


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (raising, "Your raising raised ValueError: not today."),
    "one at a time": (naive, "Your naive raised TypeError: only "),
    "nothing": (lambda z: None, "for 481 numbers is None: is a return missing?"),
    "sum": (lambda z: z.sum(), "has shape (); it should have shape (481,)."),
    "nan": (lambda z: np.log(z), "is not a finite number: "),
    "slope raises": ((nn.tanh, raising), "Your raising raised ValueError: not today."),
    "slope is nothing": ((nn.tanh, lambda z: None), "is None: is a return missing?"),
    "no function": (3, "Your int raised TypeError: 'int' object is not callable."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_broken_function_gives_a_sentence_and_a_picture(name: str) -> None:
    function, sentence = TROUBLES[name]
    shown = moved(explore.activations({"mine": function}), z=2.0, layers=5).shown
    assert sentence in shown.said
    assert shown.png
    assert ("no usable output" in shown.alt) != name.startswith("slope")


def test_a_function_that_fails_now_and_then_gives_a_sentence_too() -> None:
    calls = iter(range(10_000))

    def moody(z: Any) -> Any:
        return None if next(calls) % 7 == 6 else z

    explorer = explore.activations({"mine": (moody, np.ones_like)})
    for z in PROBES[:20]:
        assert moved(explorer, z=float(z)).shown.said


def test_a_function_that_changes_its_input_harms_nobody() -> None:
    before = NORMAL.copy()
    assert moved(explore.activations({"mine": spoils}), z=2.0).shown.said.endswith("100 % dead.")
    assert np.array_equal(before, NORMAL)


@pytest.mark.parametrize("wrong", [nn.tanh, {"mine": (nn.tanh,)}])
def test_what_is_no_dictionary_of_functions_is_refused_with_a_sentence(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"Give a dictionary|takes one function, or two"):
        explore.activations(wrong)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "nothing"),
        (1.0, "all of it"),
        (1.5, "1.5 times as much"),
        (0.197, "20 %"),
        (0.0036, "one part in 280"),
        (1 / 12_345, "one part in 12,000"),
        (4e-7, "one part in 2.5 million"),
        (4e-10, "one part in 2.5 billion"),
        (1e-13, "less than a millionth of a millionth"),
    ],
)
def test_a_share_is_told_as_one_says_it(share: float, words: str) -> None:
    assert _part(share) == words
