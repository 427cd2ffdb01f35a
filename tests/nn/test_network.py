"""A network is its layers one after another, and says what it is made of."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import few, numbers, seeds

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


def network(seed: int = 0) -> nn.Sequential:
    rng = np.random.default_rng(seed)
    return nn.Sequential(nn.Dense(2, 5, rng=rng), nn.tanh, nn.Dense(5, 3, rng=rng))


@given(numbers((4, 2), size=2.0), seeds)
@few
def test_every_gradient_through_the_whole_network(X: Array, seed: int) -> None:
    net, y = network(seed), np.array([0, 2, 1, 1])
    _, gradient = nn.cross_entropy(net.forward(X), y)
    dX = net.backward(gradient)
    slope = nn.numerical_gradient(lambda X: nn.cross_entropy(net.forward(X), y)[0], X)
    assert_allclose(dX, slope, rtol=1e-6, atol=1e-8)
    grads = net.grads
    for layer in (net.layers[0], net.layers[2]):
        for name, value in list(layer.params.items()):

            def loss_with(w: Array, layer: nn.Layer = layer, name: str = name) -> float:
                layer.params[name] = w
                return nn.cross_entropy(net.forward(X), y)[0]

            slope = nn.numerical_gradient(loss_with, value)
            layer.params[name] = value
            place = f"{net.layers.index(layer)}.{name}"
            assert_allclose(grads[place], slope, rtol=1e-6, atol=1e-8)


def test_forward_is_a_composition() -> None:
    net, X = network(), np.ones((4, 2))
    by_hand = net.layers[2].forward(nn.tanh(net.layers[0].forward(X)))
    assert_array_equal(net.forward(X), by_hand)
    assert_array_equal(net.predict(X.tolist()), by_hand)


def test_parameters_have_the_place_and_name_they_have_in_pytorch() -> None:
    net = network()
    assert list(net.params) == ["0.W", "0.b", "2.W", "2.b"]
    assert net.params["2.W"] is net.layers[2].params["W"]
    assert net.n_params == 2 * 5 + 5 + 5 * 3 + 3


def test_a_network_is_a_layer() -> None:
    inner = network()
    outer = nn.Sequential(inner, nn.relu, nn.Dense(3, 1))
    assert list(outer.params)[:2] == ["0.0.W", "0.0.b"]
    outer.backward(np.ones_like(outer.forward(np.ones((4, 2)))))
    assert outer.grads.keys() == outer.params.keys()


class Spy:
    """A layer of the learner's own: it only needs these four."""

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.seen: list[object] = []

    def forward(self, X: Array, train: bool = False) -> Array:
        self.seen.append(train)
        return X

    def backward(self, dY: Array) -> Array:
        return dY


def test_layers_of_ones_own_are_told_whether_it_is_training() -> None:
    spy = Spy()
    net = nn.Sequential(spy)
    net.forward(np.ones((1, 1)), train=True)
    net.forward(np.ones((1, 1)))
    net.predict(np.ones((1, 1)))
    assert spy.seen == [True, False, False]


def test_it_shows_one_line_a_layer() -> None:
    lines = repr(network()).splitlines()
    assert [line.split() for line in lines] == [
        ["Sequential"],
        ["0", "Dense(2", "→", "5)", "W", "(5,", "2),", "b", "(5,)", "15"],
        ["1", "Activate(tanh)", "0"],
        ["2", "Dense(5", "→", "3)", "W", "(3,", "5),", "b", "(3,)", "18"],
        ["parameters", "33"],
    ]
    assert len({len(line) for line in lines[1:]}) == 1, "in columns"
    assert "Sequential" in repr(nn.Sequential())


def test_neighbours_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"Layer 2, Dense\(4 → 1\), takes 4 inputs, but 3 come"):
        nn.Sequential(nn.Dense(2, 3), nn.relu, nn.Dense(4, 1))
    nn.Sequential(nn.Dense(2, 3), Spy(), nn.Dense(4, 1))  # who knows what a spy does


@pytest.mark.parametrize("part", ["relu", np.tanh, 3])
def test_something_that_is_no_layer_is_refused(part: object) -> None:
    with pytest.raises(TypeError, match="takes layers and activations; got"):
        nn.Sequential(nn.Dense(2, 3), part)  # type: ignore[arg-type]
