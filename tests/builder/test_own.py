"""The learner's own layers and functions train as nnkit's do, and what is wrong is said."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import nn
from nnkit.builder import NetworkBuilder, sharing
from nnkit.builder.code import as_nnkit, as_pytorch
from nnkit.builder.own import BadOwn, Own, OwnError, OwnNetwork
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer

RNG = np.random.default_rng(0)
X = RNG.normal(size=(7, 2))
Y = (RNG.random((7, 1)) > 0.5).astype(float)


class MyDense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_out, n_in)  # noqa: NPY002 - as learners write it
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dY):
        self.dW = dY.T @ self.X
        self.db = dY.sum(axis=0)
        return dY @ self.W


class TurnedDense:
    """W as (n_in, n_out), b as a row, in dictionaries."""

    def __init__(self, n_in, n_out):
        self.params = {"W": np.zeros((n_in, n_out)), "b": np.zeros((1, n_out))}
        self.grads = {}

    def forward(self, X, train=False):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dY):
        self.grads = {"W": self.X.T @ dY, "b": dY.sum(axis=0, keepdims=True)}
        return dY @ self.params["W"].T


class MyReLU:
    def forward(self, Z):
        self.Z = Z
        return np.maximum(Z, 0)

    def backward(self, dA):
        return dA * (self.Z > 0)


class MyTanh(nn.Tanh):
    def derivative(self, z):
        return 1 - np.tanh(z) ** 2


def dense(X, W, b):
    return X @ W.T + b


def dense_backward(dZ, X, W):
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def activation_backward(dA, Z, activation):
    return dA * activation.derivative(Z)


def relu(z):
    return np.maximum(z, 0)


def relu_derivative(z):
    return np.where(z > 0, 1.0, 0.0)


def forward(X, layers):
    A, cache = X, []
    for W, b, activation in layers:
        Z = dense(A, W, b)
        cache.append((A, Z))
        A = activation(Z)
    return A, cache


def backward(layers, cache, dY):
    dA, grads = dY, []
    for (W, _b, activation), (A, Z) in zip(reversed(layers), reversed(cache), strict=True):
        dA, dW, db = dense_backward(activation_backward(dA, Z, activation), A, W)
        grads.append((dW, db))
    return dA, grads[::-1]


def plain(sizes=(2, 3, 4, 1), activation="relu"):
    layers = []
    for i, (n_in, n_out) in enumerate(pairwise(sizes)):
        layers += [nn.Dense(n_in, n_out, rng=i), nn.Activate(activation)]
    return nn.Sequential(*layers[:-1])


def trained(network, steps=5):
    optimiser, losses = nn.Adam(0.05), []
    for _ in range(steps):
        losses.append(nn.train_step(network, X, Y, nn.binary_cross_entropy, optimiser)[0])
    return losses


HANDED = {
    "classes": Own.of([MyDense, MyReLU]),
    "turned": Own.of([TurnedDense]),
    "an object": Own.of([MyReLU()]),
    "dense": Own.of(functions=[dense, dense_backward]),
    "slopes": Own.of(functions=[relu, relu_derivative, activation_backward]),
    "one slope": Own.of(functions=[relu_derivative]),
    "forward": Own.of(functions=[forward]),
    "backward": Own.of(functions=[backward]),
    "all": Own.of(functions=[dense, dense_backward, relu, relu_derivative, forward, backward]),
    "both": Own.of([MyDense, MyReLU], [forward, backward]),
}


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


def broken(**methods):
    return type("MyDense", (MyDense,), methods)


def badge_of(*layers, functions=()):
    return OwnNetwork(plain(), Own.of(layers, functions)).badges[0]


def divided(self, dY):
    dX = MyDense.backward(self, dY)
    self.dW = self.dW / len(dY)
    return dX


def turned_sign(self, dY):
    return -MyDense.backward(self, dY)


def adds_up(self, dY):
    self.dW = getattr(self, "dW", 0) + dY.T @ self.X
    self.db = dY.sum(axis=0)
    return dY @ self.W


def ignores_b(self, X):
    self.X = X
    return X @ self.W.T


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ({"backward": divided}, ("`dW`", "number of samples", "once too often")),
        ({"backward": turned_sign}, ("`dX`", "wrong sign")),
        ({"backward": adds_up}, ("`dW`", "`=`, not `+=`")),
        ({"forward": ignores_b}, ("`db`", "does `forward` use it")),
    ],
)
def test_a_wrong_gradient_is_named_with_its_cause(method, said):
    badge = badge_of(broken(**method))
    assert not badge.passed
    assert all(words in badge.sentence for words in said), badge.sentence


def test_a_slope_taken_at_a_is_recognised():
    class MySigmoid:
        def forward(self, Z):
            self.A = 1 / (1 + np.exp(-Z))
            return self.A

        def backward(self, dA):
            s = 1 / (1 + np.exp(-self.A))
            return dA * s * (1 - s)

    (badge, *_) = OwnNetwork(plain(activation="sigmoid"), Own.of([MySigmoid])).badges
    assert "f′(a)" in badge.sentence


def none(self, X):
    pass


def transposed(self, X):
    return (X @ self.W.T).T


def mismatched(self, X):
    return X @ np.ones((9, 9))


def not_a_number(self, X):
    return X @ self.W.T * np.nan


def endless(self, X):
    while True:
        pass


def in_place(self, X):
    X += 1
    return X @ self.W.T


def leaves(self, X):
    raise SystemExit


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (none, ("returns nothing", "`return`")),
        (transposed, ("(3, 7)", "(7, 3) is expected", "`.T`")),
        (mismatched, ("line", "`return X @ np.ones((9, 9))`", "2 of them meet 9")),
        (not_a_number, ("nan", "finite")),
        (in_place, ("`X += 1`", "copy")),
        (leaves, ("SystemExit",)),
    ],
)
def test_what_goes_wrong_in_a_layer_is_said_with_its_line(method, said):
    network = OwnNetwork(plain(), Own.of([broken(forward=method)]))
    with pytest.raises(OwnError) as caught:
        network.forward(X)
    assert caught.value.layer == 0
    assert caught.value.sentence.startswith("MyDense (hidden layer 1): ")
    assert all(words in caught.value.sentence for words in said), caught.value.sentence
    assert "nnkit/" not in caught.value.sentence
    assert not network.badges[0].passed


def test_an_endless_loop_is_stopped(monkeypatch):
    monkeypatch.setattr("nnkit.builder.own.calls.SECONDS", 0.2)
    network = OwnNetwork(plain(), Own.of([broken(forward=endless)]))
    with pytest.raises(OwnError, match="never ends"):
        network.forward(X)


def test_the_failing_layer_is_the_one_named():
    def only_wide(self, Z):
        if Z.shape[1] == 4:
            raise ValueError("too wide for me")
        return np.maximum(Z, 0)

    network = OwnNetwork(plain(), Own.of([type("MyReLU", (MyReLU,), {"forward": only_wide})]))
    with pytest.raises(OwnError, match=r"hidden layer 2.*too wide for me") as caught:
        network.forward(X)
    assert caught.value.layer == 3


def test_prints_are_kept_quiet(capsys):
    def talks(self, X):
        print("hello")
        self.X = X
        return X @ self.W.T + self.b

    OwnNetwork(plain(), Own.of([broken(forward=talks)])).forward(X)
    assert capsys.readouterr().out == ""


class NoBackward:
    def __init__(self, n_in, n_out):
        self.W = np.zeros((n_out, n_in))

    def forward(self, X):
        return X


class NoWeights(MyDense):
    def __init__(self, n_in, n_out):
        self.weights = np.zeros((n_out, n_in))


@pytest.mark.parametrize(
    ("layers", "functions", "said"),
    [
        ([NoBackward], [], "no `backward`"),
        ([NoWeights], [], "self.W"),
        ([MyDense(2, 3)], [], "class itself"),
        ([dense], [], "functions="),
        ([3], [], "forward"),
        ([], [forward, len], "no function"),
        ([], [3], "none"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(layers, functions, said):
    with pytest.raises(BadOwn, match=said):
        Own.of(layers, functions)


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
