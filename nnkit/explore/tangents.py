"""The first thing to touch, in lesson 00: drag a point along a curve and read its slope."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import traitlets

from nnkit import figures
from nnkit.explore.controls import slider
from nnkit.explore.explorer import Explorer, View
from nnkit.figures import Sheet
from nnkit.figures.wording import number


class SlopeExplorer(Explorer):
    """``explore.slope()``."""

    title = traitlets.Unicode("Explorer: slope").tag(sync=True)
    x = traitlets.Float(1.0).tag(sync=True, state=True)

    def __init__(self) -> None:
        super().__init__([slider("x", "x", np.arange(-8, 9) / 4)])

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The tangent of ``y = x²`` at ``x``."""
        words = f"At x = {number(at.x)} the slope is {number(2 * at.x)}."
        return View(figures.tangent(at.x), words)
