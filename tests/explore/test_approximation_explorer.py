"""One wide layer: what the explorer shows, and what it teaches."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import explore, nn
from nnkit.explore.random_units import CLOUDS, KINDS, MOST, decided, outputs
from nnkit.explore.wide_layer import CURVES, MOST_BUMPS, ApproximationExplorer

EXPLORER = explore.approximation()

states = st.fixed_dictionaries(
    {
        "curve": st.sampled_from([*CURVES]),
        "bumps": st.integers(1, MOST_BUMPS),
        "points": st.sampled_from([*CLOUDS]),
        "kind": st.sampled_from([*KINDS]),
        "units": st.integers(1, MOST),
    }
)


def moved(explorer: ApproximationExplorer, **state: Any) -> ApproximationExplorer:
    explorer.set_state(state)
    assert explorer.wait()
    return explorer


def worst(curve: str, bumps: int) -> float:
    said = EXPLORER._view({"curve": curve, "bumps": bumps}).said
    if "exactly" in said:
        return 0.0
    found = re.search(r"at most ([\d.]+) off", said)
    assert found, said
    return float(found[1])


@settings(max_examples=12, deadline=None)
@given(states, st.booleans())
def test_what_is_shown_is_the_figure_of_its_state(state: dict[str, Any], plane: bool) -> None:
    moved(EXPLORER, **state)
    shown = moved(EXPLORER, plane=plane).shown
    assert EXPLORER.state == state | {"plane": plane}
    picture = EXPLORER.figure(**EXPLORER.state)
    assert shown.png == picture.quick_png
    assert shown.alt == picture.alt


def test_a_control_of_the_other_picture_shows_it() -> None:
    explorer = explore.approximation(two_dimensions=True)
    assert "hidden unit" in explorer.shown.alt
    assert "target curve" in moved(explorer, bumps=5).shown.alt
    assert "hidden units" in moved(explorer, units=5).shown.alt


def test_more_bumps_come_closer_and_a_jump_is_never_followed() -> None:
    for curve in ("a hill", "a wave"):
        assert worst(curve, 12) < worst(curve, 7) < worst(curve, 2)
    assert worst("a hill", 12) <= 0.02
    assert worst("a zigzag", 7) == 0
    assert min(worst("a step", n) for n in range(1, MOST_BUMPS + 1)) >= 0.49


def test_outside_the_data_it_knows_nothing() -> None:
    said = moved(EXPLORER, curve="a hill", bumps=12).shown.said
    assert "Outside, at x = 1.4, it says 0, and the curve is at −0.95." in said


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("kind", KINDS)
def test_another_unit_never_fits_worse(cloud: str, kind: str) -> None:
    points = CLOUDS[cloud]
    errors = [
        float(((outputs(cloud, kind, k, points.X) - (2 * points.y - 1)) ** 2).mean())
        for k in range(1, MOST + 1)
    ]
    assert all(later <= now + 1e-9 for now, later in itertools.pairwise(errors))
    right = (decided(cloud, kind, MOST, points.X) == points.y).mean()
    assert right >= 0.95
    said = moved(EXPLORER, points=cloud, kind=kind, units=MOST).shown.said
    assert f"right on {round(right * len(points))} of {len(points)}" in said


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (lambda x, a, b, c: 1 / 0, "raised ZeroDivisionError: division by zero."),
    "nothing": (lambda x, a, b, c: None, "is None: is a return missing?"),
    "one number": (lambda x, a, b, c: 1.0, "has shape (); it should have shape (1081,)."),
    "nan": (lambda x, a, b, c: np.log(x - 99), "is not a finite number: nan."),
    "signature": (lambda x: x, "takes 1 positional argument but 4 were given."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence_and_the_explorer_lives_on(name: str) -> None:
    function, sentence = TROUBLES[name]
    explorer = explore.approximation(function)
    shown = moved(explorer, bumps=4).shown
    assert sentence in shown.said
    assert "\n" not in shown.said
    assert "no usable bump" in shown.alt
    assert "right on" in moved(explorer, units=3).shown.said


def test_the_learners_own_function_computes() -> None:
    def twice(x: Any, left: Any, peak: Any, right: Any) -> Any:
        return 2 * nn.relu_bump(x, left, peak, right)

    assert "at most 1 off" in moved(explore.approximation(twice), bumps=7).shown.said
