"""Where weights start: their shape, their spread, their seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from nnkit import nn
from nnkit.nn import INITIALISERS
from tests.nn.strategies import few, seeds

pytestmark = pytest.mark.filterwarnings("error")
every = pytest.mark.parametrize("scheme", INITIALISERS)

VARIANCE = {
    "zeros": lambda n_in, n_out: 0.0,
    "normal": lambda n_in, n_out: 1.0,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}


@every
@given(st.sampled_from([(50, 400), (400, 50), (150, 150)]), seeds)
@few
def test_the_variance_is_that_of_the_formula(scheme: str, size: tuple[int, int], seed: int) -> None:
    W = nn.init_weights(*size, scheme, np.random.default_rng(seed))
    n, variance = W.size, VARIANCE[scheme](*size)
    assert W.shape == size[::-1]
    assert abs(W.var() - variance) <= 6 * variance * np.sqrt(2 / n), "six standard errors"
    assert abs(W.mean()) <= 6 * np.sqrt(variance / n)


@every
def test_a_seed_decides(scheme: str) -> None:
    first, again, other = (
        nn.init_weights(3, 2, scheme, np.random.default_rng(s)) for s in (1, 1, 2)
    )
    assert_array_equal(first, again)
    assert (first == other).all() == (scheme == "zeros")


def test_an_unknown_scheme_offers_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no initialiser 'xaver'.*'xavier'"):
        nn.init_weights(2, 2, "xaver", np.random.default_rng())
