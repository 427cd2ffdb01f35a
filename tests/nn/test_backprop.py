"""The backward pass written out: its gradients are those that central differences find."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from tests.nn.strategies import few, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]
Layers = list[tuple[Array, Array, nn.Activation]]
widths = st.lists(st.integers(1, 4), min_size=2, max_size=4)
smooth = st.sampled_from([nn.sigmoid, nn.tanh, nn.identity, nn.softmax])
anywhere = st.sampled_from(list(nn.ACTIVATIONS.values()))


def drawn(sizes: list[int], activation: nn.Activation, seed: int) -> tuple[Layers, Array, Array]:
    """A network, a batch of 3, and a gradient at its output."""
    rng = np.random.default_rng(seed)
    layers = [
        (rng.standard_normal((n_out, n_in)), rng.standard_normal(n_out), activation)
        for n_in, n_out in pairwise(sizes)
    ]
    return layers, rng.standard_normal((3, sizes[0])), rng.standard_normal((3, sizes[-1]))


def replaced(layers: Layers, i: int, part: int, value: Array) -> Layers:
    W, b, f = layers[i]
    return [*layers[:i], (value, b, f) if part == 0 else (W, value, f), *layers[i + 1 :]]


@given(widths, smooth, seeds)
@quick
def test_every_gradient_agrees_with_central_differences(
    sizes: list[int], activation: nn.Activation, seed: int
) -> None:
    layers, X, dY = drawn(sizes, activation, seed)

    def agrees(
        gradient: Array, loss_of: Callable[[Array], tuple[Array, object]], at: Array
    ) -> bool:
        found = nn.numerical_gradient(lambda value: float(np.sum(dY * loss_of(value)[0])), at)
        return np.allclose(gradient, found, rtol=1e-6, atol=1e-8)

    dX, grads = nn.backward(layers, nn.forward(X, layers)[1], dY)
    assert agrees(dX, lambda x: nn.forward(x, layers), X)
    for i, (layer, gradients) in enumerate(zip(layers, grads, strict=True)):
        for part in (0, 1):
            assert agrees(
                gradients[part],
                lambda value, i=i, part=part: nn.forward(X, replaced(layers, i, part, value)),  # type: ignore[misc]
                np.asarray(layer[part]),
            )


@given(widths, anywhere, seeds)
@few
def test_it_is_what_the_network_of_layers_computes(
    sizes: list[int], activation: nn.Activation, seed: int
) -> None:
    layers, X, dY = drawn(sizes, activation, seed)
    network = nn.Sequential()
    for W, b, f in layers:
        dense = nn.Dense(*W.T.shape)
        dense.W, dense.b = W, b
        network = nn.Sequential(*network.layers, dense, f)
    network.forward(X)
    dX, grads = nn.backward(layers, nn.forward(X, layers)[1], dY)
    assert_allclose(dX, network.backward(dY))
    for i, (dW, db) in enumerate(grads):
        assert_allclose(dW, network.grads[f"{2 * i}.W"])
        assert_allclose(db, network.grads[f"{2 * i}.b"])


def test_the_inputs_are_left_alone() -> None:
    layers, X, dY = drawn([2, 3, 1], nn.tanh, 0)
    _, cache = nn.forward(X, layers)
    before = dY.copy(), [(A.copy(), Z.copy()) for A, Z in cache]
    nn.backward(layers, cache, dY)
    assert_array_equal(dY, before[0])
    for now, then in zip(cache, before[1], strict=True):
        assert_array_equal(now[0], then[0])
        assert_array_equal(now[1], then[1])
    assert len(cache) == len(layers) == 2


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"one shape; got \(3,\) and \(3, 1\)"):
        nn.activation_backward(np.ones(3), np.ones((3, 1)), nn.relu)
    layers, X, dY = drawn([2, 3, 1], nn.tanh, 0)
    _, cache = nn.forward(X, layers)
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        nn.backward(layers, cache[:1], dY)
    with pytest.raises(ValueError, match=r"got \(3, 2\) and \(3, 1\)"):
        nn.backward(layers, cache, np.ones((3, 2)))
