"""Lesson 04: every number that its prose states, computed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from nnkit import nn

pytestmark = pytest.mark.filterwarnings("error")
P = np.array([0.2, -0.1, 0.4, 0.3, -0.5, 0.6, 0.1, -0.2, 0.0, 0.7, -0.3, 0.5, 0.1])
SLOPES = np.array(
    [-1.008, -2.016, 0.432, 0.864, -0.72, -1.44, -1.008, 0.432, -0.72, -0.144, -1.152, -1.008]
    + [-1.44]
)
CORNERS, XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])


def bedtime(p):
    return [(p[:6].reshape(3, 2), p[6:9], nn.relu), (p[9:12].reshape(1, 3), p[12:], nn.identity)]


def promise(p, evening=(1, 2)):
    return nn.forward([evening], bedtime(p))[0].item()


def loss(p):
    return (promise(p) - 1) ** 2


def gradients(evening, y):
    layers = bedtime(P)
    output, cache = nn.forward([evening], layers)
    value, dY = nn.mse(output, [[y]])
    dX, grads = nn.backward(layers, cache, dY)
    return value, dX, grads


def flat(grads):
    return np.concatenate([np.ravel(each) for pair in grads for each in pair])


def test_the_first_evening_backwards():
    value, dX, ((dW1, db1), (dW2, db2)) = gradients([1, 2], 1)
    assert_allclose(value, 0.5184)
    assert_allclose(db2, [-1.44])
    assert_allclose(dW2, [[-0.144, -1.152, -1.008]])
    assert_allclose(db1, [-1.008, 0.432, -0.72])
    assert_allclose(dW1, [[-1.008, -2.016], [0.432, 0.864], [-0.72, -1.44]])
    assert_allclose(dX, [[0.3312, -0.2016]])
    assert_allclose(flat([(dW1, db1), (dW2, db2)]), SLOPES)
    assert nn.relative_error(nn.numerical_gradient(loss, P), SLOPES) < 1e-6


def test_the_second_evening_teaches_the_silent_neuron_nothing():
    _, _, ((dW1, db1), (dW2, db2)) = gradients([2, 1], 0)
    assert_allclose(promise(P, [2, 1]), 0.11)
    assert_allclose(db2, [0.22])
    assert_allclose(dW2, [[0.088, 0.198, 0]])
    assert_allclose(db1, [0.154, -0.066, 0])
    assert_allclose(dW1[2], 0)


@pytest.mark.parametrize(
    ("rate", "hours", "left", "promised", "drop"),
    [
        (0.01, 0.38275, 0.38100, 0.1476, 0.1374),
        (0.1, 1.32767, 0.10737, 1.4764, 0.4110),
    ],
)
def test_one_step(rate, hours, left, promised, drop):
    stepped = P - rate * SLOPES
    assert_allclose(promise(stepped), hours, atol=5e-6)
    assert_allclose(loss(stepped), left, atol=5e-6)
    assert_allclose(rate * (SLOPES**2).sum(), promised, atol=5e-5)
    assert_allclose(loss(P) - loss(stepped), drop, atol=5e-5)


def test_the_best_nudge_is_number_1_and_three_do_harm():
    after = [loss(P + 0.1 * one) for one in np.eye(13)]
    assert np.argmin(after) == 1
    assert_allclose(after[1], 0.3364)
    assert_allclose(promise(P + 0.1 * np.eye(13)[1]), 0.42)
    assert np.flatnonzero(np.array(after) > 0.5184).tolist() == [2, 3, 7]


def test_paths_multiply_and_add():
    assert_allclose(2 * 1 * 0.7 * -1.44, -2.016)
    assert_allclose(1 * 1 * 0.5 * -1.44, -0.72)
    shares = np.array([0.14, -0.12, -0.25]) * -1.44
    assert_allclose(shares, [-0.2016, 0.1728, 0.36])
    assert_allclose(shares.sum(), 0.3312)


def test_two_evenings_and_their_spread():
    value, gradient = nn.mse([0.28, 0.11], [1, 0])
    assert_allclose(value, 0.26525)
    assert_allclose(gradient, [-0.72, 0.11])
    spread = np.array([0.28, 0.11]) - np.array([[1.0], [0.0]])
    assert spread.shape == (2, 2)
    assert_allclose((spread**2).mean(), 0.35025)


def test_surprises():
    p = np.array([1, 0.9, 0.5, 0.1, 0.0003])
    assert_allclose(-np.log(p), [0, 0.11, 0.69, 2.30, 8.1], atol=0.02)
    assert_allclose(nn.sigmoid(-8.0), 0.0003, atol=4e-5)
    assert 16 < -np.log(1e-7) < 16.2


def test_a_certain_no_where_yes_was_right():
    value, gradient = nn.binary_cross_entropy([-8.0], [1])
    assert_allclose((value, gradient[0]), (8.0003, -0.9997), atol=1e-4)
    p = nn.sigmoid(-8.0)
    assert_allclose(2 * (p - 1) * p * (1 - p), -0.0007, atol=5e-5)
    assert_allclose((p - 1) ** 2, 1, atol=1e-3)
    assert nn.binary_cross_entropy([-1000.0], [1])[0] == 1000
    assert 1 + nn.binary_cross_entropy([-80.0], [1])[1][0] < 1e-30


def test_three_classes():
    z = [[2, 1, -0.5]]
    assert_allclose(nn.softmax(z), [[0.69, 0.25, 0.06]], atol=5e-3)
    losses = [nn.cross_entropy(z, [k])[0] for k in range(3)]
    assert_allclose(losses, [0.37, 1.37, 2.87], atol=5e-3)
    assert_allclose(nn.cross_entropy(z, [2])[1], [[0.69, 0.25, -0.94]], atol=5e-3)
    assert_allclose(nn.cross_entropy([[0, 0, 0]], [2])[0], 1.0986, atol=5e-5)
    assert nn.cross_entropy([[1000, 0, -1000]], [2])[0] == 2000


def test_softmax_and_the_logarithm_give_p_minus_y():
    z = np.array([2, 1, -0.5])
    p, y = nn.softmax(z), np.array([0, 0, 1])
    assert_allclose(nn.softmax.derivative(z) @ (-y / p), p - y)


@pytest.mark.parametrize(
    ("rate", "places"),
    [
        (0.01, [0.1, 0.11, 0.13, 0.14, 0.34]),
        (0.1, [0.1, 0.24, 0.36, 0.45, 0.81]),
        (0.5, [0.1, 0.82, 0.82, 0.82, 0.82]),
        (0.9, [0.1, 1.4, 0.36, 1.19, 0.81]),
        (1.0, [0.1, 1.54, 0.1, 1.54, 0.1]),
        (1.1, [0.1, 1.68, -0.22, 2.06, -26.78]),
    ],
)
def test_creeping_arriving_swinging_exploding(rate, places):
    path = [0.1]
    for _ in range(20):
        path.append(path[-1] - rate * 2 * (path[-1] - 0.82))
    assert_allclose(np.array(path)[[0, 1, 2, 3, 20]], places, atol=6e-3)


@pytest.mark.parametrize(
    ("h", "one_side", "both_sides"),
    [(1e-1, 6e-1, 1e-2), (1e-3, 6e-3, 1e-6), (1e-5, 6e-5, 2e-10), (1e-13, 1e-2, 1e-2)],
)
def test_how_far_differences_are_off(h, one_side, both_sides):
    def cube(x):
        return x * x * x

    assert f"{abs((cube(2 + h) - cube(2)) / h - 12):.0e}" == f"{one_side:.0e}"
    assert f"{abs((cube(2 + h) - cube(2 - h)) / (2 * h) - 12):.0e}" == f"{both_sides:.0e}"


def test_a_kink_has_the_mean_of_both_slopes():
    assert_allclose(nn.numerical_gradient(lambda z: nn.relu(z).sum(), np.zeros(1)), 0.5)


def test_the_digit_readers_bill():
    parameters = nn.shapes([784, 128, 10], 1)[1]
    assert 2 * parameters == 203_540
    assert 11 < 2 * parameters * 0.01 / 3 / 60 < 12, "minutes, where three passes take 0.01 s"


class Lying(nn.Tanh):
    """tanh with another slope."""

    def __init__(self, derivative):
        self.derivative = derivative


def xor_start(seed, hidden=nn.tanh):
    rng = np.random.default_rng(seed)
    first = (rng.normal(size=(4, 2)), np.zeros(4), hidden)
    return [first, (rng.normal(size=(1, 4)), np.zeros(1), nn.identity)]


def trained(layers):
    return nn.train_xor(CORNERS, XOR, layers, lr=0.5, steps=1000)


def right(layers):
    return int((nn.predict(CORNERS, layers) == XOR[:, 0]).sum())


def test_xor_is_learned():
    start = xor_start(1)
    layers, losses = trained(start)
    assert (right(start), right(layers)) == (1, 4)
    expected = [0.680, 0.646, 0.345, 0.107, 0.036, 0.005]
    assert_allclose([losses[t] for t in (0, 10, 50, 100, 200, 999)], expected, atol=6e-4)
    assert right(trained(xor_start(4))[0]) == 2


@pytest.mark.parametrize(
    ("lie", "corners", "last"),
    [
        (lambda z: nn.tanh.derivative(np.tanh(z)), 4, 0.007),
        (lambda z: nn.tanh.derivative(z) / 10, 4, 0.010),
        (lambda z: 1 + 0 * z, 2, 0.676),
        (lambda z: 0 * z, 4, 0.392),
    ],
)
def test_lies_about_the_slope(lie, corners, last):
    layers, losses = trained(xor_start(1, Lying(lie)))
    assert right(layers) == corners
    assert_allclose(losses[-1], last, atol=6e-4)


def test_the_numbers_of_the_questions():
    assert_allclose(nn.mse([1, 3], [2, 5])[0], 2.5)
    assert_allclose(nn.mse([0, 0, 0, 5], [0, 0, 0, 3])[1][3], 1)

    def hidden_weight(w):
        return float((-2 * nn.relu(3 * w - 1)).item() ** 2)

    assert_allclose(nn.numerical_gradient(hidden_weight, np.array([2.0])), 120, rtol=1e-6)
    assert_allclose(nn.numerical_gradient(lambda a: a * 2 * (a * 2 + 1), 1.0), 10, rtol=1e-6)


def test_a_formula_that_no_layer_knows():
    a, b, c = nn.Value(2.0), nn.Value(-3.0), nn.Value(4.0)
    ((a * b + c) ** 2).backward()
    assert (a.grad, b.grad, c.grad) == (12, -8, -4)
    x = nn.Value(1.0)
    (x.tanh() * (-(x * x)).exp()).backward()
    assert_allclose(x.grad, -0.4058, atol=6e-5)
