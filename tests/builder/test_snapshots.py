"""A snapshot goes on as the run did; there are never more than a hundred."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from nnkit.builder.snapshots import MOST, Snapshots
from nnkit.builder.spec import Spec
from nnkit.builder.state import Memory, State
from nnkit.builder.trainer import Trainer
from tests.builder.specs import few, trainable


def moment(epoch: int, position: int = 0) -> State:
    """A state of that epoch without arrays."""
    return State(epoch, position, 1000 * epoch + position, (), Memory("SGD", (0, {})))


def numbers(trainer: Trainer) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """All parameters, copied."""
    return [p.array.copy() for p in trainer.parameters()]


@few
@given(trainable, st.integers(1, 20), st.integers(0, 5))
def test_training_goes_on_from_any_moment_with_the_same_numbers(
    spec: Spec, batches: int, more: int
) -> None:
    trainer = Trainer(spec)
    trainer.work(math.inf, batches=batches)
    here, weights = trainer.capture(), numbers(trainer)
    trainer.work(math.inf, batches=more)
    goal, epoch = numbers(trainer), trainer.epoch
    trainer.run(2)
    trainer.restore(here)
    for w, kept in zip(numbers(trainer), weights, strict=True):
        assert_array_equal(w, kept)
    trainer.work(math.inf, batches=more)
    assert trainer.epoch == epoch
    for w, kept in zip(numbers(trainer), goal, strict=True):
        assert_array_equal(w, kept)


def test_seeking_shows_the_past_and_forgets_only_when_training_goes_on() -> None:
    trainer = Trainer(Spec())
    trainer.run(20)
    trainer.step("batch")
    rows, weights = trainer.history.rows.copy(), numbers(trainer)
    trainer.seek(5)
    assert (trainer.epoch, trainer.snapshots.at) == (5, 5)
    assert_array_equal(trainer.history.rows, rows)
    trainer.seek(len(trainer.snapshots) - 1)
    assert (trainer.epoch, trainer.position) == (20, 32)
    for w, kept in zip(numbers(trainer), weights, strict=True):
        assert_array_equal(w, kept)
    trainer.seek(5)
    trainer.step("epoch")
    assert trainer.snapshots.at is None
    assert trainer.snapshots.epochs == [0, 1, 2, 3, 4, 5, 6]
    assert_array_equal(trainer.history.rows, rows[:7])


@pytest.mark.parametrize("i", [-1, 3])
def test_a_snapshot_that_is_not_there_is_told(i: int) -> None:
    trainer = Trainer(Spec())
    trainer.run(2)
    with pytest.raises(IndexError, match="3 snapshots"):
        trainer.seek(i)


@few
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=60))
def test_there_are_never_too_many_and_the_first_stays(moves: list[tuple[int, bool]]) -> None:
    kept, epoch = Snapshots(16), 0
    kept.add(moment(0))
    for portion, pauses in moves:
        for _ in range(portion):
            epoch += 1
            if kept.due(epoch):
                kept.add(moment(epoch))
        if pauses:
            kept.add(moment(epoch, 3))
        assert len(kept) <= 16
        assert kept.epochs[0] == 0
        assert kept.epochs == sorted(kept.epochs)


def test_a_long_run_keeps_a_hundred() -> None:
    trainer = Trainer(Spec.from_json({"data": {"samples": 4}, "layers": []}))
    trainer.run(1000)
    assert MOST // 2 <= len(trainer.snapshots) <= MOST


def test_another_kind_of_optimiser_starts_afresh_from_a_snapshot() -> None:
    trainer = Trainer(Spec.from_json({"training": {"optimiser": "momentum"}}))
    trainer.run(5)
    trainer.change(Spec.from_json({"training": {"optimiser": "adam"}}))
    trainer.seek(3)
    trainer.run(3)
    assert trainer.problem is None
    assert trainer.epoch == 6
