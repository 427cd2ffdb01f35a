"""Slow mode: the lesson's numbers, the same step as in training, and nothing before the update."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnkit.builder.own import Own
from nnkit.builder.phases import SlowStep
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer

few = settings(deadline=None, max_examples=25)

layers = st.lists(
    st.one_of(
        st.builds(
            lambda units, f: {"kind": "dense", "units": units, "activation": f},
            st.integers(1, 5),
            st.sampled_from(["relu", "tanh", "sigmoid", "leaky_relu", "elu", "identity"]),
        ),
        st.just({"kind": "batch_norm"}),
        st.just({"kind": "dropout", "p": 0.4}),
    ),
    max_size=5,
)
specs = st.builds(
    lambda layers, data, training: {
        "layers": layers,
        "data": {"name": data, "samples": 20},
        "training": training,
    },
    layers,
    st.sampled_from(["spiral", "plane", "penguins"]),
    st.fixed_dictionaries(
        {
            "optimiser": st.sampled_from(["sgd", "momentum", "adam"]),
            "l1": st.sampled_from([0.0, 0.01]),
            "l2": st.sampled_from([0.0, 0.01]),
            "seed": st.integers(0, 99),
        }
    ),
)


def trainer_of(spec: dict[str, Any], batches: int = 0) -> Trainer:
    trainer = Trainer(Spec.from_json(spec))
    for _ in range(batches):
        trainer.step("batch")
    return trainer


def lesson(lr: float = 0.01) -> Trainer:
    """Lesson 04's network, with its one sample."""
    spec = {
        "data": {"name": "csv", "text": "x1,x2,y\n1,2,1\n2,1,0.5\n", "task": "regression"},
        "layers": [{"kind": "dense", "units": 3, "activation": "relu"}],
        "training": {"optimiser": "sgd", "lr": lr, "batch_size": 1},
    }
    trainer = trainer_of(spec)
    trainer._dealt = (np.array([[1.0, 2.0]]), np.array([[1.0]]))
    W1 = [[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]]
    values = [W1, [0.1, -0.2, 0.0], [[0.7, -0.3, 0.5]], [0.1]]
    for parameter, value in zip(trainer.parameters(), values, strict=True):
        parameter.array[...] = value
    return trainer


def play(slow: SlowStep, edge: list[int | None] | None = None) -> list[dict[str, Any]]:
    told = [slow.to_json(edge)]
    while not slow.done:
        slow.next()
        told.append(slow.to_json(edge))
    return told


def test_the_worked_example() -> None:
    trainer = lesson()
    told = play(SlowStep(trainer), [2, 0, 1])
    grads = trainer.network.grads
    assert [f"{t['phase']} {t['column']}" for t in told] == [
        "forward 0",
        "forward 1",
        "loss None",
        "backward 1",
        "backward 0",
        "update None",
    ]
    hidden, output = told[-1]["columns"]
    assert_allclose(hidden["z"], [0.1, 0.8, 0.7])
    assert_allclose(output["a"], [0.28])
    assert_allclose(told[2]["loss"], 0.5184)
    assert_allclose(output["dZ"], [-1.44])
    assert_allclose(grads["2.W"], [[-0.144, -1.152, -1.008]])
    assert_allclose(hidden["dZ"], [-1.008, 0.432, -0.72])
    assert_allclose(grads["0.W"], [[-1.008, -2.016], [0.432, 0.864], [-0.72, -1.44]])
    assert_allclose(trainer.network.params["2.W"][0][1], -0.3 + 0.01 * 1.152)
    assert "0.5184 → 0.381." in told[-1]["sentence"]
    assert "minus 1.44 times 0.8 is minus 1.152." in told[3]["formula"]["words"]
    assert "<math" in told[3]["formula"]["mathml"]


def test_values_come_as_the_phases_reach_them() -> None:
    slow = SlowStep(lesson())
    first = slow.to_json()
    assert "z" in first["columns"][0]
    assert "z" not in first["columns"][1]
    assert first["loss"] is None
    assert first["formula"] is None
    slow.next()
    slow.next()
    told = slow.to_json()
    assert told["loss"] == 0.5184
    assert told["target"] == 1
    assert "dZ" not in told["columns"][1]


@given(specs, st.integers(0, 3))
@few
def test_the_whole_of_it_is_a_step_of_training(spec: dict[str, Any], batches: int) -> None:
    fast, slow = trainer_of(spec, batches), trainer_of(spec, batches)
    fast.step("sample")
    told = play(SlowStep(slow))
    for a, b in zip(fast.parameters(), slow.parameters(), strict=True):
        assert_array_equal(a.array, b.array)
    assert (fast.steps, fast.position, fast.epoch) == (slow.steps, slow.position, slow.epoch)
    fast.step("epoch")
    slow.step("epoch")
    for a, b in zip(fast.parameters(), slow.parameters(), strict=True):
        assert_array_equal(a.array, b.array)
    json.dumps(told, allow_nan=False)


@given(specs, st.data())
@few
def test_stopping_half_way_leaves_the_trainer_untouched(
    spec: dict[str, Any], data: st.DataObject
) -> None:
    trainer, other = trainer_of(spec, 1), trainer_of(spec, 1)
    slow = SlowStep(trainer)
    for _ in range(data.draw(st.integers(0, 2 * len(spec["layers"]) + 2))):
        slow.next()
        if slow.phase.name == "backward":
            break
    assert trainer.steps == other.steps
    trainer.step("epoch")
    other.step("epoch")
    for a, b in zip(trainer.parameters(), other.parameters(), strict=True):
        assert_array_equal(a.array, b.array)


@given(specs, st.data())
@few
def test_every_edge_has_its_formula_in_every_phase_that_reaches_it(
    spec: dict[str, Any], data: st.DataObject
) -> None:
    slow = SlowStep(trainer_of(spec, 1))
    dense = [c for c in slow._columns if c.kind == "dense"]
    c = data.draw(st.sampled_from(dense))
    to = data.draw(st.integers(0, c.units - 1))
    source = data.draw(st.sampled_from([None, *range(c.fan_in)]))
    told = play(slow, [c.index, to, source])
    assert told[-1]["formula"] is not None
    assert sum(t["formula"] is not None for t in told) >= 4


@pytest.mark.parametrize("edge", [[9, 0, 0], [0, 99, 0], [0, 0, 99], [0, 0, -1], [0], [1, 0, 0]])
def test_an_edge_that_is_not_there_has_no_formula(edge: list[int | None]) -> None:
    assert SlowStep(lesson()).to_json(edge)["formula"] is None


def test_batch_norm_and_dropout_say_what_happens() -> None:
    spec = {"layers": [{"kind": "dense"}, {"kind": "batch_norm"}, {"kind": "dropout", "p": 0.5}]}
    told = play(SlowStep(trainer_of(spec)))
    assert "no mean and variance of its own" in told[1]["sentence"]
    assert "of 8 signals are silenced" in told[2]["sentence"]


def test_a_trainer_that_went_on_makes_it_stale() -> None:
    trainer = trainer_of({})
    slow = SlowStep(trainer)
    assert not slow.stale
    trainer.step("batch")
    assert slow.stale


class MyDense:
    """As a learner writes it."""

    def __init__(self, n_in: int, n_out: int) -> None:
        self.W, self.b = np.zeros((n_out, n_in)), np.zeros(n_out)

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        self.dW, self.db = dZ.T @ self.X, dZ.sum(axis=0)
        return dZ @ self.W


class Stumbling(MyDense):
    def backward(self, dZ: np.ndarray) -> np.ndarray:
        return dZ @ self.W.T @ np.ones((77, 1))


def forward(X, layers):  # type: ignore[no-untyped-def]
    cache, A = [], X
    for W, b, activation in layers:
        Z = A @ W.T + b
        cache.append((A, Z))
        A = activation(Z)
    return A, cache


@pytest.mark.parametrize("own", [Own.of([MyDense]), Own.of(functions=[forward])])
def test_the_learners_code_in_slow_mode_takes_the_same_step(own: Own) -> None:
    trainer, other = Trainer(Spec(), own), Trainer(Spec(), own)
    other.step("sample")
    told = play(SlowStep(trainer), [0, 0, 0])
    assert told[-1]["done"]
    for a, b in zip(trainer.parameters(), other.parameters(), strict=True):
        assert_array_equal(a.array, b.array)
    hidden = told[-1]["columns"][0]
    assert len(hidden["z"]) == len(hidden["dZ"]) == 8
    assert all(told[i]["formula"] for i in (0, -1))
    assert_allclose(hidden["dZ"], trainer.network.grads["0.b"], rtol=1e-6)
    json.dumps(told, allow_nan=False)


def test_slow_mode_stops_where_the_learners_code_fails() -> None:
    trainer = Trainer(Spec(), Own.of([Stumbling]))
    slow = SlowStep(trainer)
    for _ in range(20):
        slow.next()
    told = slow.to_json()
    assert told["phase"] == "loss"
    assert "Stumbling" in told["problem"]
    assert trainer.steps == 0
    assert trainer.problem is None


def test_without_samples_there_is_nothing_to_play() -> None:
    slow = SlowStep(trainer_of({"data": {"name": "points"}}))
    slow.next()
    assert slow.to_json()["problem"]
    assert not slow.done
