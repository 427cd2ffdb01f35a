"""A forward and a backward pass through the worked network, by the learner's functions or ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.explore.guard import Puzzled, called, name_of, numbers
from nnkit.figures.wording import number
from nnkit.nn import computation_graph as graph

Forward = Callable[..., Any]  # forward(X, layers) → output, cache
Backward = Callable[..., Any]  # backward(layers, cache, dY) → dX, [(dW, db), …]
WEIGHTS = graph.named(  # the worked example of lesson 03
    ([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]], [0.1, -0.2, 0.0], [[0.7, -0.3, 0.5]], [0.1])
)
SHAPES = (((3, 2), (3,)), ((1, 3), (1,)))


@dataclass(frozen=True)
class Passes:
    """The numbers of both passes; ``trouble`` says what was wrong with the learner's functions.

    What can't be drawn of theirs is missing here; ``wrong`` names the gradients that differ.
    """

    values: graph.Numbers
    slopes: graph.Slopes
    gradients: graph.Numbers
    wrong: list[str] = field(default_factory=list)
    trouble: str = ""


def run(
    weights: graph.Numbers,
    x: Sequence[float],
    y: float,
    forward: Forward | None = None,
    backward: Backward | None = None,
) -> Passes:
    """Both passes for one sample. Where a function isn't given, the graph computes."""
    values = graph.values(weights, x, y)
    slopes = graph.slopes(values)
    right = graph.gradients(values, slopes)
    X, layers = np.array([x], dtype=float), graph.layers(weights)
    try:
        cache = _forward_by(forward, X, layers, values) if forward else nn.forward(X, layers)[1]
    except Puzzled as trouble:
        given = {name: values[name] for name in (*graph.INPUTS, "y")}
        return Passes(given, _only_weights(slopes), {}, trouble=str(trouble))
    if backward is None:
        return Passes(values, slopes, right)
    try:
        theirs = _backward_by(backward, layers, cache, values)
    except Puzzled as trouble:
        return Passes(values, slopes, {}, trouble=str(trouble))
    wrong = [name for name, due in right.items() if not np.isclose(theirs.get(name, due), due)]
    return Passes(
        values, slopes, right | theirs, wrong, _difference(backward, wrong, theirs, right)
    )


def _only_weights(slopes: graph.Slopes) -> graph.Slopes:
    return {edge[:2]: slopes[edge[:2]] for edge in graph.EDGES if edge.weight}


def _forward_by(forward: Forward, X: Any, layers: Any, values: graph.Numbers) -> Any:
    """The learner's cache, if their sums and activations are those of the graph."""
    name = name_of(forward)
    output, cache = _split(
        called(forward, X, layers), f"Your {name} should return output, cache; it returned"
    )
    said = f"The cache of your {name} should be a list of two pairs (A_in, Z); it is"
    (_, Z1), (A1, Z2) = (_split(pair, said) for pair in _split(cache, said))
    for what, got, names in (
        ("first Z", Z1, graph.SUMS),
        ("second A_in", A1, graph.HIDDEN),
        ("second Z", Z2, (graph.OUTPUT,)),
        ("output", output, (graph.OUTPUT,)),
    ):
        row = numbers(got, (1, len(names)), f"The {what} of your {name}")[0]
        for node, value in zip(names, row, strict=True):
            _same(f"Your {name} gives {node} =", float(value), values[node])
    return cache


def _backward_by(
    backward: Backward, layers: Any, cache: Any, values: graph.Numbers
) -> graph.Numbers:
    """The learner's gradients by their names. The δ of a batch of one is the gradient of b."""
    name = name_of(backward)
    dY = np.array([[2 * (values[graph.OUTPUT] - values["y"])]])
    dX, grads = _split(
        called(backward, layers, cache, dY),
        f"Your {name} should return dX, grads; it returned",
    )
    said = f"The grads of your {name} should be a list of two pairs (dW, db); they are"
    parts = []
    for number_of, (pair, shapes) in enumerate(zip(_split(grads, said), SHAPES, strict=True), 1):
        for what, got, shape in zip(("dW", "db"), _split(pair, said), shapes, strict=True):
            parts.append(numbers(got, shape, f"The {what} of layer {number_of} from your {name}"))
    inputs = numbers(dX, (1, 2), f"The dX of your {name}")[0]
    own = graph.named(parts) | dict(zip(graph.INPUTS, inputs.tolist(), strict=True))
    nodes = zip((*graph.SUMS, graph.OUTPUT), (*graph.B1, graph.B2), strict=True)
    return own | {node: own[b] for node, b in nodes}


def _split(result: Any, said: str) -> Any:
    """``result``, which must be a pair."""
    if isinstance(result, (tuple, list)) and len(result) == 2:
        return result
    if result is None:
        raise Puzzled(f"{said} None: is a return missing?")
    kind = type(result).__name__
    if isinstance(result, (tuple, list)):
        raise Puzzled(f"{said} a {kind} of length {len(result)}.")
    raise Puzzled(f"{said} an object of type {kind}.")


def _same(said: str, value: float, due: float) -> None:
    if not np.isclose(value, due):
        raise Puzzled(f"{said} {number(value, 4)}, but it should be {number(due, 4)}.")


def _difference(
    backward: Backward, wrong: list[str], theirs: graph.Numbers, right: graph.Numbers
) -> str:
    listed = [name for name in wrong if name in graph.WEIGHTS] or wrong
    if not listed:
        return ""
    count = len([name for name in wrong if name in (*graph.WEIGHTS, *graph.INPUTS)])
    first = listed[0]
    return (
        f"{count} of 15 gradients of your {name_of(backward)}, marked ≠, differ from the chain "
        f"rule's: for {first} it gives {number(theirs[first], 4)}, and the chain rule "
        f"{number(right[first], 4)}."
    )
