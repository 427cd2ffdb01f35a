"""Dragging the line in its picture."""

from __future__ import annotations

import numpy as np
import pytest

from nnkit import explore
from nnkit.explore.datasets import DATA
from nnkit.explore.hand_tuning import NeuronExplorer
from nnkit.figures import plane
from nnkit.figures.sheet import fraction_to_point

X = DATA["AND"].X


def fractions(point: np.ndarray) -> list[float]:
    """Where a point of the plane lies in the picture: the inverse of ``fraction_to_point``."""
    limits = plane.limits(X)
    at = np.array(fraction_to_point(0, 0, limits))
    corner = np.array(fraction_to_point(1, 1, limits))
    return [float(share) for share in (point - at) / (corner - at)]


def drag(explorer: NeuronExplorer, *points: np.ndarray) -> None:
    for turn, point in enumerate(points):
        message = {"grab": fractions(np.asarray(point)), "first": turn == 0}
        explorer._handle_custom_msg(message, [])
    assert explorer.wait()


@pytest.mark.parametrize("to", [(1, 1), (0.25, 0.75), (1, 0)])
def test_the_line_follows_the_pointer_and_keeps_its_direction(to: tuple[float, float]) -> None:
    explorer = explore.neuron()
    drag(explorer, np.array([0, 1]), np.array(to))
    w = np.array([explorer.w1, explorer.w2])
    assert w.tolist() == [1, -0.5]
    assert abs(w @ to + explorer.b) <= 1 / 16


def test_the_tip_of_the_normal_turns_the_line_about_its_foot() -> None:
    explorer = explore.neuron()
    w = np.array([explorer.w1, explorer.w2])
    foot, tip = plane.normal_of(w, explorer.b, plane.limits(X))
    drag(explorer, tip, foot + np.array([0, 0.3]))
    turned = np.array([explorer.w1, explorer.w2])
    assert turned.tolist() == [0, 1.125]
    assert abs(turned @ foot + explorer.b) <= 0.1


def test_the_sliders_limits_hold() -> None:
    explorer = explore.neuron()
    drag(explorer, np.array([0, 1]), np.array([50, -50]))
    assert explorer.b == -4


def test_without_a_line_nothing_moves() -> None:
    explorer = explore.neuron()
    explorer.set_state({"w1": 0, "w2": 0, "b": 1})
    drag(explorer, np.array([0, 1]), np.array([1, 1]))
    assert (explorer.w1, explorer.w2, explorer.b) == (0, 0, 1)
