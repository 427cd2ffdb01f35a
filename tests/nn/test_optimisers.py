"""Every optimiser does in place, over a network, what its function does to one parameter."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn import OPTIMISERS
from tests.nn.strategies import few, numbers, quick, seeds

pytestmark = pytest.mark.filterwarnings("error")
every = pytest.mark.parametrize("name", OPTIMISERS)
Array = NDArray[np.float64]
State = tuple[Array, ...]

# For each optimiser: other settings than the usual, how many arrays it remembers, its function.
SETTINGS: dict[str, dict[str, float]] = {
    "sgd": {"lr": 0.3},
    "momentum": {"lr": 0.2, "beta": 0.7},
    "adam": {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3},
}
PURE: dict[str, tuple[int, Callable[..., Any]]] = {
    "sgd": (0, lambda w, g, t, **settings: (nn.sgd_step(w, g, **settings),)),
    "momentum": (1, lambda w, g, v, t, **settings: nn.momentum_step(w, g, v, **settings)),
    "adam": (2, lambda w, g, m, v, t, **settings: nn.adam_step(w, g, m, v, t, **settings)),
}


def with_gradients(seed: int, network: nn.Sequential) -> dict[str, Array]:
    """Fill the network's gradients with something, and return them."""
    rng = np.random.default_rng(seed)
    out = network.forward(rng.standard_normal((3, 2)))
    network.backward(rng.standard_normal(out.shape))
    return network.grads


def small(seed: int = 0) -> nn.Sequential:
    rng = np.random.default_rng(seed)
    return nn.Sequential(nn.Dense(2, 3, rng=rng), nn.tanh, nn.Dense(3, 1, rng=rng))


@every
@given(seed=seeds)
@few
def test_the_class_is_the_function_over_every_parameter(name: str, seed: int) -> None:
    network, optimiser = small(seed), OPTIMISERS[name](**SETTINGS[name])
    count, pure = PURE[name]
    states: dict[str, State] = {
        place: (w.copy(), *(np.zeros_like(w) for _ in range(count)))
        for place, w in network.params.items()
    }
    for t in range(1, 6):
        grads = with_gradients(seed + t, network)
        for place, (w, *memory) in states.items():
            states[place] = pure(w, grads[place], *memory, t=t, **SETTINGS[name])
        optimiser.step(network)
        for place, w in network.params.items():
            assert_allclose(w, states[place][0], rtol=1e-10, atol=1e-12)


@every
def test_it_works_in_place_and_leaves_the_gradients(name: str) -> None:
    network, optimiser = small(), OPTIMISERS[name](**SETTINGS[name])
    before, grads = network.params, with_gradients(0, network)
    copies = {place: g.copy() for place, g in grads.items()}
    values = {place: w.copy() for place, w in before.items()}
    optimiser.step(network)
    for place, w in network.params.items():
        assert w is before[place]
        assert (w != values[place]).any()
        assert_array_equal(grads[place], copies[place])


@every
def test_another_network_starts_afresh(name: str) -> None:
    used, new = (OPTIMISERS[name](**SETTINGS[name]) for _ in range(2))
    first, second, third = small(1), small(2), small(2)
    with_gradients(0, first)
    used.step(first)
    for optimiser, network in ((used, second), (new, third)):
        for seed in (1, 2):
            with_gradients(seed, network)
            optimiser.step(network)
    for place, w in second.params.items():
        assert_array_equal(w, third.params[place])


@every
def test_without_gradients_it_says_what_to_call(name: str) -> None:
    with pytest.raises(RuntimeError, match="call backward first"):
        OPTIMISERS[name](**SETTINGS[name]).step(small())


@every
def test_it_goes_downhill(name: str) -> None:
    network, X, y = small(), np.eye(2), np.array([[1.0], [-1.0]])
    optimiser = OPTIMISERS[name](lr=0.05)
    losses = [nn.train_step(network, X, y, nn.mse, optimiser)[0] for _ in range(60)]
    assert losses[-1] < 0.1 * losses[0]


@every
def test_it_shows_its_rate(name: str) -> None:
    assert repr(OPTIMISERS[name](lr=0.05)).endswith("(lr=0.05)")


@given(numbers(3), numbers(3), numbers(3), numbers(3), st.integers(1, 100))
@quick
def test_the_functions_return_new_arrays(w: Array, g: Array, m: Array, v: Array, t: int) -> None:
    v = np.abs(v)
    before = [array.copy() for array in (w, g, m, v)]
    results = (
        nn.sgd_step(w, g, 0.1),
        *nn.momentum_step(w, g, v, 0.1),
        *nn.adam_step(w, g, m, v, t),
    )
    assert_array_equal((w, g, m, v), before)
    for result in results:
        assert not any(np.shares_memory(result, array) for array in (w, g, m, v))


def test_momentum_by_hand() -> None:
    w, v = nn.momentum_step(np.array(1.0), np.array(2.0), np.array(10.0), lr=0.1, beta=0.5)
    assert v == 7, "v = βv + g"
    assert w == pytest.approx(0.3), "w − αv"


@given(st.floats(-5, 5).filter(lambda g: abs(g) > 0.01), st.floats(0.001, 1))
@quick
def test_adams_first_step_is_the_rate_whatever_the_gradient(g: float, lr: float) -> None:
    zero = np.zeros(1)
    w, _, _ = nn.adam_step(zero, np.array([g]), zero, zero, 1, lr=lr)
    assert w[0] == pytest.approx(-lr * g / (abs(g) + 1e-8)), "ε outside the root"


def test_adam_counts_from_one() -> None:
    zero = np.zeros(1)
    with pytest.raises(ValueError, match="from t = 1; got t = 0"):
        nn.adam_step(zero, zero, zero, zero, 0)


@every
def test_an_optimiser_goes_on_from_its_memory_as_if_nothing_had_been(name: str) -> None:
    X, y = np.ones((4, 2)), np.ones((4, 1))
    network, twin = (nn.Sequential(nn.Dense(2, 1, rng=0)) for _ in range(2))
    one, other = OPTIMISERS[name](lr=0.1), OPTIMISERS[name](lr=0.1)
    for _ in range(3):
        nn.train_step(network, X, y, nn.mse, one)
        nn.train_step(twin, X, y, nn.mse, other)
    fresh = OPTIMISERS[name](lr=0.1)
    fresh.recall(twin, other.memory())
    for _ in range(3):
        nn.train_step(network, X, y, nn.mse, one)
        nn.train_step(twin, X, y, nn.mse, fresh)
    for parameter, kept in network.params.items():
        assert_array_equal(twin.params[parameter], kept)
