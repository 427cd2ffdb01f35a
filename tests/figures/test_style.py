"""The palette: readable on its card, on both themes, and for the colour-blind."""

import itertools

import numpy as np
import pytest

from nnkit.figures import style

# Machado, Oliveira & Fernandes (2009), severity 1: linear RGB as it is seen.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
SIGHTS = {"usual": np.eye(3), "deuteranopia": DEUTERANOPIA, "protanopia": PROTANOPIA}


def linear(colour: str) -> np.ndarray:
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    light = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return float((light[1] + 0.05) / (light[0] + 0.05))


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB as CIE L*a*b* (D65)."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    t = to_xyz @ rgb.clip(0, 1) / [0.9505, 1, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("ink", [style.INK, style.MUTED, style.BLUE, style.ORANGE])
def test_everything_written_stands_out_from_the_card(ink: str) -> None:
    assert contrast(ink, style.CARD) >= 4.5


@pytest.mark.parametrize("tint", [style.BLUE_TINT, style.ORANGE_TINT])
def test_marks_and_words_stand_out_from_the_half_planes(tint: str) -> None:
    assert contrast(style.INK, tint) >= 7
    assert min(contrast(mark, tint) for mark in (style.BLUE, style.ORANGE, style.MUTED)) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colours_stay_apart_however_one_sees(sight: str) -> None:
    seen = {c: lab(SIGHTS[sight] @ linear(c)) for c in (style.BLUE, style.ORANGE, style.INK)}
    for one, other in itertools.combinations(seen.values(), 2):
        assert np.linalg.norm(one - other) >= 30
    tints = [lab(SIGHTS[sight] @ linear(c)) for c in (style.BLUE_TINT, style.ORANGE_TINT)]
    assert np.linalg.norm(tints[0] - tints[1]) >= 12


def test_the_classes_differ_in_shape_too() -> None:
    assert style.MARKERS[0] != style.MARKERS[1]


def test_no_text_size_is_below_nine_points() -> None:
    assert min(style.SMALL, style.NORMAL, style.LARGE) >= 9
