"""The table of a run stays small, keeps its ends, and tells who follows along what is new."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnkit.builder.history import MOST, History, Row
from tests.builder.specs import few


def filled(epochs: int, most: int = MOST) -> History:
    """A history of that many epochs after epoch 0."""
    history = History(most)
    for epoch in range(epochs + 1):
        history.add(Row(epoch, 1 / (epoch + 1)))
    return history


def test_a_hundred_thousand_epochs_take_no_more_room_than_six_hundred() -> None:
    history = filled(100_000)
    assert len(history) <= MOST
    assert history._table.shape == (MOST, 5)
    assert (history[0].epoch, history[-1].epoch) == (0, 100_000)


@few
@given(st.integers(0, 2000), st.integers(8, 50))
def test_rows_stand_in_order_with_both_ends_and_even_gaps(epochs: int, most: int) -> None:
    history = filled(epochs, most)
    seen = history.rows[:, 0]
    assert len(history) <= most
    assert seen[0] == 0
    assert seen[-1] == epochs
    assert (np.diff(seen) > 0).all()
    assert len(set(np.diff(seen)[:-1])) <= 1
    np.testing.assert_array_equal(history.rows[:, 1], 1 / (seen + 1))


@few
@given(st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_whoever_follows_along_has_all_rows(portions: list[int]) -> None:
    history, page, version, epoch = History(32), np.empty((0, 5)), None, 0
    for portion in portions:
        for _ in range(portion):
            epoch += 1
            history.add(Row(epoch, epoch))
        first, rows = history.since(version, len(page))
        page, version = np.vstack([page[:first], rows]), history.version
        np.testing.assert_array_equal(page, history.rows)


@few
@given(st.integers(0, 200), st.integers(0, 200))
def test_going_back_forgets_what_came_after(epochs: int, back: int) -> None:
    history = filled(epochs, 32)
    version = history.version
    history.forget_after(back)
    assert history[-1].epoch <= back or history[-1].epoch == 0
    assert (history.version != version) == (back < epochs)
    for epoch in range(min(back, epochs) + 1, 300):
        history.add(Row(epoch, 0))
    assert (np.diff(history.rows[:, 0]) > 0).all()
    assert len(history) <= 32


def test_a_copy_lives_by_itself() -> None:
    history = filled(5)
    twin = history.copy()
    history.add(Row(6, 0))
    assert len(twin) == 6
    assert twin.version != history.version


def test_it_tells_where_the_run_has_come_to() -> None:
    assert repr(filled(0)) == "History: 0 epochs, loss 1 → 1"
    assert repr(History()) == "History: nothing yet"
    assert "1,000 epochs" in repr(filled(1000))


def test_its_columns_have_names() -> None:
    columns = filled(3).to_dict()
    assert columns["epoch"] == [0, 1, 2, 3]
    assert columns["loss"] == [1, 1 / 2, 1 / 3, 1 / 4]
