"""Undo brings back what was chosen, and the weights that it had been trained to."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from nnkit.builder.edits import MOST, Edits
from nnkit.builder.live import is_live
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.specs import few, trainable


class Clock:
    """A clock that goes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def started(json: dict[str, Any] | None = None, epochs: int = 3) -> tuple[Edits, Clock]:
    """Edits of a trainer that has run for some epochs."""
    trainer, clock = Trainer(Spec.from_json(json or {})), Clock()
    trainer.run(epochs)
    return Edits(trainer, clock), clock


def weights(edits: Edits) -> list[Any]:
    """All parameters, copied."""
    return [p.array.copy() for p in edits.trainer.parameters()]


def lr(value: float) -> Spec:
    """A spec with that learning rate, else as usual."""
    return Spec.from_json({"training": {"lr": value}})


@few
@given(st.lists(trainable, min_size=1, max_size=4))
def test_undo_and_redo_walk_the_same_way_back_and_forth(specs: list[Spec]) -> None:
    edits, clock = started()
    stations = [(edits.trainer.spec, weights(edits), edits.trainer.history.rows.copy())]
    for spec in specs:
        clock.now += 10
        if is_live(edits.trainer.spec, Trainer(spec).spec):
            continue  # undone, it would keep the training: see below
        edits.change(spec)
        edits.trainer.step("batch")
        stations.append((edits.trainer.spec, weights(edits), edits.trainer.history.rows.copy()))
    for turn, order in ((edits.undo, stations[-2::-1]), (edits.redo, stations[1:])):
        for spec, kept, rows in order:
            assert turn()
            assert edits.trainer.spec == spec
            assert_array_equal(edits.trainer.history.rows, rows)
            for w, k in zip(weights(edits), kept, strict=True):
                assert_array_equal(w, k)
        assert not turn()


def test_undoing_a_live_choice_keeps_the_training() -> None:
    edits, _ = started()
    edits.change(lr(0.3))
    edits.trainer.run(5)
    trained = weights(edits)
    assert edits.undo()
    assert edits.trainer.spec.training.lr == 0.03
    assert edits.trainer.optimiser.lr == 0.03
    assert edits.trainer.epoch == 8
    for w, k in zip(weights(edits), trained, strict=True):
        assert_array_equal(w, k)
    assert edits.redo()
    assert edits.trainer.spec.training.lr == 0.3


def test_the_moves_of_a_slider_are_one_edit() -> None:
    edits, clock = started()
    for i in range(10):
        clock.now = 5 + i / 10
        edits.change(lr(0.1 + i / 100))
    clock.now += 10
    edits.change(lr(0.5))
    assert edits.undo()
    assert edits.trainer.spec.training.lr == 0.19
    assert edits.undo()
    assert edits.trainer.spec.training.lr == 0.03
    assert not edits.can["undo"]


def test_two_sliders_are_two_edits() -> None:
    edits, clock = started()
    edits.change(lr(0.1))
    clock.now += 0.1
    edits.change(Spec.from_json({"training": {"lr": 0.1, "l2": 0.1}}))
    assert edits.undo()
    assert edits.trainer.spec.training.lr == 0.1
    assert edits.undo()


def test_each_point_is_an_edit_of_its_own() -> None:
    points = [[0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, 1], [0.5, 0.5, 1]]
    some = [{"data": {"name": "points", "points": points[:n]}} for n in (3, 4, 5)]
    edits, _ = started(some[0])
    for json in some[1:]:
        edits.change(Spec.from_json(json))
    edits.change(Spec.from_json(some[2] | {"training": {"lr": 0.5}}))
    for left in (5, 4, 3):
        assert edits.undo()
        assert len(edits.trainer.spec.data.points) == left
        assert edits.trainer.epoch == 3


def test_a_reset_can_be_undone() -> None:
    edits, _ = started()
    trained = weights(edits)
    edits.reset()
    assert edits.trainer.epoch == 0
    assert edits.undo()
    assert edits.trainer.epoch == 3
    for w, k in zip(weights(edits), trained, strict=True):
        assert_array_equal(w, k)


def test_what_changes_nothing_is_no_edit() -> None:
    edits, _ = started()
    edits.change(edits.trainer.spec)
    assert edits.can == {"undo": False, "redo": False}
    assert edits.trainer.epoch == 3


def test_a_new_edit_ends_what_could_be_redone() -> None:
    edits, _ = started()
    edits.change(Spec.from_json({"layers": []}))
    edits.undo()
    edits.change(lr(0.5))
    assert edits.can == {"undo": True, "redo": False}


def test_memory_is_bounded() -> None:
    edits, _ = started(epochs=0)
    for i in range(MOST + 20):
        edits.change(Spec.from_json({"training": {"seed": i + 1}}))
    undone = 0
    while edits.undo():
        undone += 1
    assert undone == MOST
