"""What the properties of nnkit.nn are tried on."""

from collections.abc import Sequence

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

quick = settings(deadline=None, max_examples=30)
few = settings(deadline=None, max_examples=10)

seeds = st.integers(0, 2**32 - 1)
batches = array_shapes(min_dims=2, max_dims=2, max_side=4)
anything = array_shapes(min_dims=0, max_dims=3, max_side=3)


def numbers(shape: object, size: float = 5.0) -> st.SearchStrategy[NDArray[np.float64]]:
    """Arrays of ordinary numbers between −size and size."""
    return arrays(np.float64, shape, elements=st.floats(-size, size, width=32))


def away_from(kinks: Sequence[float], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """z, with a step aside for every entry near a kink, where no slope can be measured."""
    for kink in kinks:
        z = np.where(np.abs(z - kink) < 0.01, z + 0.1, z)
    return z
