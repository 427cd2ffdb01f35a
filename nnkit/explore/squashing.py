"""Activations under a probe: what gets through one of them, and through a stack of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from nnkit import figures, nn
from nnkit.explore.controls import choice, slider
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers
from nnkit.figures import Sheet
from nnkit.figures.probe import zones
from nnkit.figures.wording import number

Function = Callable[..., npt.ArrayLike]  # f(z), z of shape (n,)
Functions = Mapping[str, Function | tuple[Function, Function]]
PROBES = np.arange(-24, 25) / 4
STACKS = np.arange(1, 21)
SPREADS = np.arange(1, 17) / 4
NORMAL = np.random.default_rng(0).normal(size=2000)
STEP = 1e-4  # for the slope of a function that came without its derivative


@dataclass(frozen=True)
class Curve:
    """A function from numbers ``(n,)`` to as many, and its slope; ``None`` if it is to measure."""

    f: Function
    f_prime: Function | None

    def output(self, z: Floats) -> Floats:
        return _asked(self.f, z)

    def slope(self, z: Floats) -> Floats:
        if self.f_prime is not None:
            return _asked(self.f_prime, z)
        rise: Floats = _asked(self.f, z + STEP) - _asked(self.f, z - STEP)
        return rise / (2 * STEP)


def _asked(function: Function, z: Floats) -> Floats:
    what = f"The output of your {name_of(function)} for {len(z)} numbers"
    return numbers(called(function, z), z.shape, what)


class ActivationExplorer(Explorer):
    """``explore.activations(functions)``."""

    title = traitlets.Unicode("Explorer: activations").tag(sync=True)
    z = traitlets.Float(1.0).tag(sync=True, state=True)
    layers = traitlets.Int(1, min=1).tag(sync=True, state=True)
    spread = traitlets.Float(1.0).tag(sync=True, state=True)

    def __init__(self, functions: Functions | None = None) -> None:
        own = _curves(functions or {})
        course = {f.name: Curve(f, f.derivative) for f in nn.ACTIVATIONS.values() if f.elementwise}
        self._curves = own | {name: f for name, f in course.items() if name not in own}
        first = next(iter(own), "sigmoid")
        # A trait of this explorer alone: its choices are the learner's.
        menu = traitlets.Enum([*self._curves], first).tag(sync=True, state=True)
        self.add_traits(function=menu)
        super().__init__(
            [
                choice("function", "Activation", self._curves),
                slider("z", "z, the probe", PROBES),
                slider("layers", "n, layers in the stack", STACKS),
                slider("spread", "Spread of the inputs", SPREADS),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The curve with its probe and zones, and the inputs pushed through."""
        curve, inputs = self._curves[at.function], at.spread * NORMAL
        rest = (at.z, at.layers, inputs)
        draw = partial(figures.probe, sheet=sheet)
        try:
            picture = draw(at.function, curve.output, curve.slope, *rest)
            return View(picture, _in_words(curve, at, inputs))
        except Puzzled as trouble:
            said = str(trouble)
        try:  # at least the curve
            return View(draw(at.function, curve.output, None, *rest), said)
        except Puzzled:
            return View(draw(at.function, None, None, *rest), said)


def _curves(functions: Functions) -> dict[str, Curve]:
    if not isinstance(functions, Mapping):
        raise TypeError('Give a dictionary, such as {"my sigmoid": (sigmoid, sigmoid_derivative)}.')
    pairs = {
        str(name): given if isinstance(given, tuple | list) else (given, None)
        for name, given in functions.items()
    }
    for name, pair in pairs.items():
        if len(pair) != 2:
            raise TypeError(f"{name!r} takes one function, or two: f and its derivative.")
    return {name: Curve(*pair) for name, pair in pairs.items()}


def _in_words(curve: Curve, at: SimpleNamespace, inputs: Floats) -> str:
    told = (
        _probe_in_words(curve, at.z),
        _stack_in_words(curve, at.z, at.layers),
        _inputs_in_words(curve, inputs, at.spread),
    )
    return " ".join(told)


def _probe_in_words(curve: Curve, z: float) -> str:
    here = np.array([z])
    a, slope = curve.output(here), curve.slope(here)
    where = zones(a, slope)
    kind = " Saturated." if where.saturated[0] else " Dead." if where.dead[0] else ""
    values = f"f = {number(float(a[0]))}, slope f′ = {number(float(slope[0]))}"
    return f"At z = {number(z)}: {values}.{kind}"


def _stack_in_words(curve: Curve, z: float, layers: int) -> str:
    slope = float(curve.slope(np.array([z]))[0])
    if layers == 1:
        return f"Of a nudge, 1 layer lets through {_part(slope)}."
    product = slope**layers
    power = f"{number(slope)} to the power of {layers} is {number(product)}"
    return f"{layers} such layers, all at this z: {power}. They let through {_part(product)}."


def _part(share: float) -> str:
    """A share of a nudge, as one says it."""
    size = abs(share)
    if size == 0:
        return "nothing"
    if size > 1 + 1e-9:
        return f"{number(share)} times as much"
    if size > 1 - 1e-9:
        return "all of it"
    if size >= 0.01:
        return f"{number(100 * size, 2)} %"
    for unit, word in ((1e12, ""), (1e9, " billion"), (1e6, " million")):
        if 1 / size >= unit:
            many = number(1 / size / unit, 2)
            return f"one part in {many}{word}" if word else "less than a millionth of a millionth"
    return f"one part in {round(float(f'{1 / size:.2g}')):,}"


def _inputs_in_words(curve: Curve, inputs: Floats, spread: float) -> str:
    where: Any = zones(curve.output(inputs), curve.slope(inputs))
    saturated, dead = (round(100 * float(mask.mean())) for mask in where)
    told = f"Of {len(inputs):,} inputs with spread {number(spread)}"
    return f"{told}, {saturated} % are saturated and {dead} % dead."
