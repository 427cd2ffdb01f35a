"""☆ A number that remembers how it was made, and finds its own gradients."""

from __future__ import annotations

import numpy as np

from nnkit import nn
from nnkit.exercises.backpropagation import value_answers as answers
from nnkit.exercises.backpropagation.value_observed import data_and_grads
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random
from nnkit.exercises.expressions import DIAMOND, TWICE, TWO_LEVELS, TWO_RESULTS

MEET = (
    "where a value on the way is used by several others. Watch when it passes its gradient on, "
    "and how often"
)
BOTH_SIDES = "where both sides of an operation are one and the same value: `a + a`, `a * a`"
AGAIN = "where `backward` runs a second time. Gradients add to what is there already"


def case(name: str, expression: str, *numbers: float, focus: str = "") -> Case:
    return Case(name, {"expression": Named(expression), "numbers": list(numbers)}, focus)


def random_diamond(rng: np.random.Generator) -> Inputs:
    return {"expression": Named(DIAMOND), "numbers": rng.uniform(1, 3, size=3).round(2).tolist()}


EXERCISE = Exercise(
    id="backpropagation.Value",
    points=0,
    reference=nn.Value,
    observe=data_and_grads,
    built_with=("data",),
    parts=("data", "grad"),
    cases=(
        case("a sum", "a + b", 2.0, 3.0),
        case("a product", "a * b", 2.0, -3.0),
        case("a sum inside", "(a + b) * c", 2.0, -3.0, 0.5),
        case("two products", "a * b * c", 2.0, -3.0, 0.5),
        case("a used twice", "a * b + a", 2.0, -3.0),
        case("a and a", "a + a", 3.0, focus=BOTH_SIDES),
        case("a times a", "a * a", 3.0, focus=BOTH_SIDES),
        case("paths that meet", DIAMOND, 1.5, -2.0, 0.5, focus=MEET),
        case("paths that meet again", TWO_LEVELS, 1.0, 0.5, -3.0, focus=MEET),
        Random("random numbers", random_diamond, count=1, focus=MEET),
        case("two results", TWO_RESULTS, 2.0, -3.0, focus=AGAIN),
        case("the same result", TWICE, 2.0, -3.0, focus=AGAIN),
        case("whole numbers", "a * b + a", 2, -3),
        case("a plain number", "(a + 3) * b", 2.0, -1.5),
        case("a plain number", "(a * 3) * b", 2.0, -1.5),
        case("a plain number in front", "(3 + a) * b", 2.0, -1.5),
        case("a plain number in front", "(3 * a) * b", 2.0, -1.5),
        case("a power", "a * a ** 3", 2.0, focus="where `**` takes part"),
        case("a root", "a * a ** 0.5", 4.0, focus="where `**` takes part"),
        case("a negative power", "a * a ** -2", 2.0, focus="where `**` takes part"),
        case("a minus sign", "a * -a", 2.0, focus="where a minus stands before a value"),
        case("a difference", "a * (a - b)", 2.0, 5.0, focus="for `a - b`"),
        case("a difference, its other side", "b * (a - b)", 2.0, 5.0, focus="for `a - b`"),
        case("minus a plain number", "a * (a - 3)", 2.0, focus="for `a - 3`"),
        case("a plain number minus", "a * (3 - a)", 2.0, focus="for `3 - a`"),
        case("a quotient", "a * (b / a)", 2.0, 3.0, focus="for `b / a`"),
        case("a quotient, its other side", "b * (b / a)", 2.0, 3.0, focus="for `b / a`"),
        case("by a plain number", "a * (a / 4)", 2.0, focus="for `a / 4`"),
        case("a plain number by", "a * (3 / a)", 2.0, focus="for `3 / a`"),
        case("relu above 0", "a * a.relu()", 1.5),
        case(
            "relu at 0 and below",
            "c * (a.relu() + b.relu())",
            -1.5,
            0.0,
            3.0,
            focus="for `relu` of 0 or less. Nothing gets through there, forwards or backwards",
        ),
        case("tanh", "a * a.tanh()", 0.5, focus="where `tanh` takes part"),
        case("tanh below 0", "a * a.tanh()", -2.0, focus="where `tanh` takes part"),
        case("tanh far from 0", "b * a.tanh()", 1000.0, 3.0, focus="for `tanh` far from 0"),
        case("exp", "a * a.exp()", 0.5, focus="where `exp` takes part"),
        case("exp below 0", "a * a.exp()", -2.0, focus="where `exp` takes part"),
        case("log", "a * a.log()", 2.0, focus="where `log` takes part"),
        case("log below 1", "a * a.log()", 0.25, focus="where `log` takes part"),
    ),
    mistakes=(
        Mistake(
            "unseeded",
            answers.wrong(backward=answers.unseeded),
            "`backward()` leaves every `grad` of `a`, `b` and `c` at 0. Is ∂L/∂L set, by which all "
            "else is multiplied? And does the walk reach what the result was made from?",
        ),
        Mistake(
            "seeded-with-data",
            answers.wrong(backward=answers.seeded_with_data),
            "All gradients carry one factor too many: the number that the result came to. "
            "Ask how fast the result changes with itself, and start with that.",
        ),
        Mistake(
            "seed-added",
            answers.wrong(backward=answers.seed_added),
            "Right, until `backward` of the same result runs again: then it starts with 2, and all "
            "gradients with it. The result's own `grad` is set to 1, not added to.",
        ),
        Mistake(
            "overwritten",
            answers.wrong(pass_on=answers.overwriting),
            "For `a + a` you find 1: where a value is used twice, only the last gradient to arrive "
            "is left. What was there before is lost.",
        ),
        Mistake(
            "no-chain",
            answers.wrong(pass_on=answers.without_chain),
            "A single operation is right, two in a row are not: each gives its own slope only. "
            "The chain rule has one more factor, the gradient that arrives from above.",
        ),
        Mistake(
            "sources-only",
            answers.wrong(backward=answers.sources_only),
            "Gradients reach what the result was made from directly, and no further. Either the "
            "walk ends there, or it begins at the wrong end.",
        ),
        Mistake(
            "at-first-sight",
            answers.wrong(order=answers.at_first_sight),
            "Right, until a value on the way is used at two distances from the result: it passes "
            "its gradient on before the longer path has brought its share.",
        ),
        Mistake(
            "own-partner",
            answers.wrong(__mul__=answers.own_partner),
            "In a product the two slopes have changed places. If `b` stays and `a` grows by 1, by "
            "how much does `a * b` grow?",
        ),
        Mistake(
            "power-kept",
            answers.wrong(__pow__=answers.power_kept),
            "In the slope of `a ** n` the exponent is still n. For `a ** 3` at 2 it should be 12, "
            "and you find 24.",
        ),
        Mistake(
            "tanh-slope-at-input",
            answers.wrong(tanh=answers.slope_of_itself),
            "`tanh` itself is right. Its slope comes out as 1 − a²: the square is taken of what "
            "went in. Of which number should it be?",
        ),
    ),
    alternatives=(
        answers.Compact,
        answers.Closures,
        answers.Numbered,
        answers.EveryPath,
        answers.Forwards,
    ),
    hints=(
        "Begin small: `__init__`, `__add__` and `backward`. Let each new `Value` remember what it "
        "was made from, and with which slope. For `a + b` both slopes are 1.",
        "On the way back, a value may pass its gradient on only when all that was made from it has "
        "done so. List every value after its sources, then go through the list from the end.",
        "In `backward`: `self.grad = 1.0`; then for each `value` of the reversed list, and each "
        "`source, slope` that it remembers, add `slope * value.grad` to `source.grad`.",
    ),
)
