"""Every activation of the registry, and whatever is added to it: values, slopes, safety, words."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn import ACTIVATIONS, Activation
from tests.nn.strategies import anything, away_from, numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
every = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
ELEMENTWISE = {name: f for name, f in ACTIVATIONS.items() if f.elementwise}
elementwise = pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=ELEMENTWISE)

Array = NDArray[np.float64]
FAR = np.array([-1e300, -1000.0, -745.2, -709.8, -40.0, 0.0, 40.0, 709.8, 1000.0, 1e300])


@elementwise
@given(data=st.data())
@quick
def test_the_derivative_is_the_slope(f: Activation, data: st.DataObject) -> None:
    z = away_from(f.kinks, data.draw(numbers(anything)))
    slope = nn.numerical_gradient(lambda z: float(np.sum(f(z))), z)
    assert_allclose(f.derivative(z), slope, rtol=1e-6, atol=1e-8)


@every
@given(data=st.data())
@quick
def test_backward_is_the_gradient_through_it(f: Activation, data: st.DataObject) -> None:
    z = away_from(f.kinks, data.draw(numbers((3, 4))))
    dA = data.draw(numbers((3, 4)))
    slope = nn.numerical_gradient(lambda z: float(np.sum(dA * f(z))), z)
    assert_allclose(f.backward(dA, z), slope, rtol=1e-6, atol=1e-7)


@given(numbers((2, 3, 4)), numbers((2, 3, 4)))
@quick
def test_the_derivative_of_softmax_is_its_whole_jacobian(z: Array, dA: Array) -> None:
    jacobian = nn.softmax.derivative(z)
    assert jacobian.shape == (2, 3, 4, 4)
    product = (dA[..., np.newaxis, :] @ jacobian)[..., 0, :]
    assert_allclose(nn.softmax.backward(dA, z), product, atol=1e-12)


@every
def test_far_from_zero_nothing_overflows(f: Activation) -> None:
    for values in (f(FAR), f.derivative(FAR), f.backward(np.ones_like(FAR), FAR)):
        assert np.isfinite(values).all()


@elementwise
@given(z=numbers(anything))
@quick
def test_the_shape_stays_and_the_input_too(f: Activation, z: Array) -> None:
    before = z.copy()
    for values in (f(z), f.derivative(z)):
        assert np.shape(values) == z.shape
        assert np.asarray(values).dtype == np.float64
        assert not np.shares_memory(values, z)
    assert_array_equal(z, before)


@elementwise
@pytest.mark.parametrize("z", [3, -3, 0])
def test_numbers_lists_and_arrays_are_alike(f: Activation, z: int) -> None:
    for g in (f, f.derivative):
        assert isinstance(g(z), float)
        assert g(z) == g(float(z)) == g([z])[0] == g(np.array([[z]]))[0, 0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (nn.step([-1e-300, 0, 1e-300]), [0, 1, 1]),
        (nn.relu.derivative([-1, 0, 1]), [0, 0, 1]),
        (nn.leaky_relu([-2, 0, 2]), [-0.02, 0, 2]),
        (nn.leaky_relu.derivative([-1, 0, 1]), [0.01, 0.01, 1]),
        (nn.elu([0, 3]), [0, 3]),
        (nn.sigmoid([-1000, 0, 1000]), [0, 0.5, 1]),
        (nn.sigmoid.derivative(0), 0.25),
        (nn.tanh.derivative(0), 1),
        (nn.LeakyReLU(0.2)([-1, 1]), [-0.2, 1]),
        (nn.ELU(2)(-1000), -2),
        (nn.softmax([1000, 1000]), [0.5, 0.5]),
        (nn.softmax([[0, 0], [0, 2]], axis=0)[:, 0], [0.5, 0.5]),
    ],
)
def test_conventions(values: Array, expected: Array) -> None:
    assert_array_equal(values, expected)


def exact(name: str, z: float) -> tuple[Decimal, Decimal]:
    """f(z) and f′(z) to 60 digits, from their definitions."""
    x = Decimal(z)
    if name == "sigmoid":
        s = 1 / (1 + (-x).exp())
        return s, s * (1 - s)
    if name == "tanh":
        t = (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())
        return t, 1 - t * t
    return (x, Decimal(1)) if z > 0 else (x.exp() - 1, x.exp())


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "elu"])
@given(z=st.floats(-300, 300))
@quick
def test_they_are_exact_to_the_last_digits_even_in_their_tails(name: str, z: float) -> None:
    f = ACTIVATIONS[name]
    with localcontext() as context:
        context.prec = 600
        for ours, true in zip((f(z), f.derivative(z)), exact(name, z), strict=True):
            assert abs(Decimal(float(ours)) - true) <= abs(true) * Decimal("2e-15") + Decimal(
                "1e-320"
            )


@given(numbers((3, 4)), st.floats(-500, 500))
@quick
def test_softmax_makes_probabilities_and_ignores_a_shift(z: Array, shift: float) -> None:
    p = nn.softmax(z)
    assert (p > 0).all()
    assert_allclose(p.sum(axis=-1), 1)
    assert_allclose(nn.softmax(z + shift), p, rtol=1e-9)
    assert_allclose(nn.softmax(z.T, axis=0).T, p)
    assert_allclose(nn.softmax.backward(z.T, z.T, axis=0).T, nn.softmax.backward(z, z))


@every
def test_it_knows_itself(f: Activation) -> None:
    told = (f.name, f.formula, f.derivative_formula, f.range, f.saturates, f.use, f.trouble)
    assert all(isinstance(text, str) and text for text in told)
    assert repr(f) == f.name
    assert f.formula.count("{") == f.formula.count("}")


def test_a_factory_s_formula_has_its_number() -> None:
    assert "0.2" in nn.LeakyReLU(0.2).formula
    assert "1.5" in nn.ELU(1.5).formula
    assert nn.ELU(1.5).range == "(−1.5, ∞)"


@pytest.mark.parametrize("make", [lambda: nn.LeakyReLU(1.0), lambda: nn.ELU(0.0)])
def test_a_factory_refuses_a_senseless_number(make: object) -> None:
    with pytest.raises(ValueError, match="takes a"):
        make()  # type: ignore[operator]


def test_looking_up_a_name() -> None:
    assert nn.activation("relu") is nn.relu
    with pytest.raises(ValueError, match=r"'sigmiod'.*Did you mean 'sigmoid'.*step, identity"):
        nn.activation("sigmiod")
    with pytest.raises(ValueError, match=r"no activation 'qqq'\. There are"):
        nn.activation("qqq")
