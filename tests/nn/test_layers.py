"""Every layer that a factory makes: its gradients, its memory, its complaints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn import LAYERS, Layer
from tests.nn.strategies import numbers, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
every = pytest.mark.parametrize("name", LAYERS)
# A batch whose columns hardly vary has slopes of 1/√ε, too steep to be measured by differences.
SPREAD = np.linspace(-8, 8, 4)[:, np.newaxis] * [1, -1, 2]
Array = NDArray[np.float64]


def made(name: str, seed: int = 0) -> Layer:
    return LAYERS[name](3, np.random.default_rng(seed))


def forward(layer: Layer, X: Array, train: bool) -> Array:
    """A forward pass whose chance, if it has any, is the same every time."""
    if hasattr(layer, "rng"):
        layer.rng = np.random.default_rng(1)
    return layer.forward(X, train)


@every
@pytest.mark.parametrize("train", [True, False])
@given(X=numbers((4, 3), size=2.0), seed=seeds)
@quick
def test_backward_gives_the_slope_along_the_inputs_and_each_parameter(
    name: str, train: bool, X: Array, seed: int
) -> None:
    X = X + SPREAD
    layer = made(name, seed)
    dY = np.random.default_rng(seed).standard_normal(layer.forward(X).shape)

    def loss_of(layer: Layer, X: Array) -> float:
        return float(np.sum(dY * forward(layer, X, train)))

    slope = nn.numerical_gradient(lambda X: loss_of(layer, X), X)
    forward(layer, X, train)
    assert_allclose(layer.backward(dY), slope, rtol=1e-6, atol=1e-7)
    assert layer.grads.keys() == layer.params.keys()
    grads = {param: grad.copy() for param, grad in layer.grads.items()}
    for param, value in list(layer.params.items()):

        def loss_with(w: Array, param: str = param) -> float:
            layer.params[param] = w
            return loss_of(layer, X)

        slope = nn.numerical_gradient(loss_with, value)
        layer.params[param] = value
        assert_allclose(grads[param], slope, rtol=1e-6, atol=1e-7)


@every
def test_nothing_that_comes_in_is_changed_and_gradients_do_not_add_up(name: str) -> None:
    layer, X = made(name), np.random.default_rng(1).standard_normal((4, 3))
    Y = layer.forward(X)
    given_X, given_Y, dY = X.copy(), Y.copy(), np.ones_like(Y)
    layer.backward(dY)
    first = {param: grad.copy() for param, grad in layer.grads.items()}
    layer.backward(dY)
    assert_array_equal(X, given_X)
    assert_array_equal(Y, given_Y)
    assert_array_equal(dY, np.ones_like(Y))
    for param, grad in layer.grads.items():
        assert_array_equal(grad, first[param])


@every
def test_backward_before_forward_is_refused_by_name(name: str) -> None:
    layer = made(name)
    with pytest.raises(RuntimeError, match="call forward first") as error:
        layer.backward(np.ones((4, 3)))
    assert repr(layer) in str(error.value)


@every
def test_a_gradient_of_another_shape_is_refused_with_both_shapes(name: str) -> None:
    layer = made(name)
    shape = layer.forward(np.ones((4, 3))).shape
    with pytest.raises(ValueError, match="takes dY of shape") as error:
        layer.backward(np.ones(shape[0]))
    assert repr(layer) in str(error.value)
    assert str(shape) in str(error.value)
    assert str(shape[:1]) in str(error.value)


@given(numbers((4, 3)), numbers((2, 3)), numbers(2), numbers((4, 2)))
@quick
def test_dense_is_neurons_side_by_side(X: Array, W: Array, b: Array, dZ: Array) -> None:
    Z = nn.dense(X, W, b)
    for row, (w, c) in enumerate(zip(W, b, strict=True)):
        assert_allclose(Z[:, row], nn.weighted_sum(X, w, c), atol=1e-12)
    assert_allclose(nn.dense(X[0], W, b), Z[0], atol=1e-12)
    layer = nn.Dense(3, 2)
    layer.W, layer.b = W, b
    assert_array_equal(layer.forward(X), Z)
    dX, dW, db = nn.dense_backward(dZ, X, W)
    assert_array_equal(layer.backward(dZ), dX)
    assert_array_equal(layer.grads["W"], dW)
    assert_array_equal(layer.grads["b"], db)


def test_dense_starts_as_told() -> None:
    layer = nn.Dense(4, 2, init="xavier", rng=7)
    expected = nn.init_weights(4, 2, "xavier", np.random.default_rng(7))
    assert_array_equal(layer.W, expected)
    assert_array_equal(layer.b, [0, 0])
    own = nn.Dense(4, 2, init=lambda n_in, n_out, rng: np.full((n_out, n_in), 0.1))
    assert_array_equal(own.W, np.full((2, 4), 0.1))


def test_weights_that_are_set_are_copied_and_reach_the_parameters() -> None:
    layer, mine = nn.Dense(2, 1), np.array([[1.0, 2.0]])
    layer.W = mine
    layer.params["W"] -= 1
    assert_array_equal(layer.W, [[0, 1]])
    assert_array_equal(mine, [[1, 2]])


@pytest.mark.parametrize("shape", [(2,), (4, 3), (1, 4, 2)])
def test_dense_names_itself_and_both_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"Dense\(2 → 3\) takes a batch X of shape \(n, 2\)") as e:
        nn.Dense(2, 3).forward(np.ones(shape))
    assert str(shape) in str(e.value)


def test_what_else_dense_refuses() -> None:
    layer = nn.Dense(2, 3)
    with pytest.raises(ValueError, match=r"W of shape \(3, 2\); got \(2, 3\)"):
        layer.W = np.ones((2, 3))
    with pytest.raises(ValueError, match=r"b of shape \(3,\); got \(3, 1\)"):
        layer.b = np.ones((3, 1))
    with pytest.raises(ValueError, match="at least 1"):
        nn.Dense(0, 3)
    with pytest.raises(ValueError, match="Did you mean 'he'"):
        nn.Dense(2, 3, init="hee")


@given(st.sampled_from(list(nn.ACTIVATIONS)), numbers((3, 2)))
@quick
def test_an_activation_as_a_layer(name: str, Z: Array) -> None:
    f = nn.activation(name)
    for layer in (nn.Activate(f), nn.Activate(name)):
        assert_array_equal(layer.forward(Z), f(Z))
        assert_array_equal(layer.backward(np.ones((3, 2))), f.backward(np.ones((3, 2)), Z))
        assert layer.params == layer.grads == {}
