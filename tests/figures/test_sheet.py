"""A sheet that was drawn on before shows the same as a new one."""

import numpy as np
import pytest

from nnkit import figures, nn
from nnkit.figures import Picture, Sheet, plane
from nnkit.figures.sheet import fraction_to_point

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
FAR = 3 * CORNERS - 1
XOR = np.array([0, 1, 1, 0])


def sigmoid(X: np.ndarray) -> np.ndarray:
    return np.asarray(nn.neuron(X, [1, 1], -0.5, nn.sigmoid))


def step(X: np.ndarray) -> np.ndarray:
    return np.asarray(nn.neuron(X, [1, -1], 0.25, nn.step))


DRAWINGS = {
    "smooth": lambda sheet: figures.decision(CORNERS, XOR, [1, 1], -0.5, sigmoid, sheet=sheet),
    "sharp": lambda sheet: figures.decision(FAR, XOR, [1, -1], 0.25, step, sheet=sheet),
    "no line": lambda sheet: figures.decision(FAR, XOR, [0, 0], 1, sheet=sheet),
    "long run": lambda sheet: figures.one_sample(
        FAR, XOR, [1, 2], 0, before=([1, 1], 0), seen=1, mistakes=[3] * 40, sheet=sheet
    ),
    "probe": lambda sheet: figures.probe(
        "sigmoid", nn.sigmoid, nn.sigmoid.derivative, 1, 10, XOR, sheet=sheet
    ),
    "bumps": lambda sheet: figures.bump_sum(
        [0, 1, 2], [1, 0, 1], [[0, 0, 1], [1, 1, 0]], (0, 1), sheet=sheet
    ),
    "regions": lambda sheet: figures.unit_regions(
        FAR, XOR, lambda P: P[:, 0] > 0, [0.5, 0.5], sheet=sheet
    ),
    "start": lambda sheet: figures.one_sample(CORNERS, XOR, [0, 0], 0, sheet=sheet),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_of_an_earlier_picture_is_left(name: str) -> None:
    fresh: Picture = DRAWINGS[name](None)
    sheet = Sheet()
    for earlier in DRAWINGS.values():
        assert earlier(sheet).quick_png
    again: Picture = DRAWINGS[name](sheet)
    assert again.alt == fresh.alt
    assert again.quick_png == fresh.quick_png


def test_a_place_in_the_picture_is_a_point_of_the_plane() -> None:
    picture = figures.decision(CORNERS, XOR, [1, 1], -0.5)
    assert picture.png
    ax = picture.figure.axes[0]
    for point in CORNERS:
        across, up = ax.transData.transform(point)
        width, height = picture.figure.bbox.size
        found = fraction_to_point(across / width, 1 - up / height, plane.limits(CORNERS))
        assert np.allclose(found, point)


def test_the_tip_of_the_normal_stays_in_the_view() -> None:
    view = plane.limits(CORNERS)
    for b in np.linspace(-2.4, 0.4, 9):
        _, tip = plane.normal_of(np.array([1.0, 1.0]), float(b), view)
        assert view[0] < tip[0] < view[1]
        assert view[2] < tip[1] < view[3]
