"""Each sample once in an epoch, in a random order, with its own target."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit import nn
from tests.nn.strategies import quick, seeds

pytestmark = pytest.mark.filterwarnings("error")


@given(st.integers(1, 40), st.integers(1, 50), seeds)
@quick
def test_each_sample_once_with_its_target(n: int, batch_size: int, seed: int) -> None:
    X = np.arange(n, dtype=float)[:, np.newaxis]
    batches = list(nn.minibatches(X, np.arange(n), batch_size, np.random.default_rng(seed)))
    for rows, targets in batches:
        assert rows.shape == (len(targets), 1)
        assert (rows[:, 0] == targets).all()
    sizes = [len(targets) for _, targets in batches]
    assert all(size == batch_size for size in sizes[:-1])
    assert sorted(np.concatenate([y for _, y in batches])) == list(range(n))


def test_epochs_differ_and_a_seed_repeats_them() -> None:
    X = np.arange(50.0)
    first, second = np.random.default_rng(1), np.random.default_rng(1)
    orders = [next(nn.minibatches(X, X, 50, rng))[0].tolist() for rng in (first, first, second)]
    assert orders[0] != orders[1]
    assert orders[0] == orders[2]
    assert orders[0] != X.tolist()


@pytest.mark.parametrize(
    ("n", "targets", "batch_size", "sentence"),
    [
        (3, 2, 1, r"a target for every sample; got \(3,\), \(2,\)"),
        (0, 0, 1, "a target for every sample"),
        (3, 3, 0, "batch_size of at least 1; got 0"),
    ],
)
def test_what_it_refuses(n: int, targets: int, batch_size: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        next(nn.minibatches(np.ones(n), np.ones(targets), batch_size, np.random.default_rng()))
