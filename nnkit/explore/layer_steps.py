"""A forward pass, watched: one layer's sums, then its activation, then the next layer."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from nnkit import figures, nn
from nnkit.explore.controls import button, slider
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers
from nnkit.figures import Picture, Sheet
from nnkit.figures.network import passed, sum_in_words
from nnkit.figures.wording import listing, number, vector

Dense = Callable[..., npt.ArrayLike]  # dense(X, W, b)
HALVES = np.arange(-6, 7) / 2
LAYERS = [  # the worked example of lesson 03
    (np.array([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]]), np.array([0.1, -0.2, 0.0]), nn.relu),
    (np.array([[0.7, -0.3, 0.5]]), np.array([0.1]), nn.identity),
]
STEPS = 2 * len(LAYERS)


class ForwardExplorer(Explorer):
    """``explore.forward(dense)``."""

    title = traitlets.Unicode("Explorer: a forward pass").tag(sync=True)
    wide = traitlets.Bool(True).tag(sync=True)
    x1 = traitlets.Float(1.0).tag(sync=True, state=True)
    x2 = traitlets.Float(2.0).tag(sync=True, state=True)
    steps = traitlets.Int(0, min=0, max=STEPS).tag(state=True)

    def __init__(self, dense: Dense = nn.dense) -> None:
        self._dense = dense
        self._used: Picture | None = None
        super().__init__(
            [
                slider("x1", "x1, first input", HALVES),
                slider("x2", "x2, second input", HALVES),
                button("step", "Step"),
                button("back", "Back"),
                button("reset", "Reset"),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The network with the numbers of the first ``at.steps`` steps."""
        x = np.array([at.x1, at.x2])
        look: Any = {"quick": True, "used": None if sheet is None else self._used}
        try:
            drawn = figures.network(x, LAYERS, steps=at.steps, dense=self._sums, **look)
            said = _told(x, at.steps)
        except Puzzled as trouble:
            done = 2 if at.steps > 2 and self._works(x) else 0
            drawn, said = figures.network(x, LAYERS, steps=done, **look), str(trouble)
        if sheet is not None:
            self._used = drawn  # to be wiped: a new figure for every move keeps the collector busy
        return View(drawn, said)

    def press(self, word: str) -> None:
        goals = {"step": min(self.steps + 1, STEPS), "back": max(self.steps - 1, 0), "reset": 0}
        self.steps = goals.get(word, self.steps)

    def _sums(self, x: Floats, W: Floats, b: Floats) -> Floats:
        """What the learner's function makes of the batch of this one sample."""
        name = name_of(self._dense)
        X = x[None, :]
        what = f"The z that your {name} returned for X {X.shape}, W {W.shape} and b {b.shape}"
        z: Floats = numbers(called(self._dense, X, W, b), (1, len(b)), what)[0]
        due = nn.dense(x, W, b)
        if not np.allclose(z, due):
            raise Puzzled(f"Your {name} gives z = {vector(z)}, but the sums are {vector(due)}.")
        return z

    def _works(self, x: Floats) -> bool:
        W, b, _ = LAYERS[0]
        try:
            self._sums(x, W, b)
        except Puzzled:
            return False
        return True


def _told(x: Floats, steps: int) -> str:
    if steps == 0:
        return f"The input is x = {vector(x)}. Press Step for the hidden layer's sums."
    values, sums = passed(x, LAYERS, steps)
    last = (steps - 1) // 2
    who = f"Step {steps} of {STEPS}, {'output' if last else 'hidden'} layer"
    if steps % 2:
        return (
            f"{who}, the {'sum' if last else 'sums'}: {_sums_in_words(values[last], last, sums)}."
        )
    if last:
        return f"{who}: the identity changes nothing, so ŷ = {number(values[-1][0])}."
    return f"{who}, ReLU: {_relu_in_words(sums[0], values[1])}"


def _sums_in_words(before: Floats, layer: int, sums: list[Floats]) -> str:
    W, b, _ = LAYERS[layer]
    names = ["z"] if len(b) == 1 else [f"z{i}" for i in range(1, len(b) + 1)]
    each = zip(names, W, b, sums[layer], strict=True)
    return "; ".join(f"{n} = {sum_in_words(w, before, b_j)} = {number(z)}" for n, w, b_j, z in each)


def _relu_in_words(z: Floats, a: Floats) -> str:
    told = f"z = {vector(z)} becomes a = {vector(a)}."
    silent = [str(i) for i, a_i in enumerate(a, start=1) if number(a_i) == "0"]
    if not silent:
        return f"{told} All three units are active."
    if len(silent) == len(a):
        return f"{told} All three units are silent: only the output's bias will speak."
    units, stay = ("Unit", "stays") if len(silent) == 1 else ("Units", "stay")
    return f"{told} {units} {listing(silent)}, dashed, {stay} silent."
