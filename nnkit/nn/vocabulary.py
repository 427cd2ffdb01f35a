"""The words for types that this room uses: arrays of float64, what is to be learned, chance."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Targets: TypeAlias = NDArray[Any]  # labels or values

# As text, because numpy.random takes as long to load as all of this room.
Rng: TypeAlias = "np.random.Generator"
Seed: TypeAlias = "np.random.Generator | int | None"  # None: another one each time
