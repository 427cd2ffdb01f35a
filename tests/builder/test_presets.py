"""Every preset validates, trains, and does what its sentence promises."""

import pytest

from nnkit.builder.diagnosis import diagnose
from nnkit.builder.presets import PRESETS
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer


def trained(name, epochs, *, layers=None, features=None, **training):
    json = PRESETS[name].spec.to_json()
    json["training"] |= training
    json |= {
        key: new for key, new in {"layers": layers, "features": features}.items() if new is not None
    }
    trainer = Trainer(Spec.from_json(json))
    trainer.run(epochs)
    return trainer


def found(trainer):
    return {finding.kind for finding in diagnose(trainer)}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_validates_trains_and_is_told_plainly(name):
    preset = PRESETS[name]
    assert Spec.from_json(preset.spec.to_json()) == preset.spec
    assert 60 < len(preset.sentence) < 260
    assert preset.sentence.endswith((".", "?"))
    assert trained(name, 2).epoch == 2


@pytest.mark.parametrize(
    ("name", "epochs", "accuracy"),
    [
        ("neuron", 20, 0.99),
        ("xor", 200, 0.95),
        ("circle", 200, 0.95),
        ("spiral", 150, 0.95),
        ("penguins", 50, 0.95),
        ("digits", 30, 0.93),
    ],
)
def test_classes_are_told_apart(name, epochs, accuracy):
    measured = trained(name, epochs).measure()
    assert measured.accuracy >= accuracy
    assert measured.val_accuracy >= accuracy


@pytest.mark.parametrize(
    ("name", "loss"), [("plane", 0.011), ("gaussian", 0.01), ("lesson 03", 0.01)]
)
def test_numbers_are_predicted(name, loss):
    trainer = trained(name, 200)
    assert trainer.measure().loss < loss
    assert "dead" not in found(trainer)


def test_the_neuron_grows_surer():
    sizes = [abs(trained("neuron", n).parameters()[0].array).sum() for n in (20, 100)]
    assert sizes[1] > 1.3 * sizes[0]


def test_xor_needs_its_hidden_layer():
    assert trained("xor", 200, layers=[]).measure().accuracy <= 0.75


def test_squares_make_a_circle_easy():
    squares = trained("circle", 200, layers=[], features=["x1^2", "x2^2"])
    assert squares.measure().val_accuracy >= 0.95


def test_a_large_rate_kills_relus_and_a_small_one_does_not():
    assert "dead" in found(trained("dead", 20))
    cured = trained("dead", 200, lr=0.05)
    assert "dead" not in found(cured)
    assert cured.measure().accuracy > 0.95


def test_sigmoids_vanish_and_relus_do_not():
    sick = trained("vanishing", 100)
    assert "vanishing" in found(trained("vanishing", 20))
    assert sick.measure().loss > 0.68
    relus = [{"kind": "dense", "units": 8, "activation": "relu"}] * 6
    assert trained("vanishing", 100, layers=relus, init="he").measure().accuracy > 0.95


def test_it_overfits_and_l2_helps():
    sick = trained("overfitting", 300)
    assert "overfitting" in found(sick)
    assert sick.measure().loss < 0.02
    assert sick.measure().val_loss > 2
    assert trained("overfitting", 300, l2=0.03).measure().val_loss < 1.5


def test_the_rate_is_too_high_until_it_is_lowered():
    sick = trained("rate", 100)
    assert sick.problem is not None
    assert sick.problem.kind == "nan"
    assert sick.history[1].loss > sick.history[0].loss
    cured = trained("rate", 100, lr=0.1)
    assert cured.problem is None
    assert cured.measure().loss < cured.history[0].loss / 2


def test_the_plane_is_halves():
    (_, _, W), (_, _, b) = trained("plane", 50).parameters()
    assert W.ravel() == pytest.approx([0.5, 0.5], abs=0.05)
    assert b == pytest.approx([0], abs=0.05)


def test_lesson_04_learns_the_four_corners():
    assert trained("lesson 04", 300).measure().accuracy == 1
