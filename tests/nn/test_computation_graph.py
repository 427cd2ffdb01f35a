"""The graph of the worked network: its numbers, and its chain rule against other ways to slopes."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnkit import nn
from nnkit.explore.both_passes import WEIGHTS as WORKED
from nnkit.nn import computation_graph as graph

some = st.floats(-3, 3)
weights = st.lists(some, min_size=13, max_size=13).map(
    lambda values: dict(zip(graph.WEIGHTS, values, strict=True))
)
inputs = st.lists(some, min_size=2, max_size=2)


def both(w: graph.Numbers, x: list[float], y: float) -> tuple[graph.Numbers, graph.Numbers]:
    known = graph.values(w, x, y)
    return known, graph.gradients(known, graph.slopes(known))


def test_the_worked_example() -> None:
    known, found = both(WORKED, [1, 2], 1)
    due = {"z1": 0.1, "z2": 0.8, "z3": 0.7, "ŷ": 0.28, "L": 0.5184}
    assert {name: known[name] for name in due} == pytest.approx(due)
    slopes = [-1.008, -2.016, 0.432, 0.864, -0.72, -1.44, -1.008, 0.432, -0.72]
    assert [found[name] for name in graph.WEIGHTS] == pytest.approx(
        [*slopes, -0.144, -1.152, -1.008, -1.44]
    )
    assert [found[name] for name in graph.INPUTS] == pytest.approx([0.3312, -0.2016])


def test_the_silent_unit_learns_nothing() -> None:
    known, found = both(WORKED, [2, 1], 0)
    assert (known["h3"], known["ŷ"]) == (0, pytest.approx(0.11))
    assert [found[name] for name in (*graph.W1[4:], "b1₃", "W2₃")] == [0, 0, 0, 0]
    assert [found[z] for z in graph.SUMS] == pytest.approx([0.154, -0.066, 0])


@settings(max_examples=60, deadline=None)
@given(weights, inputs, some)
def test_gradients_are_the_slopes_of_the_loss(w, x, y) -> None:
    known, found = both(w, x, y)
    assume(all(abs(known[z]) > 1e-3 for z in graph.SUMS))  # away from the kinks

    def loss(p: np.ndarray) -> float:
        return graph.values(dict(zip(graph.WEIGHTS, p[:13], strict=True)), p[13:], y)["L"]

    numeric = nn.numerical_gradient(loss, np.array([*w.values(), *x]))
    exact = [found[name] for name in (*graph.WEIGHTS, *graph.INPUTS)]
    np.testing.assert_allclose(exact, numeric, rtol=1e-5, atol=1e-5 * (1 + abs(numeric).max()))


@settings(max_examples=60, deadline=None)
@given(weights, inputs, some)
def test_gradients_are_those_of_the_layers(w, x, y) -> None:
    known, found = both(w, x, y)
    layers = graph.layers(w)
    output, cache = nn.forward([x], layers)
    assert output.item() == pytest.approx(known["ŷ"])
    loss, dY = nn.mse(output, [[y]])
    assert loss == pytest.approx(known["L"])
    dX, grads = nn.backward(layers, cache, dY)
    due = graph.named([gradient for pair in grads for gradient in pair])
    assert {name: found[name] for name in due} == pytest.approx(due)
    assert [found[name] for name in graph.INPUTS] == pytest.approx(dX[0].tolist())


@settings(max_examples=60, deadline=None)
@given(weights, inputs, some, st.sampled_from(graph.WEIGHTS))
def test_the_factors_of_a_weight_multiply_to_its_gradient(w, x, y, name) -> None:
    known, found = both(w, x, y)
    factors = graph.factors(name, known, graph.slopes(known))
    assert prod(value for _, value in factors) == pytest.approx(found[name])


def test_the_chain_is_named_from_the_loss_back() -> None:
    known = graph.values(WORKED, [1, 2], 1)
    names = [name for name, _ in graph.factors("W1₁₂", known, graph.slopes(known))]
    assert names == ["∂L/∂ŷ", "∂ŷ/∂h1", "f′(z1)", "x2"]


def test_the_layers_are_the_weights_by_another_name() -> None:
    arrays = [array for W, b, _ in graph.layers(WORKED) for array in (W, b)]
    assert graph.named(arrays) == WORKED
