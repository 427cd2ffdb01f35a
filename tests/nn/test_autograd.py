"""Automatic differentiation, against central differences and against nn's own backward pass."""

import math
from collections.abc import Callable
from functools import reduce
from operator import add, mul

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn import Value
from tests.nn.strategies import quick

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
Expression = Callable[..., Value]

OPERATIONS: dict[str, Expression] = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "a ** 3": lambda a, b: a**3,
    "a ** -2": lambda a, b: a**-2,
    "b ** 0.5": lambda a, b: (b * b) ** 0.5,
    "a ** 0": lambda a, b: a**0,
    "-a": lambda a, b: -a,
    "3 + a": lambda a, b: 3 + a,
    "3 - a": lambda a, b: 3 - a,
    "3 * a": lambda a, b: 3 * a,
    "3 / a": lambda a, b: 3 / a,
    "a + 3": lambda a, b: a + 3,
    "a - 3": lambda a, b: a - 3,
    "a * 3": lambda a, b: a * 3,
    "a / 3": lambda a, b: a / 3,
    "relu": lambda a, b: a.relu(),
    "tanh": lambda a, b: a.tanh(),
    "exp": lambda a, b: a.exp(),
    "log": lambda a, b: (a * a).log(),
    "np * a": lambda a, b: np.float64(3) * a,
    "a * np": lambda a, b: a * np.float64(3),
    "np - a": lambda a, b: np.float64(3) - a,
    "np / a": lambda a, b: np.float64(3) / a,
}
away_from_zero = st.floats(0.1, 3) | st.floats(-3, -0.1)


def gradients(expression: Expression, numbers: list[float]) -> Array:
    leaves = [Value(number) for number in numbers]
    expression(*leaves).backward()
    return np.array([leaf.grad for leaf in leaves])


def slopes(expression: Expression, numbers: list[float]) -> Array:
    def number(x: Array) -> float:
        return expression(*map(Value, x.tolist())).data

    return np.asarray(nn.numerical_gradient(number, numbers))


@given(st.sampled_from(sorted(OPERATIONS)), away_from_zero, away_from_zero)
@quick
def test_every_operation_has_the_slope_that_is_measured(name: str, a: float, b: float) -> None:
    exact, measured = (f(OPERATIONS[name], [a, b]) for f in (gradients, slopes))
    assert_allclose(exact, measured, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_once(name: str) -> None:
    numbers = [0.7, -1.3]
    exact, measured = (f(OPERATIONS[name], numbers) for f in (gradients, slopes))
    assert_allclose(exact, measured, rtol=1e-7, atol=1e-9)


STEPS: list[Expression] = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1),
    lambda a, b: a.tanh(),
    lambda a, b: (b * 0.3).tanh().exp(),
    lambda a, b: (a**2 + 1).log(),
    lambda a, b: 2 - a,
]
steps = st.tuples(st.sampled_from(range(len(STEPS))), st.integers(0, 99), st.integers(0, 99))


@given(st.lists(steps, min_size=1, max_size=12), st.lists(st.floats(-2, 2), min_size=2, max_size=4))
@quick
def test_a_random_expression_that_uses_values_again(
    recipe: list[tuple[int, int, int]], numbers: list[float]
) -> None:
    def expression(*leaves: Value) -> Value:
        made = list(leaves)
        for which, i, j in recipe:  # any two made so far, so paths part and meet
            made.append(STEPS[which](made[i % len(made)], made[j % len(made)]).tanh())
        return reduce(add, made)

    exact, measured = gradients(expression, numbers), slopes(expression, numbers)
    assert_allclose(exact, measured, rtol=1e-5, atol=1e-6)


def test_gradients_add_up_where_paths_meet() -> None:
    assert_allclose(gradients(lambda a: a + a, [3.0]), [2])
    assert_allclose(gradients(lambda a: a * a, [3.0]), [6])

    def diamond(a: Value, b: Value) -> Value:
        y = a * b
        return (y + y * b) * (y * b + y)  # y²(1 + b)²

    assert_allclose(gradients(diamond, [2.0, 3.0]), [576, 672])


def test_a_second_backward_adds_the_same_again() -> None:
    a, b = Value(2.0), Value(-3.0)
    y = (a * b + a).tanh() * b
    y.backward()
    once = [v.grad for v in (a, b, y)]
    y.backward()
    assert_allclose([v.grad for v in (a, b, y)], 2 * np.array(once))
    assert once[2] == 1
    (a + b).backward()
    assert_allclose([a.grad, b.grad], 2 * np.array(once[:2]) + 1)


def test_a_value_alone_is_its_own_result() -> None:
    a = Value(5)
    assert (a.data, a.grad) == (5.0, 0.0)
    a.backward()
    assert a.grad == 1


def test_relu_has_slope_0_at_0() -> None:
    assert_allclose([gradients(lambda a: a.relu(), [x])[0] for x in (-1.0, 0.0, 2.0)], [0, 0, 1])


def test_a_chain_of_100_000_steps_meets_no_limit() -> None:
    a = Value(1.0)
    reduce(lambda y, _: y + a, range(100_000), a).backward()
    assert a.grad == 100_001


def test_shared_steps_take_no_longer_than_there_are_steps() -> None:
    a = Value(1.0)
    reduce(lambda y, _: 0.5 * (y + y), range(1000), a).backward()  # 2 ** 1000 paths
    assert a.grad == 1


W1, B1 = [[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]], [0.1, -0.2, 0.0]
W2, B2 = [[0.7, -0.3, 0.5]], [0.1]


def layer(W: list[list[Value]], x: list[Value], b: list[Value]) -> list[Value]:
    return [
        reduce(add, map(mul, row, x), bias)  # w₁x₁ + w₂x₂ + b
        for row, bias in zip(W, b, strict=True)
    ]


@pytest.mark.parametrize(("x", "y"), [([1.0, 2.0], 1.0), ([2.0, 1.0], 0.0)])
def test_the_worked_example_as_single_numbers_and_as_layers(x: list[float], y: float) -> None:
    values: list[list[list[Value]]] = [
        [[Value(number) for number in row] for row in rows] for rows in ([x], W1, [B1], W2, [B2])
    ]
    [inputs], w1, [b1], w2, [b2] = values
    [z] = layer(w2, [h.relu() for h in layer(w1, inputs, b1)], b2)
    loss = (z - y) ** 2
    loss.backward()
    found = [np.array([[v.grad for v in row] for row in rows]) for rows in values]

    layers: list[nn.TrainableLayer] = [(W1, B1, nn.relu), (W2, B2, nn.identity)]
    output, cache = nn.forward([x], layers)
    number, dY = nn.mse(output, [[y]])
    dX, [(dW1, db1), (dW2, db2)] = nn.backward(layers, cache, dY)
    assert loss.data == pytest.approx(number)
    for mine, theirs in zip(found, (dX, dW1, db1, dW2, db2), strict=True):
        assert_allclose(mine, np.atleast_2d(theirs), atol=1e-12)


def test_the_numbers_of_the_worked_example() -> None:
    x, w1, b1, w2 = (
        [Value(n) for n in row] for row in ([1, 2], [*W1[0], *W1[1], *W1[2]], B1, W2[0])
    )
    h = [(w1[2 * i] * x[0] + w1[2 * i + 1] * x[1] + b1[i]).relu() for i in range(3)]
    b2 = Value(B2[0])
    y = sum((w * a for w, a in zip(w2, h, strict=True)), b2)
    loss = (y - 1) ** 2
    loss.backward()
    assert (round(y.data, 9), round(loss.data, 9)) == (0.28, 0.5184)
    wanted = {
        "∂w2": (w2, [-0.144, -1.152, -1.008]),
        "∂b2": ([b2], [-1.44]),
        "∂b1": (b1, [-1.008, 0.432, -0.72]),
        "∂W1": (w1, [-1.008, -2.016, 0.432, 0.864, -0.72, -1.44]),
        "∂x": (x, [0.3312, -0.2016]),
    }
    for name, (values, numbers) in wanted.items():
        assert_allclose([v.grad for v in values], numbers, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        (lambda a: Value(0).log(), ValueError, r"positive number has a logarithm; got 0\."),
        (lambda a: Value(math.nan).log(), ValueError, "logarithm; got nan"),
        (lambda a: a**a, TypeError, "exponent is a plain number"),
        (lambda a: 2**a, TypeError, "unsupported operand"),
        (lambda a: Value(-8) ** 0.5, TypeError, "single real number; got complex"),
        (lambda a: a * np.ones(2), TypeError, "got ndarray"),
        (lambda a: np.ones(2) + a, TypeError, "got ndarray"),
        (lambda a: Value([1.0]), TypeError, "got list"),
        (lambda a: Value(a), TypeError, "got Value"),
        (lambda a: a + "1", TypeError, "got str"),
        (lambda a: a / 0, ZeroDivisionError, "negative power"),
    ],
)
def test_what_has_no_answer_is_refused(
    wrong: Expression, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        wrong(Value(2.0))


def test_it_can_be_read() -> None:
    assert repr(Value(2) * 3) == "Value(6, grad 0)"
    assert (Value(2) ** 2).operation == "**2"
