"""Remembered pictures are byte for byte those that drawing would give, or are not given."""

from __future__ import annotations

import numpy as np
import pytest

from nnkit import explore, figures, nn
from nnkit.figures import remembered
from nnkit.figures.fingerprint import Different, fingerprint
from nnkit.figures.remembered import Recalled, start_remembering, stop_remembering
from tests.figures.test_pictures import CORNERS, DRAWN, XOR


@pytest.fixture(autouse=True)
def remembering():
    start_remembering()
    yield
    stop_remembering()


def decided(neuron):
    return figures.decision(CORNERS, XOR, [1, 1], -0.5, neuron)


def soft(X):
    return nn.sigmoid(X @ [1.0, 1.0] - 0.5)


@pytest.mark.parametrize("name", DRAWN)
def test_the_second_time_it_is_the_same_picture(name: str) -> None:
    draw = DRAWN[name][0]
    stop_remembering()
    alone = draw()
    start_remembering()
    first, again = draw(), draw()
    assert first.png == again.png == alone.png
    assert first._repr_mimebundle_() == again._repr_mimebundle_() == alone._repr_mimebundle_()
    if not name.startswith("value_graph"):
        assert isinstance(again, Recalled)


def test_other_answers_of_a_function_of_the_same_name_are_drawn() -> None:
    first = decided(soft)

    def other(X):
        return np.where(X[:, 0] > 0.7, 1.0, soft(X))

    other.__name__ = "soft"
    assert not isinstance(decided(other), Recalled)
    assert decided(other).png != first.png


def test_the_same_answers_by_another_way_need_no_drawing() -> None:
    first, again = decided(soft), decided(lambda X: soft(X))
    assert not isinstance(again, Recalled)  # another name could be written in the picture
    again = decided(type("soft", (), {"__name__": "soft", "__call__": lambda _, X: soft(X)})())
    assert isinstance(again, Recalled)
    assert again.png == first.png


def test_a_function_that_raises_raises_here_too() -> None:
    decided(soft)

    def broken(X):
        raise ZeroDivisionError

    broken.__name__ = "soft"
    with pytest.raises(ZeroDivisionError):
        decided(broken)


def test_one_more_bit_is_another_picture() -> None:
    figures.boundary(CORNERS, XOR, [0.3, 1], -0.5)
    assert isinstance(figures.boundary(CORNERS, XOR, [0.3, 1], -0.5), Recalled)
    assert not isinstance(figures.boundary(CORNERS, XOR, [0.1 + 0.2, 1], -0.5), Recalled)
    assert not isinstance(figures.boundary(CORNERS, XOR, [0.3, 1], -0.5, title="mine"), Recalled)


def test_who_draws_on_a_recalled_figure_sees_it() -> None:
    figures.gates()
    again = figures.gates()
    before = again.png
    again.figure.text(0.5, 0.5, "mine")
    assert again.png != before
    assert figures.gates().png == before


def test_a_used_sheet_is_drawn_on() -> None:
    sheet = figures.Sheet()
    for _ in range(2):
        picture = figures.decision(CORNERS, XOR, [1, 1], -0.5, soft, sheet=sheet)
        assert picture.figure is sheet.figure


def test_a_full_memory_keeps_what_it_has_and_takes_no_more() -> None:
    size = len(figures.gates().png)
    start_remembering(room=size + 1000)
    figures.gates()
    figures.xor_solution()
    assert isinstance(figures.gates(), Recalled)
    assert not isinstance(figures.xor_solution(), Recalled)


def test_answers_that_keep_changing_fill_it_no_further() -> None:
    for shift in range(10):
        decided(lambda X, shift=shift: np.clip(soft(X) - shift / 20, 0, 1))
    kept = list(remembered._memory.drawn.values())  # type: ignore[union-attr]
    assert [len(versions) for versions in kept] == [remembered.VERSIONS]


@pytest.mark.parametrize("value", [object(), np.array([None]), {1, 2}, np.ma.zeros(2)])
def test_what_cannot_be_compared_has_no_fingerprint(value) -> None:
    with pytest.raises(Different):
        fingerprint([value])


def test_zeros_of_either_sign_and_texts_of_numbers_are_told_apart() -> None:
    alike = [0.0, -0.0, 0, False, "0", [0], (0,), np.zeros(1), np.zeros(1, int), np.zeros((1, 1))]
    assert len({fingerprint(value) for value in alike}) == len(alike)


def test_an_explorer_graded_draws_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    stop_remembering()
    alone = explore.neuron()._repr_mimebundle_()
    start_remembering()
    explore.neuron()
    monkeypatch.setattr(figures.Picture, "_drawn", None)  # to draw would now fail
    assert explore.neuron()._repr_mimebundle_() == alone
