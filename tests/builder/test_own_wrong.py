"""What is wrong with a learner's layer is said: a gradient, a line, a shape, what can't be used."""

import numpy as np
import pytest

from nnkit.builder.own import BadOwn, Own, OwnError, OwnNetwork
from tests.builder.learners import MyDense, MyReLU, X, dense, forward, plain


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


class WithScale(MyDense):
    def __init__(self, n_in, n_out):
        self.params = {"W": np.zeros((n_out, n_in)), "b": np.zeros(n_out), "scale": np.ones(1)}


class MyPReLU(MyReLU):
    name = "leaky_relu"

    def __init__(self):
        self.params = {"slope": np.array([0.1])}


def test_an_activation_that_would_learn_is_refused():
    with pytest.raises(OwnError, match=r"`slope`.*no parameters"):
        OwnNetwork(plain(activation="leaky_relu"), Own.of([MyPReLU]))


class NoSizes(MyDense):
    def __init__(self):
        super().__init__(2, 4)


def test_a_single_class_or_function_counts_as_a_list_of_one():
    assert Own.of(MyDense, forward) == Own.of([MyDense], [forward])


def test_chance_in_forward_is_named():
    def noisy(self, X):
        self.X = X + np.random.default_rng().normal(size=X.shape)
        return self.X @ self.W.T + self.b

    sentence = badge_of(broken(forward=noisy)).sentence
    assert sentence.startswith("MyDense: `forward` gives other numbers")
    assert "np.random" in sentence


@pytest.mark.parametrize(
    ("layers", "functions", "said"),
    [
        ([NoBackward], [], "no `backward`"),
        ([NoWeights], [], "self.W"),
        ([WithScale], [], "`scale`, but the builder trains W and b"),
        ([NoSizes], [], "takes no sizes"),
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
