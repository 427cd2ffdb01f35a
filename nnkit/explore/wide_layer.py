"""One hidden layer, as wide as you like: it follows a curve, or fences in points."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from nnkit import figures, nn
from nnkit.explore.controls import choice, slider, switch
from nnkit.explore.datasets import Points
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers
from nnkit.explore.random_units import CLOUDS, KINDS, MOST, decided
from nnkit.figures import Sheet
from nnkit.figures.wording import number

Bump = Callable[..., npt.ArrayLike]  # relu_bump(x, left, peak, right)
SEEN = (0.0, 1.0)
X = np.arange(-240, 841) / 600  # from −0.4 to 1.4; holds the corners of every curve
INSIDE = (SEEN[0] <= X) & (SEEN[1] >= X)
MOST_BUMPS = 12


def hill(x: Floats) -> Floats:
    return np.asarray(np.sin(np.pi * x))


def wave(x: Floats) -> Floats:
    return np.asarray(np.sin(4 * np.pi * x))


def jump(x: Floats) -> Floats:
    return np.where(x >= 0.5, 1.0, 0.0)


def zigzag(x: Floats) -> Floats:
    """0, 1, 0, 1, … at 0, 1/6, 2/6, …, and straight between."""
    return np.asarray(1 - np.abs(np.mod(6 * x, 2) - 1))


CURVES = {"a hill": hill, "a wave": wave, "a step": jump, "a zigzag": zigzag}


class ApproximationExplorer(Explorer):
    """``explore.approximation(bump)``."""

    title = traitlets.Unicode("Explorer: one wide layer").tag(sync=True)
    curve = traitlets.Enum([*CURVES], "a hill").tag(sync=True, state=True)
    bumps = traitlets.Int(1, min=1, max=MOST_BUMPS).tag(sync=True, state=True)
    plane = traitlets.Bool(False).tag(sync=True, state=True)
    points = traitlets.Enum([*CLOUDS], "a disc").tag(sync=True, state=True)
    kind = traitlets.Enum([*KINDS], "ReLU").tag(sync=True, state=True)
    units = traitlets.Int(1, min=1, max=MOST).tag(sync=True, state=True)

    def __init__(self, bump: Bump = nn.relu_bump, two_dimensions: bool = False) -> None:
        self._bump = bump
        super().__init__(
            [
                choice("curve", "Curve", CURVES),
                slider("bumps", "Bumps, of 3 ReLU units each", range(1, MOST_BUMPS + 1)),
                switch("plane", "In two dimensions"),
                choice("points", "Points in the plane", CLOUDS),
                choice("kind", "Units in the plane", KINDS),
                slider("units", "Hidden units in the plane", range(1, MOST + 1)),
            ]
        )
        if two_dimensions:
            self.plane = True
            self.wait()

    @traitlets.observe("curve", "bumps", "points", "kind", "units")  # type: ignore[untyped-decorator]
    def _turn_to(self, change: Any) -> None:
        """A control of the other picture shows that picture."""
        self.plane = change["name"] in ("points", "kind", "units")

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """A curve and its sum of bumps, or the plane and what random units make of it."""
        if at.plane:
            return _plane(at.points, at.kind, at.units, sheet)
        target = CURVES[at.curve](X)
        try:
            parts = self._parts(at.curve, at.bumps)
        except Puzzled as trouble:
            return View(figures.bump_sum(X, target, [], SEEN, sheet=sheet), str(trouble))
        drawn = figures.bump_sum(X, target, parts, SEEN, sheet=sheet)
        return View(drawn, _fit_in_words(at.curve, target, np.sum(parts, axis=0), at.bumps))

    def _parts(self, curve: str, count: int) -> list[Floats]:
        """Bumps that reach up to their neighbours' peaks, each as tall as the curve is there."""
        peaks = np.linspace(*SEEN, count) if count > 1 else np.array([0.5])
        width = 1 / (count - 1) if count > 1 else 0.5
        heights = CURVES[curve](peaks)
        what = f"What your {name_of(self._bump)} returned for {len(X)} values of x"
        return [
            height * numbers(called(self._bump, X, p - width, p, p + width), X.shape, what)
            for height, p in zip(heights.tolist(), peaks.tolist(), strict=True)
        ]


def _fit_in_words(curve: str, target: Floats, fit: Floats, count: int) -> str:
    worst = float(np.abs(fit - target)[INSIDE].max())
    bumps = f"{count} bump{'s' * (count != 1)}, {3 * count} ReLU units"
    close = "it follows the curve exactly" if worst < 1e-9 else f"at most {number(worst, 2)} off"
    told = f"{bumps}: from 0 to 1 {close}."
    if curve == "a step":
        told += " No number of bumps closes the jump: the theorem is about curves without one."
    says, due = (number(round(float(end), 9), 2) for end in (fit[-1], target[-1]))
    return f"{told} Outside, at x = 1.4, it says {says}, and the curve is at {due}."


def _plane(name: str, kind: str, units: int, sheet: Sheet | None) -> View:
    cloud: Points = CLOUDS[name]
    shares = _shares(name, kind)[:units]
    drawn = figures.unit_regions(
        cloud.X, cloud.y, lambda P: decided(name, kind, units, P), shares, sheet=sheet
    )
    right = round(shares[-1] * len(cloud))
    ones = float(max(cloud.y.mean(), 1 - cloud.y.mean()))
    told = (
        f"{units} {kind} unit{'s' * (units != 1)}, at random: right on {right} of {len(cloud)}, "
        f"{number(100 * shares[-1], 3)} %. Only the output's weights were fitted, "
        "so far from the points its answer means nothing."
    )
    always = f" Always giving the same answer would be right on {number(100 * ones, 3)} %."
    return View(drawn, told + always)


@cache
def _shares(name: str, kind: str) -> tuple[float, ...]:
    cloud = CLOUDS[name]
    right = (decided(name, kind, k, cloud.X) == cloud.y for k in range(1, MOST + 1))
    return tuple(float(each.mean()) for each in right)
