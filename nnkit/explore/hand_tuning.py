"""One neuron, tuned by hand: weights, bias and scale move its line among labelled points."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from nnkit import figures, nn
from nnkit.explore import gripping
from nnkit.explore.controls import button, choice, slider, switch
from nnkit.explore.datasets import DATA, Points
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers
from nnkit.figures import Sheet
from nnkit.figures.wording import number, vector

Neuron = Callable[..., npt.ArrayLike]  # neuron(X, w, b, activation)
ACTIVATIONS = {"step": nn.step, "sigmoid": nn.sigmoid}
# Eighths and powers of two: all sums and products are exact, so scaling never moves a tie.
WEIGHTS = np.arange(-24, 25) / 8
BIASES = np.arange(-32, 33) / 8
SCALES = 2.0 ** np.arange(-3, 4)
EPOCHS = 100  # after which the perceptron gives up


class NeuronExplorer(Explorer):
    """``explore.neuron(neuron)``."""

    title = traitlets.Unicode("Explorer: one neuron").tag(sync=True)
    grabbable = traitlets.Bool(True).tag(sync=True)
    data = traitlets.Enum([*DATA], "AND").tag(sync=True, state=True)
    activation = traitlets.Enum([*ACTIVATIONS], "step").tag(sync=True, state=True)
    w1 = traitlets.Float(1.0).tag(sync=True, state=True)
    w2 = traitlets.Float(-0.5).tag(sync=True, state=True)
    b = traitlets.Float(0.0).tag(sync=True, state=True)
    scale = traitlets.Float(1.0).tag(sync=True, state=True)
    perceptron = traitlets.Bool(False).tag(sync=True, state=True)

    def __init__(self, neuron: Neuron = nn.neuron) -> None:
        self._neuron = neuron
        self._grip: gripping.Grip | None = None
        super().__init__(
            [
                choice("data", "Data", DATA),
                choice("activation", "Activation", ACTIVATIONS),
                slider("w1", "w1, weight of x1", WEIGHTS),
                slider("w2", "w2, weight of x2", WEIGHTS),
                slider("b", "b, bias", BIASES),
                slider("scale", "c, multiplies w and b", SCALES),
                switch("perceptron", "Let the perceptron try"),
                button("reset", "Reset"),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The neuron ``(c·w, c·b)`` among the points, computed by the learner's function."""
        points, w, b = DATA[at.data], at.scale * np.array([at.w1, at.w2]), at.scale * at.b
        learned = trained(at.data) if at.perceptron else None
        options: Any = {"other": learned and learned[:2], "sheet": sheet}
        outputs = partial(self._outputs, w, b, ACTIVATIONS[at.activation])
        try:
            right = int(((outputs(points.X) >= 0.5) == points.y).sum())
            drawn = figures.decision(points.X, points.y, w, b, outputs, **options)
        except Puzzled as trouble:
            drawn = figures.decision(points.X, points.y, w, b, **options)
            return View(drawn, str(trouble))
        said = [_score(at.data, right), _neuron_in_words(w, b, points)]
        if learned:
            said.append(_perceptron_in_words(points, *learned))
        return View(drawn, " ".join(said))

    def _outputs(self, w: Floats, b: float, activation: nn.Activation, X: Floats) -> Floats:
        result = called(self._neuron, X, w, b, activation)
        what = f"The output of your {name_of(self._neuron)} for {len(X)} samples"
        return numbers(result, (len(X),), what)

    def press(self, word: str) -> None:
        if word == "reset":
            with self.hold_sync():
                for name in ("w1", "w2", "b", "scale", "perceptron"):
                    setattr(self, name, self.traits()[name].default_value)

    def grab(self, x: float, y: float, first: bool) -> None:
        """Drag the tip of w to turn the line; drag anywhere else to shift it."""
        point = gripping.point_of(x, y, DATA[self.data].X)
        w = np.array([self.w1, self.w2])
        if first or self._grip is None:
            self._grip = gripping.Grip.at(point, w, self.b, DATA[self.data].X)
        w, b = self._grip.moved(point, w, self.b)
        with self.hold_sync():
            self.w1, self.w2 = (gripping.nearest(WEIGHTS, value) for value in w)
            self.b = gripping.nearest(BIASES, b)


@cache
def trained(data: str) -> tuple[Floats, float, list[int]]:
    """What the perceptron finds."""
    return nn.perceptron_fit(DATA[data].X, DATA[data].y, max_epochs=EPOCHS)


def _score(data: str, right: int) -> str:
    count = len(DATA[data])
    if data == "XOR":
        return f"Right on {right} of {count}. The challenge: find {count} of {count}."
    return f"Right on {right} of {count}{', all of them' if right == count else ''}."


def _neuron_in_words(w: Floats, b: float, points: Points) -> str:
    told = f"w = {vector(w)}, b = {number(b)}"
    if not w.any():
        return f"{told}: without a weight there is no line."
    return f"{told}." if gripping.in_sight(w, b, points.X) else f"{told}: its line is out of sight."


def _perceptron_in_words(points: Points, w: Floats, b: float, mistakes: list[int]) -> str:
    right = int(((points.X @ w + b >= 0) == points.y).sum())
    told = f"The perceptron, dashed, is right on {right} of {len(points)}"
    if mistakes[-1]:
        return f"{told}: after {EPOCHS} epochs it still makes {mistakes[-1]} mistakes in each."
    return f"{told}, after {len(mistakes)} epochs."
