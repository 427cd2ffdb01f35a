"""The numbers that the lessons work out by hand, to the digits that they print."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from nnkit import nn

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]


def near(actual: object, expected: object, digits: int = 12) -> None:
    assert_allclose(actual, expected, rtol=0, atol=0.5 * 10.0**-digits)  # type: ignore[arg-type]


def example() -> nn.Sequential:
    """Lesson 03's network: 2 inputs, 3 ReLU units, 1 linear output."""
    hidden, output = nn.Dense(2, 3), nn.Dense(3, 1)
    hidden.W, hidden.b = [[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]], [0.1, -0.2, 0.0]
    output.W, output.b = [[0.7, -0.3, 0.5]], [0.1]
    return nn.Sequential(hidden, nn.relu, output)


def backward(network: nn.Sequential, x: list[float], y: float) -> tuple[float, Array, Array]:
    """The loss, ∂L/∂ŷ and ∂L/∂x of one sample; the other gradients stay in the network."""
    value, d2 = nn.mse(network.forward([x]), [[y]])
    return value, d2, network.backward(d2)


def test_01_this_neuron_stays_silent() -> None:
    x, w, b = [2, 3, -1], [0.5, -0.2, 0.8], 0.1
    near(nn.weighted_sum(x, w, b), -0.3)
    assert nn.neuron(x, w, b, nn.relu) == 0


def test_02_two_linear_layers_are_one() -> None:
    W1, W2, x = np.array([[1, 2], [3, 4]]), np.array([[0.5, -1], [1.5, 0.5]]), [1, 1]
    hidden = nn.dense(x, W1, [0, 0])
    near(hidden, [3, 7])
    near(nn.dense(hidden, W2, [0, 0]), [-5.5, 8])
    near(W2 @ W1, [[-2.5, -3], [3, 5]])
    near(nn.dense(x, W2 @ W1, [0, 0]), [-5.5, 8])


def test_02_the_slope_of_a_sigmoid_is_at_most_a_quarter() -> None:
    assert nn.sigmoid.derivative(np.linspace(-9, 9, 1001)).max() == 0.25
    near(0.25**10, 9.5e-7, digits=8)


def test_03_forward() -> None:
    network = example()
    near(network.forward([[1, 2]]), [[0.28]])
    near(network.layers[0].forward(np.array([[1.0, 2.0]])), [[0.1, 0.8, 0.7]])
    near(network.forward([[2, 1]]), [[0.11]])
    near(nn.relu(network.layers[0].forward(np.array([[2.0, 1.0]]))), [[0.4, 0.9, 0]])
    assert network.n_params == 13


def test_04_backward() -> None:
    network = example()
    value, d2, dx = backward(network, [1, 2], 1)
    grads = network.grads
    near(value, 0.5184)
    near(d2, [[-1.44]])
    near(grads["2.W"], [[-0.144, -1.152, -1.008]])
    near(grads["2.b"], [-1.44])
    near(grads["0.b"], [-1.008, 0.432, -0.72])  # δ1, as there is one sample
    near(grads["0.W"], [[-1.008, -2.016], [0.432, 0.864], [-0.72, -1.44]])
    near(dx, [[0.3312, -0.2016]])


@pytest.mark.parametrize(("lr", "y_hat", "loss"), [(0.01, 0.38275, 0.381), (0.1, 1.32767, 0.10737)])
def test_04_one_step(lr: float, y_hat: float, loss: float) -> None:
    network = example()
    before, *_ = backward(network, [1, 2], 1)
    promised = lr * sum(float(np.sum(g**2)) for g in network.grads.values())
    nn.SGD(lr).step(network)
    outputs = network.forward([[1, 2]])
    after, _ = nn.mse(outputs, [[1]])
    near(outputs, [[y_hat]], digits=5)
    near(after, loss, digits=5)
    if lr == 0.01:
        near(promised, 0.1476, digits=4)
        near(before - after, 0.1374, digits=4)


def test_04_the_silent_neuron_learns_nothing() -> None:
    network = example()
    _, d2, _ = backward(network, [2, 1], 0)
    near(d2, [[0.22]])
    near(network.grads["2.W"], [[0.088, 0.198, 0]])
    near(network.grads["0.b"], [0.154, -0.066, 0])
    near(network.grads["0.W"][2], [0, 0])


def test_04_the_same_backward_pass_written_out() -> None:
    W1 = np.array([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]])
    W2 = np.array([[0.7, -0.3, 0.5]])
    layers: list[nn.TrainableLayer] = [
        (W1, [0.1, -0.2, 0.0], nn.relu),
        (W2, [0.1], nn.identity),
    ]
    y_hat, cache = nn.forward([[1, 2]], layers)
    loss, d2 = nn.mse(y_hat, [[1]])
    dx, [(dW1, db1), (dW2, db2)] = nn.backward(layers, cache, d2)
    near(loss, 0.5184)
    near(dW2, [[-0.144, -1.152, -1.008]])
    near(db2, [-1.44])
    near(db1, [-1.008, 0.432, -0.72])
    near(dW1, [[-1.008, -2.016], [0.432, 0.864], [-0.72, -1.44]])
    near(dx, [[0.3312, -0.2016]])
    near(nn.activation_backward(d2 @ W2, cache[0][1], nn.relu), [[-1.008, 0.432, -0.72]])

    y_hat, cache = nn.forward([[2, 1]], layers)
    near(y_hat, [[0.11]])
    _, d2 = nn.mse(y_hat, [[0]])
    _, [(dW1, db1), (dW2, _)] = nn.backward(layers, cache, d2)
    near(d2, [[0.22]])
    near(dW2, [[0.088, 0.198, 0]])
    near(db1, [0.154, -0.066, 0])
    near(dW1[2], [0, 0])
