"""From degrees Fahrenheit to degrees Celsius."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types


def celsius(fahrenheit: Array) -> Array:
    """C = (F − 32) · 5/9, in degrees; a number or an array of any shape."""
    return (fahrenheit - 32) * 5 / 9


def celsius_loop(fahrenheit: Array) -> Array:
    if np.ndim(fahrenheit) == 0:
        return (fahrenheit - 32) / 1.8
    return np.array([celsius_loop(degrees) for degrees in fahrenheit])


def random_temperatures(rng: np.random.Generator) -> Inputs:
    return {"fahrenheit": rng.uniform(-40, 212, size=5)}


EXERCISE = Exercise(
    id="start.celsius",
    points=0,
    reference=celsius,
    cases=(
        Case("boiling water", {"fahrenheit": 212.0}),
        Case("freezing water", {"fahrenheit": 32.0}),
        Case("a warm day", {"fahrenheit": 86.0}),
        Case("a sweep", {"fahrenheit": np.linspace(-40, 212, 43)}, curve="fahrenheit"),
        Random("random temperatures", random_temperatures),
    ),
    mistakes=(
        Mistake(
            "no-offset",
            lambda fahrenheit: fahrenheit * 5 / 9,
            "You scale but don't shift: water that freezes at 32 °F should come out as 0 °C. "
            "One step is missing.",
        ),
        Mistake(
            "offset-added",
            lambda fahrenheit: (fahrenheit + 32) * 5 / 9,
            "32 °F should come out as 0 °C, and yours grows warmer instead. "
            "Look at the sign in front of 32.",
        ),
        Mistake(
            "brackets",
            lambda fahrenheit: fahrenheit - 32 * 5 / 9,
            "Only the 32 gets scaled: Python multiplies before it subtracts. Which brackets make "
            "it subtract first?",
        ),
        Mistake(
            "upside-down",
            lambda fahrenheit: (fahrenheit - 32) * 9 / 5,
            "Freezing comes out right, but boiling water gets 324 °C instead of 100. "
            "Is the fraction the right way up?",
        ),
        Mistake(
            "other-direction",
            lambda fahrenheit: fahrenheit * 9 / 5 + 32,
            "That is the way from Celsius to Fahrenheit. Here the Fahrenheit number comes in.",
        ),
        Mistake(
            "rounded",
            lambda fahrenheit: round((fahrenheit - 32) * 5 / 9),
            "`round` takes one number, and a whole array of temperatures arrives as well. Return "
            "them as they are, and round when you print.",
        ),
        Mistake(
            "whole-degrees",
            lambda fahrenheit: (fahrenheit - 32) * 5 // 9,
            "Whole results come out right, and all others are rounded down: `//` throws the "
            "decimals away. Which operator keeps them?",
        ),
    ),
    alternatives=(
        lambda fahrenheit: (fahrenheit - 32) / 1.8,
        lambda fahrenheit: (fahrenheit + 40) * 5 / 9 - 40,
        lambda fahrenheit: fahrenheit * (5 / 9) - 160 / 9,
        celsius_loop,
    ),
    hints=(
        "Water freezes at 32 °F and at 0 °C. What do you do to 32 to get 0?",
        "From freezing to boiling it is 180 steps in Fahrenheit and 100 in Celsius. So first "
        "shift, then shrink.",
        "Subtract 32, and multiply what you get by 5/9. Brackets make Python subtract first.",
    ),
)
