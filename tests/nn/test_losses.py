"""Every loss of the registry: its gradient, its safety, its shapes; and what is known of each."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn import LOSSES, Loss
from tests.nn.strategies import batches, numbers, quick

pytestmark = pytest.mark.filterwarnings("error")
every = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
for_classes = pytest.mark.parametrize("loss", [nn.binary_cross_entropy, nn.cross_entropy], ids=str)

Array = NDArray[Any]
Shape = tuple[int, int]

# For outputs of a shape, targets that suit the loss.
TARGETS: dict[str, Callable[[Shape], st.SearchStrategy[Array]]] = {
    "mse": lambda shape: numbers(shape),
    "binary_cross_entropy": lambda shape: arrays(np.int64, shape, elements=st.integers(0, 1)),
    "cross_entropy": lambda shape: arrays(
        np.int64, shape[0], elements=st.integers(0, shape[1] - 1)
    ),
}


@st.composite
def samples(draw: st.DrawFn, loss: Loss, size: float = 5.0) -> tuple[Array, Array]:
    shape = draw(batches)
    return draw(numbers(shape, size)), draw(TARGETS[loss.name](shape))


@every
@given(data=st.data())
@quick
def test_the_gradient_is_the_slope(loss: Loss, data: st.DataObject) -> None:
    outputs, targets = data.draw(samples(loss))
    value, gradient = loss(outputs, targets)
    assert isinstance(value, float)
    slope = nn.numerical_gradient(lambda z: loss(z, targets)[0], outputs)
    assert_allclose(gradient, slope, rtol=1e-6, atol=1e-7)


@every
@given(data=st.data())
@quick
def test_the_loss_averages_over_the_batch(loss: Loss, data: st.DataObject) -> None:
    outputs, targets = data.draw(samples(loss))
    value, gradient = loss(outputs, targets)
    twice, halved = loss(np.tile(outputs, (2, 1)), np.concatenate([targets, targets]))
    assert twice == pytest.approx(value)
    assert_allclose(halved, np.tile(gradient, (2, 1)) / 2, atol=1e-15)


@every
@given(data=st.data())
@quick
def test_extreme_outputs_stay_finite_and_inputs_unchanged(loss: Loss, data: st.DataObject) -> None:
    outputs, targets = data.draw(samples(loss, size=1000.0))
    before = outputs.copy(), targets.copy()
    value, gradient = loss(outputs, targets)
    assert np.isfinite(value)
    assert np.isfinite(gradient).all()
    assert value >= 0
    assert_array_equal(outputs, before[0])
    assert_array_equal(targets, before[1])


@every
def test_it_knows_itself(loss: Loss) -> None:
    assert repr(loss) == loss.name
    assert loss.formula


@every
def test_a_column_against_a_row_is_refused_with_both_shapes(loss: Loss) -> None:
    outputs, targets = np.zeros((4, 1)), np.zeros(4, dtype=int)
    if loss is nn.cross_entropy:
        targets = targets[:, np.newaxis]
    with pytest.raises(ValueError, match=rf"{loss.name}.*\(4, 1\) and \(4,") as error:
        loss(outputs, targets)
    if loss is not nn.cross_entropy:
        assert "reshape((4, 1))" in str(error.value)


def test_a_certain_wrong_answer_costs_its_logit() -> None:
    assert nn.binary_cross_entropy([[1000.0], [-1000.0]], [[0], [1]])[0] == 1000
    assert nn.cross_entropy([[1000.0, -1000.0]], [1])[0] == 2000
    assert_array_equal(nn.cross_entropy([[1000.0, -1000.0]], [1])[1], [[1, -1]])
    assert nn.binary_cross_entropy([-40.0], [0])[0] == pytest.approx(np.exp(-40), rel=1e-12, abs=0)


@given(numbers((5, 1)), arrays(np.int64, (5, 1), elements=st.integers(0, 1)))
@quick
def test_binary_cross_entropy_is_cross_entropy_of_two_classes(z: Array, y: Array) -> None:
    two = np.concatenate([np.zeros_like(z), z], axis=1)
    assert nn.binary_cross_entropy(z, y)[0] == pytest.approx(nn.cross_entropy(two, y[:, 0])[0])


@given(numbers((5, 3)), arrays(np.int64, 5, elements=st.integers(0, 2)))
@quick
def test_the_gradient_of_cross_entropy_is_p_minus_y(z: Array, y: Array) -> None:
    assert_allclose(nn.cross_entropy(z, y)[1], (nn.softmax(z) - nn.one_hot(y, 3)) / 5, atol=1e-15)


def test_mse_is_the_mean_over_all_elements_without_a_half() -> None:
    value, gradient = nn.mse([[1, 2], [3, 4]], [[0, 0], [0, 0]])
    assert value == 7.5
    assert_array_equal(gradient, [[0.5, 1], [1.5, 2]])


def test_decisions() -> None:
    assert_array_equal(nn.binary_cross_entropy.decide([[-0.1], [0.0], [3]]), [[0], [1], [1]])
    assert_array_equal(nn.cross_entropy.decide([[1, 3, 2], [5, 0, 0]]), [1, 0])


@for_classes
@pytest.mark.parametrize("labels", [[[-1], [1]], [[1], [2]]])
def test_labels_out_of_range_are_refused(loss: Loss, labels: list[list[int]]) -> None:
    y = np.array(labels)
    outputs = np.zeros((2, 1))
    with pytest.raises(ValueError, match=f"{loss.name} takes labels from 0 to"):
        loss(outputs, y[:, 0] if loss is nn.cross_entropy else y)


def test_class_labels_are_integers() -> None:
    with pytest.raises(ValueError, match="integer labels; these are float64"):
        nn.cross_entropy(np.zeros((2, 2)), [0.0, 1.0])


def test_one_hot() -> None:
    assert_array_equal(nn.one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])
    for wrong in ([3], [-1], [0.5]):
        with pytest.raises(ValueError, match="one_hot takes"):
            nn.one_hot(wrong, 3)
