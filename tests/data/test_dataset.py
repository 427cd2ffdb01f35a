"""Data sets: what they refuse, how they are split, how they are scaled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit.data import MOST_ROWS, BadData, Dataset, Scaler, split
from tests.nn.strategies import batches, numbers, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


def numbered(n: int) -> Dataset:
    """n samples, each of which can be told by its number."""
    X = np.arange(2.0 * n).reshape(n, 2)
    return Dataset("some", X, np.arange(n) % 2, "binary", ("a", "b"), ("no", "yes"))


@given(st.integers(2, 60), st.floats(0, 0.99), seeds)
@quick
def test_a_split_uses_every_sample_once_and_keeps_its_target(
    n: int, share: float, seed: int
) -> None:
    whole = numbered(n)
    train, validation = split(whole, share, seed)
    assert len(train) >= 1
    assert abs(len(validation) - n * share) <= 1
    both = np.vstack([train.X, validation.X])
    assert_array_equal(both[np.argsort(both[:, 0])], whole.X)
    for part in (train, validation):
        assert_array_equal(part.y, (part.X[:, 0] / 2).astype(int) % 2)
        assert (part.task, part.columns, part.classes) == ("binary", ("a", "b"), ("no", "yes"))


def test_a_split_repeats_itself_for_a_seed() -> None:
    one, same, other = (split(numbered(50), 0.3, seed)[0].X for seed in (1, 1, 2))
    assert_array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("share", [-0.1, 1, 2, float("nan")])
def test_another_share_is_refused(share: float) -> None:
    with pytest.raises(BadData, match="from 0 to less than 1"):
        split(numbered(4), share, 0)


@given(numbers(batches, size=1e6))
@quick
def test_scaled_columns_have_mean_0_and_deviation_1_or_are_0(X: Array) -> None:
    scaled = Scaler.fit(X).apply(X)
    assert np.isfinite(scaled).all()
    for before, after in zip(X.T, scaled.T, strict=True):
        if np.ptp(before) > 1e-3 * max(1, np.abs(before).max()):
            assert_allclose([after.mean(), after.std()], [0, 1], atol=1e-6)
        elif np.ptp(before) == 0:
            assert_allclose(after, 0, atol=1e-9 * max(1, np.abs(before).max()))


def test_a_scaler_is_of_the_samples_that_it_was_fitted_to() -> None:
    scaler = Scaler.fit([[0, 5], [2, 5]])
    assert_array_equal(scaler.apply([[4, 6]]), [[3, 1]])
    with pytest.raises(BadData, match=r"got \(0, 2\)"):
        Scaler.fit(np.empty((0, 2)))


X4, Y4 = np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1])
NAN = np.where(X4 == 5, np.nan, X4)
BAD = {
    "no samples": ({"X": np.empty((0, 2)), "y": Y4[:0]}, "no samples"),
    "no columns": ({"X": X4[:, :0], "columns": ()}, "nothing to learn from"),
    "a million": ({"X": np.zeros((MOST_ROWS + 1, 2)), "y": np.zeros(MOST_ROWS + 1)}, "20,000"),
    "NaN": ({"X": NAN}, "row 3, b, is nan"),
    "infinite target": ({"y": [0, 1, np.inf, 1], "task": "regression"}, "target of row 3 is inf"),
    "one class": ({"y": np.ones(4, int)}, "of one class, yes"),
    "a class too many": ({"y": np.array([0, 1, 2, 0])}, "from 0 to 1 for 2 classes"),
    "labels of text": ({"y": np.array(["a", "b", "a", "b"])}, "labels are integers"),
    "three for binary": ({"classes": ("a", "b", "c")}, "exactly two"),
    "shapes": ({"y": Y4[:3]}, r"got \(4, 2\), \(3,\)"),
    "names": ({"columns": ("a",)}, "1 names of columns"),
    "task": ({"task": "guess"}, "task is one of"),
}


@pytest.mark.parametrize(("changed", "sentence"), BAD.values(), ids=BAD)
def test_bad_data_is_refused_by_name(changed: dict[str, object], sentence: str) -> None:
    good = {"X": X4, "y": Y4, "task": "binary", "columns": ("a", "b"), "classes": ("no", "yes")}
    with pytest.raises(BadData, match=sentence) as error:
        Dataset("mine", **good | changed)
    assert str(error.value).startswith("mine: ")


def test_a_constant_column_is_a_note_and_no_error() -> None:
    data = Dataset("mine", [[1, 2], [3, 2]], [0.5, 1], "regression", ("a", "b"))
    assert data.notes == (
        "b is 2 in every row, so it can't help to tell samples apart; standardised, it is 0.",
    )
    assert numbered(4).notes == ()


def test_what_it_was_made_of_may_change_afterwards() -> None:
    X, y = X4.copy(), Y4.copy()
    data = Dataset("mine", X, y, "binary", ("a", "b"), ("no", "yes"))
    X[:], y[:] = 0, 0
    assert_array_equal(data.X, X4)
    assert_array_equal(data.y, Y4)
    assert repr(data) == "Dataset(mine: 4 × 2, binary)"
