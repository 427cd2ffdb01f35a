"""Gradient descent, watched from above: two weights, their loss as a map, step after step."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import traitlets

from nnkit import figures, nn
from nnkit.explore.controls import button, choice, slider
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.gripping import nearest
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers
from nnkit.explore.valleys import EDGE, GRID, LINE, VALLEYS, Valley
from nnkit.figures import Sheet
from nnkit.figures.sheet import fraction_to_point
from nnkit.figures.wording import number, vector

Descend = Callable[..., Any]  # descend(f_grad, w, lr, steps)
WEIGHTS = np.arange(-4 * EDGE, 4 * EDGE + 1) / 4
RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.07, 0.1, 0.15, 0.2, 0.23, 0.25, 0.3]
RATES += [0.5, 0.7, 1.0, 1.5, 2.0]
MOST = 100  # steps; so many at the largest rate still give numbers that a float can hold
LOST = 100  # a loss so many times the first one has diverged
FLAT = 0.01  # a shorter gradient is nearly none


class DescentExplorer(Explorer):
    """``explore.descent(descend)``."""

    title = traitlets.Unicode("Explorer: gradient descent").tag(sync=True)
    grabbable = traitlets.Bool(True).tag(sync=True)
    model = traitlets.Enum([*VALLEYS], LINE).tag(sync=True, state=True)
    rate = traitlets.Float(0.05).tag(sync=True, state=True)
    w1 = traitlets.Float(-1.0).tag(sync=True, state=True)
    w2 = traitlets.Float(2.5).tag(sync=True, state=True)
    steps = traitlets.Int(0, min=0, max=MOST).tag(state=True)

    def __init__(self, descend: Descend = nn.descend) -> None:
        self._descend = descend
        super().__init__(
            [
                choice("model", "The loss of", VALLEYS),
                slider("rate", "α, learning rate", RATES),
                slider("w1", "w1 at the start", WEIGHTS),
                slider("w2", "w2 at the start", WEIGHTS),
                button("step", "Step"),
                button("ten", "10 steps"),
                button("back", "Back"),
                button("reset", "Reset"),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The path of ``at.steps`` steps from (w1, w2), as the learner's function goes it."""
        valley, start = VALLEYS[at.model], np.array([at.w1, at.w2])
        try:
            path = self._path(valley, start, at.rate, at.steps)
        except Puzzled as trouble:
            return View(_drawn(valley, start[None, :], sheet), str(trouble))
        said = _astray(valley, start, path, at.rate, name_of(self._descend))
        return View(_drawn(valley, path, sheet), said or _told(valley, path, at.rate))

    def press(self, word: str) -> None:
        taken = self.steps
        goals = {"step": taken + 1, "ten": taken + 10, "back": taken - 1, "reset": 0}
        self.steps = min(max(goals.get(word, taken), 0), MOST)

    def grab(self, x: float, y: float, first: bool) -> None:
        """Drag the start about the map."""
        point = fraction_to_point(x, y, (-EDGE, EDGE, -EDGE, EDGE))
        with self.hold_sync():
            self.w1, self.w2 = (nearest(WEIGHTS, each) for each in point)

    @traitlets.observe("model")  # type: ignore[untyped-decorator]  # traitlets is skipped
    def _start_again(self, _change: Any) -> None:
        self.steps = 0

    def _path(self, valley: Valley, start: Floats, rate: float, steps: int) -> Floats:
        found = called(self._descend, valley.gradient, start, rate, steps)
        what = f"The path that your {name_of(self._descend)} returned for {steps} steps"
        return numbers(found, (steps + 1, 2), what)


def _drawn(valley: Valley, path: Floats, sheet: Sheet | None) -> figures.Picture:
    losses, gradient = valley.loss(path), valley.gradient(path[-1])
    return figures.descent(
        GRID, valley.heights, path, losses, gradient, bottoms=valley.bottoms, sheet=sheet
    )


def _astray(valley: Valley, start: Floats, path: Floats, rate: float, name: str) -> str:
    """Where the learner's path isn't that of gradient descent."""
    if not np.allclose(path[0], start):
        return f"Your {name} starts at {vector(path[0])}, not at {vector(start)}."
    for number_of, (here, there) in enumerate(pairwise(path), start=1):
        slope = valley.gradient(here)
        due = here - rate * slope
        if not np.allclose(there, due, rtol=1e-6, atol=1e-9):
            return (
                f"Step {number_of} of your {name} goes from {vector(here)} to {vector(there)}. "
                f"The gradient there is {vector(slope)}, so w − α·gradient is {vector(due)}."
            )
    return ""


def _told(valley: Valley, path: Floats, rate: float) -> str:
    here, slope = path[-1], valley.gradient(path[-1])
    loss = float(valley.loss(here))
    now = f"w = {vector(here)}, gradient {vector(slope)}, loss {number(loss)}."
    if len(path) == 1:
        arrow = "The orange arrow is the gradient: it points uphill."
        return (
            f"{now} {arrow if slope.any() else 'There is no arrow.'} "
            "Where will the next step land? Put a finger there, then press Step."
        )
    told = [f"Step {len(path) - 1}: {_course(valley, path)}", now]
    if valley.bowl and rate > valley.limit:
        told.append(_limit(valley, rate))
    if len(path) == MOST + 1 and loss - valley.best > FLAT:
        told.append(f"{MOST} steps are the most here, and it hasn't arrived.")
    return " ".join(told)


def _course(valley: Valley, path: Floats) -> str:
    """How it goes: arrived, falling, zigzagging, overshooting or diverged."""
    first, before, loss = (float(valley.loss(path[i])) for i in (0, -2, -1))
    last, slope = valley.gradient(path[-2]), valley.gradient(path[-1])
    if loss > LOST * max(first, 1.0):
        return f"diverged. The loss is {number(loss / first)} times what it was at the start."
    if loss > before:
        return f"overshooting. The step was so long that the loss rose from {number(before)}."
    if np.linalg.norm(slope) < FLAT:
        return _flat(valley, loss)
    fell = f"the loss fell by {number(before - loss)}"
    if last @ slope < 0:
        return f"zigzagging. The step crossed the valley, to a slope that points back; {fell}."
    return f"falling, {fell}."


def _flat(valley: Valley, loss: float) -> str:
    if loss - valley.best < FLAT:
        return f"arrived. The gradient is nearly zero, and no loss is below {number(valley.best)}."
    return (
        "stuck where it is flat. The gradient is nearly zero, but this is no valley's floor: "
        f"the lowest loss is {number(valley.best)}."
    )


def _limit(valley: Valley, rate: float) -> str:
    growth = number(rate * valley.steepest - 1)
    return (
        f"α is above 2/λmax = 2/{number(valley.steepest)} = {number(valley.limit)}, where λmax is "
        f"the curvature of the steepest cross-section: across the valley every step is {growth} "
        "times as long as the last."
    )
