"""Inputs and answers that are lists of arrays: copied, compared and shown entry by entry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnkit import nn
from nnkit.check import judge, observe, show
from nnkit.check.nested import fresh, numbers, root
from nnkit.exercises import Case, Exercise, Named, NotAsAsked

W, B = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.zeros(3)
LAYERS = [(W, B, Named("relu")), (W.T, np.ones(2), Named("identity"))]
INPUTS = {"X": np.ones((4, 2)), "layers": LAYERS}


def outputs(X, layers):
    """The output of every layer, the shapes of which differ."""
    seen = []
    for W, b, activation in layers:
        X = activation(X @ W.T + b)
        seen.append((X, len(b)))
    return seen


EVERY_OUTPUT = Exercise(
    id="toy.outputs",
    points=1,
    reference=outputs,
    cases=(Case("two layers", INPUTS),),
    mistakes=(),
    alternatives=(),
    hints=(),
)


def report(fn, exercise=EVERY_OUTPUT):
    cases = exercise.draw_cases()
    return judge(exercise, observe(exercise, fn, [case.inputs for case in cases]), cases)


def test_a_fresh_copy_shares_nothing_and_has_functions_for_names():
    copy = fresh(LAYERS)
    assert copy[0][2] is nn.relu
    copy[0][0][:] = 0
    copy.pop()
    assert W[0, 0] == 1
    assert len(LAYERS) == 2


def test_every_number_has_a_place():
    places = numbers({"X": 1, "layers": LAYERS, "f": Named("relu")})
    assert [*places] == [
        "X",
        "len(layers)",
        "len(layers[0])",
        "layers[0][0]",
        "layers[0][1]",
        "len(layers[1])",
        "layers[1][0]",
        "layers[1][1]",
    ]
    assert {root(place) for place in places} == {"X", "layers"}


def test_layers_are_shown_by_their_sizes():
    assert show.inputs({"layers": LAYERS}) == "layers = 2 → 3 relu → 2 identity"
    assert show.inputs({"cache": [(W, W), (W, W)]}) == "cache = [(…), (…)]"
    assert show.inputs({"cache": []}) == "cache = []"
    assert show.inputs({}) == ""


def test_the_right_answer_passes():
    assert report(lambda X, layers: outputs(X, layers)[::1]).mistake == "reference"


def weights_doubled(X, layers):
    for W, _, _ in layers:
        W *= 2
    return outputs(X, layers)


def layer_popped(X, layers):
    seen = outputs(X, layers)
    layers.pop()
    return seen


def layers_turned(X, layers):
    seen = outputs(X, layers)
    layers.reverse()
    return seen


@pytest.mark.parametrize("fn", [weights_doubled, layer_popped, layers_turned])
def test_what_is_changed_inside_a_list_is_noticed(fn):
    seen = report(fn)
    assert seen.mistake == "in-place"
    assert "changes `layers` itself" in seen.message


def spoiled(change):
    def fn(X, layers):
        return change(outputs(X, layers))

    return fn


@pytest.mark.parametrize(
    ("change", "mistake", "words"),
    [
        (lambda seen: seen[:1], "entry.count", "Your result has length 1, and 2 is expected"),
        (
            lambda seen: [seen[0], (seen[1][0].T, 2)],
            "entry.shape",
            "Entry `[1][0]` has shape (2, 4), and (4, 2) is expected",
        ),
        (
            lambda seen: [seen[0], (seen[1][0], None)],
            "entry.None",
            "Entry `[1][1]` is None; a single number is expected",
        ),
        (
            lambda seen: [(seen[0][0] + 1, 3), seen[1]],
            "entry.value",
            "Entry `[0][0]` has the right shape, but other numbers",
        ),
    ],
)
def test_the_first_wrong_entry_is_named(change, mistake, words):
    seen = report(spoiled(change))
    assert (seen.mistake, seen.passed) == (mistake, False)
    assert words in seen.message
    assert "two layers" in seen.message


def test_a_product_that_does_not_fit_is_told_with_all_shapes():
    seen = report(lambda X, layers: [X @ layers[0][0], 2])
    assert "here 2 of them meet 3" in seen.message
    assert "`X` (4, 2), `layers[0][0]` (3, 2), `layers[0][1]` (3,)" in seen.message


def test_an_observer_can_say_why_an_answer_can_not_be_tried():
    def observer(fn, given):
        if fn() != 1:
            raise NotAsAsked("Return `1`, and nothing else.")
        return 1

    one = Exercise("toy.one", 1, lambda: 1, (Case("one", {}),), (), (), (), observe=observer)
    seen = report(lambda: 2, one)
    assert (seen.mistake, seen.message) == ("not-as-asked", "Return `1`, and nothing else.")
    assert "For one your code stops" in report(lambda: 1 / 0, one).message


def test_a_focus_says_more_than_the_first_wrong_entry():
    later = Case("one layer", {"X": np.ones((4, 2)), "layers": LAYERS[:1]}, "with one layer only")
    exercise = replace(EVERY_OUTPUT, cases=(*EVERY_OUTPUT.cases, later))

    def wrong_for_one(X, layers):
        seen = outputs(X, layers)
        return seen if len(layers) > 1 else [(seen[0][0] + 1, 3)]

    seen = report(wrong_for_one, exercise)
    assert (seen.mistake, seen.message) == ("only", "Right everywhere but with one layer only.")
