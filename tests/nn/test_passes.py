"""The forward pass written out agrees with the network of layers, and says what doesn't fit."""

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
widths = st.lists(st.integers(1, 5), min_size=2, max_size=5)


def drawn(sizes: list[int], seed: int) -> nn.Sequential:
    rng = np.random.default_rng(seed)
    parts: list[nn.Layer | nn.Activation] = []
    for n_in, n_out in pairwise(sizes):
        layer = nn.Dense(n_in, n_out, rng=rng)
        layer.b = rng.standard_normal(n_out)
        parts += [layer, nn.tanh]
    return nn.Sequential(*parts)


def as_list(network: nn.Sequential) -> list[nn.ForwardLayer]:
    return [(part.W, part.b, nn.tanh) for part in network.layers if isinstance(part, nn.Dense)]


@given(widths, st.integers(1, 4), seeds)
@quick
def test_it_is_what_the_network_of_layers_computes(sizes: list[int], n: int, seed: int) -> None:
    network = drawn(sizes, seed)
    X = np.random.default_rng(seed).standard_normal((n, sizes[0]))
    output, cache = nn.forward(X, as_list(network))
    assert_allclose(output, network.forward(X), rtol=1e-12)
    assert_array_equal(cache[0][0], X)
    assert len(cache) == len(sizes) - 1
    for (_, Z), (A, _) in pairwise(cache):
        assert_array_equal(A, nn.tanh(Z))


@given(widths, st.integers(1, 4))
@few
def test_shapes_are_those_that_the_forward_pass_has(sizes: list[int], n: int) -> None:
    network = drawn(sizes, 0)
    _, cache = nn.forward(np.zeros((n, sizes[0])), as_list(network))
    found, parameters = nn.shapes(sizes, n)
    assert found == [Z.shape for _, Z in cache]
    assert parameters == network.n_params


def test_the_input_is_left_alone() -> None:
    X = np.ones((2, 3))
    output, cache = nn.forward(X, as_list(drawn([3, 2], 0)))
    assert_array_equal(X, np.ones((2, 3)))
    assert not np.shares_memory(output, X)
    assert not np.shares_memory(output, cache[-1][1])


def test_a_layer_that_does_not_fit_is_named_with_both_shapes() -> None:
    good = (np.ones((3, 2)), np.zeros(3), nn.relu)
    with pytest.raises(ValueError, match=r"Layer 2 .* got \(4, 3\) and \(3, 2\)"):
        nn.forward(np.ones((4, 2)), [good, good])
    with pytest.raises(ValueError, match=r"Layer 1 takes b of shape \(3,\).* got \(1, 3\)"):
        nn.forward(np.ones((4, 2)), [(np.ones((3, 2)), np.zeros((1, 3)), nn.relu)])


@given(seeds)
@quick
def test_a_decision_is_that_of_the_loss(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = 1000 * rng.standard_normal((6, 2))
    for n_out, loss in ((1, nn.binary_cross_entropy), (3, nn.cross_entropy)):
        layers: list[nn.ForwardLayer] = [
            (rng.standard_normal((n_out, 2)), np.zeros(n_out), nn.identity)
        ]
        logits, _ = nn.forward(X, layers)
        assert_array_equal(nn.predict(X, layers), np.ravel(loss.decide(logits)))


def test_a_logit_of_zero_is_a_one() -> None:
    assert_array_equal(nn.predict([[0.0], [-1e-300]], [([[1.0]], [0.0], nn.identity)]), [1, 0])


def test_only_logits_are_decided_on() -> None:
    with pytest.raises(ValueError, match="sigmoid"):
        nn.predict([[0.0]], [([[1.0]], [0.0], nn.sigmoid)])
