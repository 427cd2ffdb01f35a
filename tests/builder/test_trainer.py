"""However training is cut into steps, and wherever it comes from, the numbers are the same."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from nnkit import nn
from nnkit.builder.network import targets
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.specs import few, specs, trainable

ALL = [
    {"kind": "dense", "units": 5, "activation": "relu"},
    {"kind": "dropout", "p": 0.3},
    {"kind": "batch_norm"},
    {"kind": "dense", "units": 3},
]


def trained(json: dict[str, Any] | Spec, epochs: int = 0) -> Trainer:
    """A trainer after some epochs."""
    trainer = Trainer(json if isinstance(json, Spec) else Spec.from_json(json))
    trainer.run(epochs)
    return trainer


def assert_same(one: Trainer, other: Trainer) -> None:
    """Both stand at the same point with the same numbers, now and after another epoch."""
    for _ in range(2):
        assert (one.epoch, one.position, one.steps) == (other.epoch, other.position, other.steps)
        for p, q in zip(one.parameters(), other.parameters(), strict=True):
            assert_array_equal(p.array, q.array)
        assert_array_equal(one.measure(), other.measure())
        one.step("epoch")
        other.step("epoch")


@few
@given(specs)
def test_every_spec_that_validates_trains(spec: Spec) -> None:
    trainer = trained(spec, 2)
    if trainer.problem is None:
        assert trainer.epoch == 2
        assert math.isfinite(trainer.history[-1].loss)
    else:
        assert trainer.problem.kind in ("nan", "data")
        assert trainer.problem.sentence.endswith(".")


@few
@given(trainable, st.data())
def test_any_slicing_gives_the_numbers_of_a_run_without_a_page(
    spec: Spec, choose: st.DataObject
) -> None:
    sliced, headless = Trainer(spec), Trainer(spec)
    while sliced.epoch < 3 and not sliced.problem:
        match choose.draw(st.sampled_from(["batches", "epochs", "batch", "time"])):
            case "batches":
                sliced.work(math.inf, batches=min(choose.draw(st.integers(1, 5)), _left(sliced)))
            case "epochs":
                sliced.work(math.inf, epochs=1)
            case "batch":
                sliced.step("batch")
            case _:
                sliced.work(0.0)
    headless.run(3 if sliced.problem else sliced.epoch)
    assert headless.problem == sliced.problem
    assert_array_equal(sliced.history.rows, headless.history.rows)
    assert_same(sliced, headless)


def _left(trainer: Trainer) -> int:
    """The batches that are left of this epoch."""
    return -(-(len(trainer.train) - trainer.position) // trainer.spec.training.batch_size)


def test_single_samples_are_batches_of_one() -> None:
    one = Trainer(Spec.from_json({"training": {"batch_size": 1}, "layers": ALL}))
    other = Trainer(Spec.from_json({"training": {"batch_size": 32}, "layers": ALL}))
    for _ in range(len(one.train)):
        one.step("batch")
        other.step("sample")
    assert one.epoch == other.epoch == 1
    for p, q in zip(one.parameters(), other.parameters(), strict=True):
        assert_array_equal(p.array, q.array)


def test_it_is_the_training_of_the_lessons() -> None:
    trainer = Trainer(Spec.from_json({"data": {"name": "moons"}, "training": {"l2": 0.01}}))
    twin = Trainer(trainer.spec)
    optimiser = nn.SGD(0.03)
    trainer.run(3)
    for epoch in range(3):
        order = np.random.default_rng([0, epoch]).permutation(len(twin.train))
        X, y = twin.train.X[order], targets(twin.train)[order]
        for i in range(0, len(X), 32):
            rows = slice(i, i + 32)
            nn.train_step(
                twin.network, X[rows], y[rows], nn.binary_cross_entropy, optimiser, 0.0, 0.01
            )
    for p, q in zip(trainer.parameters(), twin.parameters(), strict=True):
        assert_array_equal(p.array, q.array)


LIVE: list[dict[str, Any]] = [
    {"training": {"lr": 0.2}},
    {"training": {"optimiser": "adam"}},
    {"training": {"batch_size": 5}},
    {"training": {"l1": 0.1, "l2": 0.1}},
    {"layers": [{"kind": "dense", "units": 4}, {"kind": "dropout", "p": 0.9}]},
]
START: dict[str, Any] = {"layers": [{"kind": "dense", "units": 4}, {"kind": "dropout", "p": 0.1}]}


@pytest.mark.parametrize("change", LIVE)
def test_training_goes_on_under_a_live_choice(change: dict[str, Any]) -> None:
    trainer, twin = trained(START, 3), trained(START, 3)
    assert trainer.change(Spec.from_json(START | change))
    assert trainer.epoch == 3
    for p, q in zip(trainer.parameters(), twin.parameters(), strict=True):
        assert_array_equal(p.array, q.array)
    trainer.step("batch")
    twin.step("batch")
    moved = [
        not np.array_equal(p.array, q.array)
        for p, q in zip(trainer.parameters(), twin.parameters(), strict=True)
    ]
    assert any(moved)


@pytest.mark.parametrize(
    "change",
    [
        {"layers": []},
        {"features": ["x1"]},
        {"data": {"noise": 0.4}},
        {"training": {"init": "he"}},
        {"training": {"seed": 1}},
    ],
)
def test_any_other_choice_begins_anew(change: dict[str, Any]) -> None:
    trainer = trained(START, 3)
    version = trainer.layout_version
    assert not trainer.change(Spec.from_json(START | change))
    assert trainer.epoch == 0
    assert len(trainer.history) == 1
    assert trainer.layout_version > version


def test_the_latest_update_is_now_minus_before() -> None:
    trainer = trained({"training": {"lr": 0.5}}, 1)
    trainer.work(math.inf, batches=3)
    for p, before in zip(trainer.parameters(), trainer.before, strict=True):
        gradient = trainer.network.layers[p.layer].grads[p.name]
        np.testing.assert_allclose(p.array - before, -0.5 * gradient, atol=1e-15)


@pytest.mark.parametrize("data", ["plane", "gaussian"])
def test_numbers_out_of_bounds_stop_training_and_say_where(data: str) -> None:
    trainer = trained(
        {
            "data": {"name": data},
            "layers": [{"kind": "dense", "activation": "relu"}] * 3,
            "training": {"lr": 1000},
        },
        50,
    )
    assert trainer.problem is not None
    assert trainer.problem.kind == "nan"
    assert "layer" in trainer.problem.sentence
    assert "learning rate below 1000" in trainer.problem.sentence
    steps = trainer.steps
    trainer.work(0.1)
    assert trainer.steps == steps
    trainer.reset()
    assert trainer.problem is None


def test_no_points_yet_is_a_network_that_waits() -> None:
    trainer = trained({"data": {"name": "points", "points": [[0, 0, 1]]}}, 3)
    assert trainer.problem is not None
    assert trainer.problem.kind == "data"
    assert trainer.epoch == trainer.steps == 0
    more = {"name": "points", "points": [[0, 0, 1], [1, 1, 0], [1, 0, 0]]}
    trainer.change(Spec.from_json({"data": more}))
    trainer.run(3)
    assert trainer.epoch == 3


def test_training_goes_on_when_points_are_drawn_or_taken_away() -> None:
    drawn = [[0, 0, 1], [1, 1, 0], [1, 0, 0], [0, 1, 1], [0.5, 0, 1]]

    def of(points: list[list[float]]) -> Spec:
        return Spec.from_json({"data": {"name": "points", "points": points, "validation": 0}})

    trainer = trained(of(drawn), 3)
    for _ in range(4):
        trainer.step("sample")
    weights = [p.array.copy() for p in trainer.parameters()]
    late = trainer.capture()
    assert trainer.change(of(drawn[:4]))
    assert trainer.change(of(drawn[:3]))
    assert (trainer.epoch, trainer.position, len(trainer.train)) == (3, 0, 3)
    for p, w in zip(trainer.parameters(), weights, strict=True):
        assert_array_equal(p.array, w)
    trainer.restore(late)
    assert trainer.position == 0
    trainer.run(2)
    assert trainer.problem is None
    assert trainer.history[-1].epoch == 5
    assert trainer.change(of(drawn[:1]))
    assert trainer.problem is not None
    assert trainer.change(of(drawn))
    assert trainer.problem is None
    assert not trainer.change(of([*drawn, [0, 0, 2]]))
    assert trainer.epoch == 0


def test_tables_are_standardised_by_their_training_samples() -> None:
    trainer = trained({"data": {"name": "penguins"}})
    np.testing.assert_allclose(trainer.train.X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(trainer.train.X.std(axis=0), 1)
    assert abs(trainer.validation.X.mean()) > 1e-6


class Stumbling:
    """A dense layer that raises after some calls."""

    def __init__(self, n_in: int, n_out: int) -> None:
        self.W, self.b = np.zeros((n_out, n_in)), np.zeros(n_out)
        self.calls = 0

    def forward(self, X: Any) -> Any:
        self.calls += 1
        if self.calls > 30:
            raise ZeroDivisionError("at last")
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dY: Any) -> Any:
        self.dW, self.db = dY.T @ self.X, dY.sum(axis=0)
        return dY @ self.W


def test_an_error_in_own_code_is_a_problem_of_its_layer() -> None:
    from nnkit.builder.own import Own

    trainer = Trainer(Spec(), Own.of(layers=[Stumbling]))
    trainer.run(20)
    assert trainer.problem is not None
    assert trainer.problem.kind == "own"
    assert trainer.problem.layer == 0
    assert "at last" in trainer.problem.sentence


def test_digits_come_in_the_chosen_number_and_noise_with_all_their_pixels() -> None:
    chosen = {"name": "digits", "samples": 60, "noise": 0.0, "validation": 0.5}
    trainer = Trainer(Spec.from_json({"data": chosen, "features": ["row 1, column 1"]}))
    assert (len(trainer.train), len(trainer.validation)) == (30, 30)
    assert len(trainer.train.columns) == len(trainer.spec.features) == 64
    noisy = Trainer(Spec.from_json({"data": chosen | {"noise": 0.5}}))
    assert np.ptp(noisy.data.raw_train.X, axis=0).min() > 0
    assert np.ptp(trainer.data.raw_train.X, axis=0).min() == 0
