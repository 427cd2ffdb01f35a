"""The Network Builder's notebook, and its places in lessons 03 and 04: their numbers, computed.

Long training may end a little differently on another processor, so shares have some tolerance.
"""

import numpy as np
import pytest
from pytest import approx

from nnkit.builder.choices import chosen
from nnkit.builder.diagnosis import diagnose
from nnkit.builder.own import Own
from nnkit.builder.phases import SlowStep
from nnkit.builder.trainer import Trainer

ALL_FEATURES = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
NEARLY = 0.03  # a few of the dots


def dense(activation, *units):
    return [{"kind": "dense", "units": n, "activation": activation} for n in units]


def trained(epochs, preset, **choices):
    trainer = Trainer(chosen(preset, **choices))
    trainer.run(epochs)
    return trainer


def measured(epochs, preset, **choices):
    return trained(epochs, preset, **choices).measure()


def found(trainer):
    return " ".join(finding.sentence for finding in diagnose(trainer))


@pytest.mark.parametrize(("epochs", "loss"), [(20, 0.21), (100, 0.06)])
def test_one_neuron_gets_surer(epochs, loss):
    row = measured(epochs, "neuron")
    assert row.loss == approx(loss, abs=0.005)
    assert row.accuracy == 1


def test_one_neuron_fails_on_the_circle():
    row = measured(200, "circle", hidden=[])
    assert row.accuracy == approx(0.42, abs=NEARLY)
    assert row.loss == approx(np.log(2), abs=0.005)


@pytest.mark.parametrize(("units", "right"), [(1, 0.71), (2, 0.89), (3, 1), (4, 1)])
def test_lines_around_a_disc(units, right):
    assert measured(200, "circle", hidden=[units]).accuracy == approx(right, abs=NEARLY)


def test_three_neurons_with_an_unlucky_start():
    assert measured(200, "circle", training={"seed": 2}).accuracy < 0.92


def test_squares_make_the_line_a_circle():
    trainer = trained(200, "circle", hidden=[], features=["x1^2", "x2^2"])
    (_, _, W), (_, _, b) = trainer.parameters()
    assert trainer.measure().accuracy == 1
    assert W.ravel() == approx([-15, -15], abs=0.3)
    assert b == approx([6], abs=0.2)
    assert np.sqrt(6 / 15) == approx(0.63, abs=0.005)


@pytest.mark.parametrize(
    ("right", "choices"),
    [
        (0.99, {}),
        (0.99, {"hidden": dense("relu", 16, 16)}),
        (0.96, {"features": ALL_FEATURES}),
        (0.52, {"features": ALL_FEATURES, "hidden": []}),
        (0.89, {"hidden": [8, 8, 8]}),
        (0.59, {"hidden": [8]}),
    ],
)
def test_ways_through_the_spiral(right, choices):
    assert measured(150, "spiral", **choices).val_accuracy == approx(right, abs=NEARLY)


def test_the_wide_spiral_has_four_dead_neurons_and_tanh_knows_its_dots_by_heart():
    assert "4 of 16 ReLU units" in found(trained(150, "spiral", hidden=dense("relu", 16, 16)))
    assert measured(150, "spiral", hidden=[8, 8, 8]).accuracy == approx(0.95, abs=NEARLY)


def test_one_step_in_slow_motion():
    trainer = Trainer(chosen("lesson 04"))
    network, step = trainer.network, SlowStep(trainer)
    assert network.params["2.W"][0][1] == approx(0.6697, abs=5e-5)
    while not step.done:
        step.next()
    told = step.to_json()
    hidden, output = told["columns"]
    assert (told["inputs"], told["target"]) == ([1, 0], 1)
    assert told["loss"] == approx(0.4768, abs=5e-5)
    assert "0.4768 → 0.2544" in told["sentence"]
    assert 1 / (1 + np.exp(-output["z"][0])) == approx(0.6208, abs=5e-5)
    assert output["dZ"] == approx([-0.3792], abs=5e-5)
    assert network.grads["2.b"] == approx([-0.3792], abs=5e-5)
    assert network.params["2.b"] == approx([0.1896], abs=5e-5)
    assert not network.grads["0.W"][:, 1].any()
    assert network.grads["0.W"][:, 0].all()
    assert hidden["a"][1] == approx(0.3843, abs=5e-5)
    assert network.grads["2.W"][0][1] == approx(-0.1457, abs=5e-5)
    assert network.params["2.W"][0][1] == approx(0.7425, abs=5e-5)
    assert measured(300, "lesson 04").accuracy == 1


def test_the_first_sample_of_lesson_03():
    step = SlowStep(Trainer(chosen("lesson 03")))
    step.next()
    told = step.to_json()
    hidden, output = told["columns"]
    assert told["inputs"] == approx([0.776, -0.548], abs=5e-4)
    assert hidden["z"] == approx([-0.182, 0.971, 0.458], abs=5e-4)
    assert output["z"] == approx([0.597], abs=5e-4)
    assert told["target"] == approx(0.114, abs=5e-4)
    W = Trainer(chosen("lesson 03")).parameters()[0].array
    assert W[0] == approx([0.346, 0.822], abs=5e-4)


def test_every_relu_dies_and_a_smaller_rate_comes_too_late():
    assert "1 of 8 ReLU units" in found(trained(1, "dead"))
    dead = trained(20, "dead")
    assert "All 8 ReLU units" in found(dead)
    assert np.ptp(dead.network.predict(dead.train.X)) == 0
    dead.change(chosen(spec=dead.spec, lr=0.05))
    dead.run(40)
    assert "All 8 ReLU units" in found(dead)
    assert measured(200, "dead", lr=0.05).accuracy == 1
    leaky = trained(200, "dead", hidden=dense("leaky_relu", 8))
    assert leaky.measure().accuracy < 0.6


def test_gradients_vanish_behind_six_sigmoids():
    sick = trained(20, "vanishing")
    assert "2,364 times smaller" in found(sick)
    assert 4**6 == 4096
    assert sick.measure().loss == approx(np.log(2), abs=0.005)
    assert measured(100, "vanishing", hidden=dense("relu", *[8] * 6), init="he").accuracy == 1
    assert measured(100, "vanishing", hidden=[8] * 6).accuracy < 0.6


def test_learning_by_heart():
    sick = trained(300, "overfitting")
    row = sick.measure()
    assert sum(w.size for _, _, w in sick.parameters()) == 337
    assert (len(sick.train), len(sick.validation)) == (20, 20)
    assert (row.accuracy, 20 * row.val_accuracy) == (1, approx(13, abs=1))
    assert row.loss == approx(0.004, abs=0.002)
    assert row.val_loss == approx(2.7, abs=0.1)
    assert sick.history[0].val_loss == approx(0.7, abs=0.05)


def test_what_helps_against_it():
    def gap(**choices):
        row = measured(100, "overfitting", **choices)
        return row.accuracy - row.val_accuracy

    alone = gap(samples=200)
    layer, dropout = dense("tanh", 16)[0], {"kind": "dropout", "p": 0.5}
    assert gap(samples=2000) < 0.03
    assert gap(samples=200, l2=0.003) < alone / 2
    assert gap(samples=200, hidden=[layer, dropout, layer, dropout]) < alone / 2
    weak = trained(100, "overfitting", samples=200, l2=0.01)
    assert all(abs(w).max() < 0.01 for _, name, w in weak.parameters() if name == "W")


def confused(epochs):
    trainer = trained(epochs, "penguins")
    said = trainer.network.predict(trainer.validation.X).argmax(axis=1)
    table = np.zeros((3, 3), int)
    np.add.at(table, (trainer.validation.y.astype(int), said), 1)
    return table.tolist()


def test_penguins():
    assert confused(3) == [[4, 0, 43], [15, 0, 4], [0, 0, 37]]
    assert confused(10) == [[47, 0, 0], [19, 0, 0], [0, 0, 37]]
    assert confused(50) == [[47, 0, 0], [1, 18, 0], [0, 0, 37]]


@pytest.mark.parametrize(("epochs", "right"), [(5, 0.91), (30, 0.94)])
def test_digits(epochs, right):
    trainer = trained(epochs, "digits")
    row = trainer.measure()
    assert len(trainer.train) == 1258
    assert row.val_accuracy == approx(right, abs=0.01)
    assert (row.accuracy == 1) is (epochs == 30)


class MyDense:
    def __init__(self, n_in, n_out):
        self.W = np.zeros((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W


class MyDenseDivided(MyDense):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = self.dW / len(dZ)
        return dX


@pytest.mark.parametrize(("mine", "passed"), [(MyDense, True), (MyDenseDivided, False)])
def test_a_wrong_gradient_learns_as_well_and_the_badge_tells(mine, passed):
    spec = chosen("circle", hidden=dense("relu", 4), init="he")
    trainer = Trainer(spec, Own.of([mine]))
    trainer.run(200)
    assert trainer.measure().accuracy > 0.98
    assert trainer.network.badges[0].passed is passed


def test_how_small_a_network_can_be_for_xor():
    def reached(units):
        rows = [measured(200, "xor", hidden=[units], training={"seed": s}) for s in range(8)]
        return [row.accuracy for row in rows]

    assert reached(1)[0] == approx(0.74, abs=NEARLY)
    assert max(reached(2)) < 0.91
    assert sum(accuracy >= 0.95 for accuracy in reached(3)) == 6
