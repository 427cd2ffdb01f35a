"""The learner's own layers and functions train as nnkit's do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import nn
from nnkit.builder import NetworkBuilder, sharing
from nnkit.builder.code import as_nnkit, as_pytorch
from nnkit.builder.own import Own, OwnNetwork
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.learners import (
    HANDED,
    MyDense,
    MyReLU,
    MyTanh,
    TurnedDense,
    Y,
    backward,
    dense,
    forward,
    plain,
    relu_derivative,
    trained,
)


@pytest.mark.parametrize("own", HANDED.values(), ids=HANDED)
def test_own_code_trains_with_the_numbers_of_the_course(own):
    reference, network = plain(), OwnNetwork(plain(), own)
    assert np.allclose(trained(network), trained(reference), rtol=1e-12)
    assert network.params.keys() == reference.params.keys()
    for name, w in reference.params.items():
        assert np.allclose(network.params[name], w, rtol=1e-10)
    assert network.badges
    assert all(badge.passed for badge in network.badges), network.badges


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=0, max_size=4))
def test_any_sizes(hidden):
    sizes = (2, *hidden, 1)
    network = OwnNetwork(plain(sizes, "tanh"), Own.of([TurnedDense, MyTanh]))
    assert np.allclose(trained(network, 2), trained(plain(sizes, "tanh"), 2))


def test_dropout_between_layers_is_passed_by():
    class Pass:
        params, grads = {}, {}

        def forward(self, X, train=False):
            return X

        def backward(self, dY):
            return dY

    network = plain()
    network.layers.insert(2, Pass())
    own = OwnNetwork(network, Own.of(functions=[forward, backward]))
    assert np.allclose(trained(own), trained(plain()))


def test_an_activation_that_the_course_does_not_know_stands_at_every_hidden_layer():
    class Swish:
        def __call__(self, z):
            return z / (1 + np.exp(-z))

        def derivative(self, z):
            s = 1 / (1 + np.exp(-z))
            return s + z * s * (1 - s)

    network = OwnNetwork(plain(), Own.of([Swish]))
    assert [badge.layer for badge in network.badges] == [1, 3]
    assert all(badge.passed for badge in network.badges)
    z = np.array([[0.5, -1.0, 2.0]])
    assert np.allclose(network.layers[1].forward(z), Swish()(z))


def test_a_loss_of_the_learners():
    def mse(P, Y):
        return np.mean((P - Y) ** 2), 2 * (P - Y) / P.size

    own = Own.of(functions=[mse])
    value, gradient = own.loss(nn.mse)(Y, Y + 1)
    assert value == 1.0
    assert np.allclose(gradient, nn.mse(Y, Y + 1)[1])
    assert own.loss(nn.binary_cross_entropy) is nn.binary_cross_entropy
    assert hasattr(Own.of(functions=[nn.mse]).loss(nn.mse), "decide") is False


SPEC = Spec.from_json(
    {
        "data": {"name": "moons", "samples": 40},
        "layers": [
            {"kind": "dense", "units": 4, "activation": "relu"},
            {"kind": "batch_norm"},
            {"kind": "dropout", "p": 0.2},
            {"kind": "dense", "units": 3, "activation": "relu"},
        ],
        "training": {"optimiser": "adam", "l2": 0.01, "l1": 0.001},
    }
)


@pytest.mark.parametrize("own", HANDED.values(), ids=HANDED)
def test_a_trainer_has_the_same_course_with_own_code(own):
    mine, reference = Trainer(SPEC, own), Trainer(SPEC)
    mine.run(4)
    reference.run(4)
    assert np.allclose(mine.history.rows, reference.history.rows, rtol=1e-9)
    mine.seek(1)
    mine.run(3)
    assert np.allclose(mine.history.rows, reference.history.rows, rtol=1e-9)


def test_a_state_with_own_code_is_saved_read_and_exported():
    one = Trainer(SPEC, HANDED["classes"])
    one.run(3)
    text = sharing.write(one)
    other, plain_one = sharing.load(text, HANDED["classes"]), sharing.load(text)
    for trainer in (other, plain_one):
        for (_, _, a), (_, _, b) in zip(trainer.parameters(), one.parameters(), strict=True):
            assert np.array_equal(a, b)
    for program in (as_nnkit(one), as_pytorch(one)):
        assert "Your own layers" in program
        compile(program, "exported.py", "exec")


def test_what_goes_wrong_while_training_is_the_trainers_problem():
    class MyReLU:
        calls = 0

        def forward(self, Z):
            MyReLU.calls += 1
            if MyReLU.calls > 20:
                raise ValueError("enough")
            self.Z = Z
            return np.maximum(Z, 0)

        def backward(self, dA):
            return dA * (self.Z > 0)

    trainer = Trainer(SPEC, Own.of([MyReLU]))
    trainer.run(50)
    assert trainer.problem.kind == "own"
    assert trainer.problem.layer in (1, 5)
    assert "`raise ValueError" in trainer.problem.sentence
    assert "enough" in trainer.problem.sentence


def test_a_layer_that_cannot_be_made_in_this_size_is_a_problem_too():
    class Small(MyDense):
        def __init__(self, n_in, n_out):
            assert n_out < 4, "four are too many"
            super().__init__(n_in, n_out)

    trainer = Trainer(SPEC, Own.of([Small]))
    assert trainer.problem.kind == "own"
    assert "four are too many" in trainer.problem.sentence


@pytest.mark.parametrize(
    ("own", "before", "after"),
    [
        (Own.of([MyDense, MyReLU]), "tanh", "relu"),
        (Own.of([MyReLU, MyTanh]), "tanh", "tanh"),
        (Own.of(functions=[dense, relu_derivative]), "tanh", "relu"),
        (Own.of([MyDense]), "sigmoid", "sigmoid"),
        (Own(), "sigmoid", "sigmoid"),
    ],
)
def test_the_hidden_layers_take_an_activation_that_was_given(own, before, after):
    layer = {"kind": "dense", "units": 4, "activation": before}
    spec = Spec.from_json({"layers": [layer, {"kind": "dropout", "p": 0.1}, layer]})
    dense_layers = own.suiting(spec).layers[::2]
    assert [each.activation for each in dense_layers] == [after, after]


def test_the_builder_trains_with_what_was_given():
    builder = NetworkBuilder(layers=[MyDense, MyReLU], data="moons", samples=30)
    assert [type(layer).__name__ for layer in builder.network.layers[:2]] == [
        "OwnDense",
        "OwnActivate",
    ]
    builder.run(2)
    assert builder.trainer.problem is None
    asked = NetworkBuilder(layers=[MyReLU], hidden=[{"kind": "dense", "activation": "tanh"}])
    assert asked.spec.layers[0].activation == "tanh"
