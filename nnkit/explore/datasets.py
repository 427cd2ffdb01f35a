"""The points that the explorers of lesson 01 work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnkit.figures.gates import CORNERS, GATES


@dataclass(frozen=True)
class Points:
    """``X`` of shape ``(n, 2)`` with labels ``y`` ``(n,)``, 0 or 1."""

    X: npt.NDArray[np.float64]
    y: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.X)


# Normally distributed around (0.75, 1) and (2.5, 2.25), once, and rounded to eighths: so sums and
# products with the sliders' values are exact, and a point on the line stays on it when scaled.
ZEROS = [
    (4, 8),
    (12, 11),
    (2, 12),
    (11, 3),
    (13, 8),
    (-1, 9),
    (9, 5),
    (3, 6),
    (7, 6),
    (-2, 4),
    (5, 4),
    (5, 6),
]
ONES = [
    (20, 16),
    (22, 21),
    (17, 17),
    (14, 14),
    (23, 16),
    (24, 17),
    (23, 21),
    (19, 11),
    (19, 17),
    (16, 22),
    (22, 14),
    (14, 11),
]


def _two_blobs() -> Points:
    """Two clouds that a line separates, in turn one point of either."""
    return Points(np.hstack([ZEROS, ONES]).reshape(-1, 2) / 8, np.tile([0, 1], len(ONES)))


DATA = {name: Points(CORNERS, np.array(labels)) for name, labels in GATES.items()} | {
    "two blobs": _two_blobs()
}
