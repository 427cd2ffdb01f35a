"""The gradient by trial: nudge one entry after the other, and see what happens to f."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random

Array = Any  # the answers are written as learners write them, without types

AXES = (
    "when `x` has more than one axis, as weights have. Every single entry has to be nudged, "
    "not a whole row of them"
)
WHOLE = (
    "when `x` holds whole numbers. An array made like it can't hold a step as small as `h`, "
    "nor a slope with decimals"
)
DEPENDS = (
    "where the slope along one entry depends on the others. See whether every entry gets its old "
    "value back before the next is nudged"
)
BENDS = "where `f` bends: there a large `h` steps too far away from the place whose slope is asked"
BOTH = (
    "at the bottom of a V, where it goes up on the left and up on the right, and the two even out "
    "to 0. Look to both sides of `x`"
)
HIGH = (
    "where `f` is large. With a very small `h` its two values agree in nearly all digits, and "
    "rounding eats their difference"
)


def each_entry(slope: Any, h: float = 1e-5) -> Any:
    """An answer with ``slope(above, here, below, h)`` of the three values along every entry."""

    def answer(f: Array, x: Array) -> Array:
        probe = np.array(x, dtype=float)
        gradient = np.zeros(probe.shape)
        for i in np.ndindex(probe.shape):
            old, here = probe[i], f(probe)
            probe[i] = old + h
            above = f(probe)
            probe[i] = old - h
            below = f(probe)
            probe[i] = old
            gradient[i] = slope(above, here, below, h)
        return gradient

    return answer


def central(above: float, here: float, below: float, h: float) -> float:
    return (above - below) / (2 * h)


def gradient_by_unit_arrays(f: Array, x: Array) -> Array:
    h, slopes = 1e-6, []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        slopes.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def gradient_on_a_flat_copy(f: Array, x: Array) -> Array:
    flat, h = x.astype(float).ravel(), 1e-4
    result = np.empty(x.size)
    for k, old in enumerate(flat.copy()):
        values = []
        for new in (old - h, old + h):
            flat[k] = new
            values.append(f(flat.reshape(x.shape)))
        flat[k] = old
        result[k] = (values[1] - values[0]) / h / 2
    return result.reshape(x.shape)


def gradient_by_five_points(f: Array, x: Array) -> Array:
    h = 1e-3
    units = h * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(f(x - 2 * e) - 8 * f(x - e) + 8 * f(x + e) - f(x + 2 * e)) / (12 * h) for e in units]
    return np.reshape(slopes, x.shape)


def gradient_with_scaled_steps(f: Array, x: Array) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h = 1e-5 * max(1.0, abs(x[i]))
        above, below = x.astype(float), x.astype(float)
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def first_entry_only(f: Array, x: Array) -> Array:
    gradient, first = np.zeros(x.shape), (0,) * x.ndim
    gradient[first] = each_entry(central)(f, x)[first]
    return gradient


def the_sum_everywhere(f: Array, x: Array) -> Array:
    return np.full(x.shape, (f(x + 1e-5) - f(x - 1e-5)) / 2e-5)


def random_point(rng: np.random.Generator) -> Inputs:
    x = rng.uniform(0.005, 0.02, size=3)  # so small that a step left behind is seen
    return {"f": Named("product_times_10000"), "x": x}


def _at(f: str, x: Any) -> Inputs:
    return {"f": Named(f), "x": np.array(x)}


EXERCISE = Exercise(
    id="backpropagation.numerical_gradient",
    points=2,
    reference=nn.numerical_gradient,
    tolerance=1e-5,
    cases=(
        Case("three entries", _at("weighted_sum_of_3", [0.3, 1.1, -2.3])),
        Case("a single entry", _at("weighted_sum_of_1", [0.7])),
        Case("the bottom of a V", _at("sum_of_absolute_values", [0.0, 0.0]), BOTH),
        Case("a curve", _at("sum_of_sines", [0.0, 0.0, 0.0]), BENDS),
        Case("high up", _at("weighted_sum_plus_100", [0.4, -0.9]), HIGH),
        Case("whole numbers", _at("weighted_sum_of_3", [2, -1, 3]), WHOLE),
        Case("two axes", _at("weighted_sum_of_2x3", [[0.3, 1.1, -2.3], [0.9, -0.6, 1.7]]), AXES),
        Case(
            "three axes",
            _at("weighted_sum_of_2x2x2", np.linspace(-1.1, 1.3, 8).reshape(2, 2, 2)),
            AXES,
        ),
        Random("a random product", random_point, focus=DEPENDS),
    ),
    mistakes=(
        Mistake(
            "one-sided",
            each_entry(lambda above, here, below, h: (above - here) / h),
            "You look to one side only: at the bottom of a V you find 1, where up on the left and "
            "up on the right even out to 0. Compare `f` on both sides of `x`.",
        ),
        Mistake(
            "divided-by-h",
            each_entry(lambda above, here, below, h: (above - below) / h),
            "All your slopes are twice too large. From `x − h` to `x + h`, how wide is the step "
            "that you divide by?",
        ),
        Mistake(
            "one-sided-over-2h",
            each_entry(lambda above, here, below, h: (above - here) / (2 * h)),
            "Your slopes are half of what they should be, and ½ at the bottom of a V: the two "
            "values of `f` lie one `h` apart. Should both be at `x ± h`?",
        ),
        Mistake(
            "not-divided",
            each_entry(lambda above, here, below, h: above - below),
            "Your numbers are tiny: they are how much `f` changes, not its slope. "
            "A slope is a change divided by the width of the step.",
        ),
        Mistake(
            "nothing",
            each_entry(lambda above, here, below, h: 0.0),
            "All your slopes are 0, or nearly. Is the change of `f` divided by `(2 * h)`, in "
            "brackets? Does `f` get two different `x`? Are the slopes stored?",
        ),
        Mistake(
            "all-together",
            lambda f, x: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
            "You return one number, the sum of all slopes. Nudge one entry at a time, and keep "
            "what you find in its own place: each entry has a slope of its own.",
        ),
        Mistake(
            "the-sum-everywhere",
            the_sum_everywhere,
            "You nudge all entries at once, so the same number comes out everywhere: the sum of "
            "all slopes. Nudge one entry at a time, and leave the others where they are.",
        ),
        Mistake(
            "first-entry-only",
            first_entry_only,
            "Only the first entry gets its slope; all others stay 0. Every entry wants its turn: "
            "is the `return` inside the loop?",
        ),
        Mistake(
            "brackets-missing",
            each_entry(lambda above, here, below, h: above - below / (2 * h)),
            "Only one of the two values of `f` is divided by `2 * h`: Python divides before it "
            "subtracts. Put the difference in brackets.",
        ),
        Mistake(
            "tiny-step",
            each_entry(central, h=1e-12),
            "The slopes are nearly right, as with `h = 1e-12`: there the two values of `f` agree "
            "in most digits, and the rest is rounding. Something near 1e-5 is best.",
        ),
    ),
    alternatives=(
        each_entry(central),
        gradient_by_unit_arrays,
        gradient_on_a_flat_copy,
        gradient_by_five_points,
        gradient_with_scaled_steps,
    ),
    hints=(
        "You can't look into `f`, only call it. For one entry of `x`: what happens to `f` when it "
        "goes up a little, and what when it goes down a little?",
        "Copy `x` as floats. For each index: raise that entry by `h`, call `f`; lower it by `h`, "
        "call `f`; put the old value back. `np.ndindex(x.shape)` walks over all indices.",
        "In the loop: `old = x[i]`, then `x[i] = old + h` and `above = f(x)`, then `x[i] = old - "
        "h` and `below = f(x)`, then `x[i] = old`. The slope is `(above - below) / (2 * h)`.",
    ),
)
