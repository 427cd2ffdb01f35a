"""Every illness is found in a network that has it, and nothing in a healthy one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.builder.diagnosis import Finding, diagnose
from nnkit.builder.history import Row
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer


def trainer_of(layers: int = 2, activation: str = "tanh", **parts: Any) -> Trainer:
    dense = {"kind": "dense", "units": 8, "activation": activation}
    return Trainer(Spec.from_json({"layers": [dense] * layers, **parts}))


def kinds(trainer: Trainer) -> set[str]:
    return {finding.kind for finding in diagnose(trainer)}


def the(trainer: Trainer, kind: str) -> Finding:
    return next(finding for finding in diagnose(trainer) if finding.kind == kind)


@pytest.mark.parametrize("data", ["circle", "xor", "blobs", "moons", "spiral", "plane", "gaussian"])
@pytest.mark.parametrize("activation", ["tanh", "leaky_relu", "elu"])
def test_nothing_is_said_of_a_healthy_network(data: str, activation: str) -> None:
    trainer = trainer_of(activation=activation, data={"name": data, "noise": 0.05})
    for _ in range(5):
        assert not diagnose(trainer)
        trainer.run(6)


@given(st.integers(0, 20))
@settings(deadline=None, max_examples=8)
def test_nothing_is_said_of_a_network_that_has_learned(seed: int) -> None:
    training = {"optimiser": "adam", "lr": 0.01, "seed": seed}
    trainer = trainer_of(data={"name": "circle", "noise": 0.05}, training=training)
    trainer.run(60)
    assert trainer.measure().accuracy > 0.9
    assert not diagnose(trainer)


def test_penguins_make_a_healthy_network() -> None:
    trainer = trainer_of(data={"name": "penguins"})
    trainer.run(30)
    assert not diagnose(trainer)


def test_dead_relus_are_counted_and_placed() -> None:
    trainer = trainer_of(activation="relu")
    trainer.network.layers[2].params["b"][[1, 4]] = -100
    found = the(trainer, "dead")
    assert (found.layer, found.unit) == (2, None)
    assert "2 of 8 ReLU units of hidden layer 2 (numbers 2 and 5) are dead" in found.sentence
    assert "all 175 training points" in found.sentence
    trainer.network.layers[2].params["b"][4] = 0
    assert the(trainer, "dead").unit == 1


def test_a_unit_that_is_not_relu_does_not_die() -> None:
    trainer = trainer_of(activation="leaky_relu")
    trainer.network.layers[0].params["b"][:] = -100
    assert "dead" not in kinds(trainer)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_saturated_units_are_found(activation: str) -> None:
    trainer = trainer_of(activation=activation)
    trainer.network.layers[0].params["b"][:] = 30
    found = the(trainer, "saturated")
    assert found.layer == 0
    assert f"All 8 {activation} units of hidden layer 1 are saturated" in found.sentence


def test_equal_units_are_found() -> None:
    found = diagnose(trainer_of(training={"init": "zeros"}))
    assert [(f.kind, f.layer) for f in found] == [("symmetric", 0), ("symmetric", 2)]


def test_vanishing_gradients_are_found_in_a_deep_stack_of_sigmoids() -> None:
    trainer = trainer_of(layers=8, activation="sigmoid")
    assert "vanishing" not in kinds(trainer)  # nothing was measured yet
    trainer.step("batch")
    found = the(trainer, "vanishing")
    assert found.layer == 0
    assert "times smaller than in the output layer" in found.sentence
    relu = trainer_of(layers=8, activation="leaky_relu", training={"init": "he"})
    relu.step("batch")
    assert "vanishing" not in kinds(relu)


def test_exploding_gradients_are_found() -> None:
    trainer = trainer_of(layers=8, activation="leaky_relu", data={"name": "plane"})
    for _, name, w in trainer.parameters():
        w *= 6 if name == "W" else 1
    trainer.step("batch")
    assert "exploding" in kinds(trainer)


def test_a_number_that_overflows_is_traced_to_its_layer() -> None:
    trainer = trainer_of(activation="relu", training={"lr": 1000}, data={"name": "plane"})
    trainer.run(50)
    assert trainer.problem is not None
    assert diagnose(trainer) == []
    trainer = trainer_of()
    trainer.network.layers[2].params["W"][0, 0] = np.inf
    (found,) = diagnose(trainer)
    assert (found.kind, found.layer) == ("nan", 2)
    assert "The weights of hidden layer 2" in found.sentence
    assert "0.03 is too much" in found.sentence


def test_over_fitting_is_dated() -> None:
    trainer = trainer_of()
    for epoch in range(1, 201):
        rising = 0.3 + abs(epoch - 50) / 300
        trainer.history.add(Row(epoch, 1 / epoch, rising, 0.5, 0.5))
    found = the(trainer, "overfitting")
    assert (
        "Over-fitting since epoch 50: the validation loss has risen from 0.3 to" in found.sentence
    )


def test_a_wavering_validation_loss_is_no_over_fitting() -> None:
    trainer = trainer_of()
    for epoch in range(1, 201):
        trainer.history.add(Row(epoch, 1 / epoch, 0.3 + 0.02 * np.sin(epoch), 0.5, 0.5))
    assert "overfitting" not in kinds(trainer)


def test_more_noise_than_data_is_over_fitted_for_real() -> None:
    trainer = trainer_of(
        data={"name": "spiral", "samples": 40, "noise": 0.5, "validation": 0.5},
        training={"optimiser": "adam", "lr": 0.03},
    )
    trainer.run(300)
    assert "overfitting" in kinds(trainer)


def test_a_look_at_many_samples_says_how_many() -> None:
    trainer = trainer_of(activation="relu", data={"name": "circle", "samples": 2000})
    trainer.network.layers[0].params["b"][0] = -100
    assert "training points looked at" in the(trainer, "dead").sentence


def test_looking_changes_nothing() -> None:
    trainer, twin = trainer_of(), trainer_of()
    for each in (trainer, twin):
        each.run(3)
    diagnose(trainer)
    assert trainer.steps == twin.steps
    for p, q in zip(trainer.parameters(), twin.parameters(), strict=True):
        np.testing.assert_array_equal(p.array, q.array)
        gradient = trainer.network.layers[p.layer].grads[p.name]
        np.testing.assert_array_equal(gradient, twin.network.layers[p.layer].grads[p.name])
