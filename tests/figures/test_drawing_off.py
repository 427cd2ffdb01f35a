"""``NNKIT_DRAW=0``: the words without the picture, for who grades and wants no pictures."""

from __future__ import annotations

import pytest

from nnkit import explore, figures
from nnkit.figures import Picture
from nnkit.figures.remembered import start_remembering, stop_remembering


@pytest.fixture(autouse=True)
def drawing_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNKIT_DRAW", "0")
    monkeypatch.setattr(Picture, "_drawn", None)  # to draw would fail


def test_a_picture_is_its_words() -> None:
    picture = figures.gates()
    data, metadata = picture._repr_mimebundle_()
    assert data["text/plain"] == picture.alt
    assert "not drawn here: Inputs x1 and x2" in data["text/html"]
    assert "<img" not in data["text/html"]
    assert "image/png" not in data
    assert metadata == {}
    assert picture.png == picture.quick_png == b""


@pytest.mark.parametrize("mode", ["", "autograde"])
def test_an_explorer_has_its_words(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    explorer = explore.neuron()
    assert explorer.shown.said.startswith("Right on")
    assert explorer.shown.png == b""
    assert "image/png" not in explorer._repr_mimebundle_()[0]


def test_a_recalled_picture_is_drawn_once_drawing_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    start_remembering()
    figures.gates()
    monkeypatch.undo()
    try:
        assert figures.gates().png.startswith(b"\x89PNG")
    finally:
        stop_remembering()
