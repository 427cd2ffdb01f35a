"""Which shapes go through a network, and how many numbers it learns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random

Array = Any  # the answers are written as learners write them, without types


def count(sizes: Array) -> Array:
    return sum(n_out * n_in + n_out for n_in, n_out in pairwise(sizes))


def shapes_by_index(sizes: Array, n: Array) -> Array:
    found, total = [], 0
    for i in range(1, len(sizes)):
        found.append((n, sizes[i]))
        total += sizes[i] * (sizes[i - 1] + 1)
    return found, total


def shapes_by_arrays(sizes: Array, n: Array) -> Array:
    layers = [
        (np.zeros((n_out, n_in)), np.zeros(n_out), nn.identity) for n_in, n_out in pairwise(sizes)
    ]
    A, found = np.zeros((n, sizes[0])), []
    for W, b, _ in layers:
        A = A @ W.T + b
        found.append(list(A.shape))
    return found, sum(W.size + b.size for W, b, _ in layers)


def shapes_by_dot(sizes: Array, n: Array) -> Array:
    units = np.array(sizes)
    total = units[:-1] @ units[1:] + units.sum() - units[0]
    return np.column_stack([np.full(len(units) - 1, n), units[1:]]), total


def last_layer_missed(sizes: Array, n: Array) -> Array:
    return [(n, units) for units in sizes[1:-1]], count(sizes[:-1])


def input_counted(sizes: Array, n: Array) -> Array:
    return [(n, units) for units in sizes], count(sizes) + sizes[0]


def only_shapes(wrong: Any) -> Any:
    return lambda sizes, n: (wrong(sizes, n), count(sizes))


def only_count(wrong: Any) -> Any:
    return lambda sizes, n: ([(n, units) for units in sizes[1:]], wrong(sizes, n))


def random_sizes(rng: np.random.Generator) -> Inputs:
    sizes = rng.choice(np.arange(2, 40), size=rng.integers(3, 6), replace=False).tolist()
    return {"sizes": sizes, "n": int(rng.integers(41, 99))}


EXERCISE = Exercise(
    id="forward.shapes",
    points=2,
    reference=nn.shapes,
    parts=("Z_shapes", "parameters"),
    cases=(
        Case("the worked example", {"sizes": [2, 3, 1], "n": 1}),
        Case("a batch", {"sizes": [2, 3, 1], "n": 4}),
        Case("handwritten digits", {"sizes": [784, 128, 10], "n": 32}),
        Case("a single layer", {"sizes": [5, 2], "n": 7}, "for a network with a single layer"),
        Case("equal widths", {"sizes": [3, 3, 3, 3], "n": 3}),
        Case("four layers", {"sizes": [10, 6, 4, 5, 2], "n": 8}),
        Random("a random network", random_sizes),
    ),
    mistakes=(
        Mistake(
            "input-counted",
            input_counted,
            "The input is counted as a layer, with a `Z` and with biases of its own. It computes "
            "nothing: the layers begin after it.",
        ),
        Mistake(
            "last-missed",
            last_layer_missed,
            "The last layer is missing, in the shapes and in the count. The output is computed "
            "too: it has a `Z`, weights and biases.",
        ),
        Mistake(
            "input-shape",
            only_shapes(lambda sizes, n: [(n, units) for units in sizes]),
            "Your list begins with the shape of `X`. The input is no layer, so it has no `Z`: "
            "the first shape belongs to the first layer that computes.",
        ),
        Mistake(
            "turned",
            only_shapes(lambda sizes, n: [(units, n) for units in sizes[1:]]),
            "Rows and columns of your shapes have changed places. In a batch each row is a sample: "
            "`Z` is (n, units).",
        ),
        Mistake(
            "shapes-of-weights",
            only_shapes(lambda sizes, n: [(n_out, n_in) for n_in, n_out in pairwise(sizes)]),
            "You list the shapes of the weights `W`. Asked are those of `Z`, which depend on the "
            "number of samples `n`.",
        ),
        Mistake(
            "shapes-of-inputs",
            only_shapes(lambda sizes, n: [(n, units) for units in sizes[:-1]]),
            "You list the shapes of what goes into each layer. Asked is `Z`, which comes out: as "
            "many columns as the layer has units.",
        ),
        Mistake(
            "no-biases",
            only_count(lambda sizes, n: sum(n_in * n_out for n_in, n_out in pairwise(sizes))),
            "The shapes are right, and so is the number of weights. But the network learns its "
            "biases too. How many does a layer have?",
        ),
        Mistake(
            "input-biases",
            only_count(lambda sizes, n: count(sizes) + sizes[0]),
            "The count is too large by the number of inputs. The inputs are given, not computed, "
            "so they have no biases.",
        ),
        Mistake(
            "one-bias-per-layer",
            only_count(
                lambda sizes, n: sum(n_in * n_out + 1 for n_in, n_out in pairwise(sizes)),
            ),
            "Your count has one bias for each layer. Each unit has its own: `b` is (n_out,).",
        ),
        Mistake(
            "samples-counted",
            only_count(lambda sizes, n: n * count(sizes)),
            "The count is too large by the factor `n`. All samples go through the same weights: "
            "a larger batch needs no more parameters.",
        ),
    ),
    alternatives=(shapes_by_index, shapes_by_arrays, shapes_by_dot),
    hints=(
        "Draw the network for `sizes = [2, 3, 1]`. How many edges has it, and how many circles "
        "that compute something?",
        "Between two neighbours `n_in` and `n_out` there are `n_in · n_out` weights, and then "
        "`n_out` biases. `Z` has a row per sample and a column per unit.",
        "`zip(sizes[:-1], sizes[1:])` walks over the layers as pairs `n_in, n_out`. The shape is "
        "`(n, n_out)`; add `n_out * n_in + n_out` to the count.",
    ),
)
