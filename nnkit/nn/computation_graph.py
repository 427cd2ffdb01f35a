"""The chain rule on a graph: values walk forward along its edges, gradients walk back.

The graph is the network of lesson 03 and its squared error, as data: two inputs, three ReLU units,
one output ŷ, one loss L. A bias is the weight of an edge that starts at the constant 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.activations import identity, relu
from nnkit.nn.passes import ForwardLayer

Numbers = dict[str, float]  # nodes, weights and y by their names
Slopes = dict[tuple[str, str], float]  # the local derivative on each edge, by its ends


class Edge(NamedTuple):
    """From one node to the next, times its ``weight`` if it has one."""

    start: str
    end: str
    weight: str = ""


INPUTS = ("x1", "x2")
SUMS, HIDDEN = ("z1", "z2", "z3"), ("h1", "h2", "h3")
OUTPUT, LOSS = "ŷ", "L"
NODES = (*INPUTS, *SUMS, *HIDDEN, OUTPUT, LOSS)  # each after those that it is made of
W1 = tuple(f"W1{j}{i}" for j in "₁₂₃" for i in "₁₂")  # unit by unit, as the rows of the matrix
B1 = ("b1₁", "b1₂", "b1₃")
W2, B2 = ("W2₁", "W2₂", "W2₃"), "b2"
WEIGHTS = (*W1, *B1, *W2, B2)
EDGES = (
    *(Edge(x, z, W1[2 * j + i]) for j, z in enumerate(SUMS) for i, x in enumerate(INPUTS)),
    *(Edge("1", z, b) for z, b in zip(SUMS, B1, strict=True)),
    *(Edge(z, h) for z, h in zip(SUMS, HIDDEN, strict=True)),
    *(Edge(h, OUTPUT, w) for h, w in zip(HIDDEN, W2, strict=True)),
    Edge("1", OUTPUT, B2),
    Edge(OUTPUT, LOSS),
)


def values(weights: Mapping[str, float], x: ArrayLike, y: float) -> Numbers:
    """z = Σ w·start, h = relu(z), ŷ = Σ w·h + b, L = (ŷ − y)²: every node, the weights, and y."""
    known: Numbers = {**weights, "1": 1.0, "y": float(y)}
    known |= zip(INPUTS, np.asarray(x, dtype=float).tolist(), strict=True)
    for node in (*SUMS, *HIDDEN, OUTPUT):
        into = [edge for edge in EDGES if edge.end == node]
        if node in HIDDEN:
            known[node] = float(relu(known[into[0].start]))
        else:
            known[node] = float(sum(known[edge.start] * known[edge.weight] for edge in into))
    known[LOSS] = (known[OUTPUT] - known["y"]) ** 2
    return known


def slopes(known: Mapping[str, float]) -> Slopes:
    """∂end/∂start on each edge: its weight, f′(z), or 2(ŷ − y)."""
    return {(edge.start, edge.end): _slope(edge, known) for edge in EDGES}


def gradients(known: Mapping[str, float], local: Slopes) -> Numbers:
    """∂L/∂start += ∂L/∂end · ∂end/∂start and ∂L/∂w = ∂L/∂end · start, from the last edge back."""
    found = dict.fromkeys((*NODES, *WEIGHTS, "1"), 0.0)
    found[LOSS] = 1.0
    for node in reversed(NODES):  # by then, every path that leaves the node has arrived
        for edge in (edge for edge in EDGES if edge.end == node):
            found[edge.start] += found[node] * local[edge.start, node]
            if edge.weight:
                found[edge.weight] = found[node] * known[edge.start]
    del found["1"]  # nobody can change it
    return found


def path(weight: str) -> list[Edge]:
    """The edges from a weight's own to the loss; there is only one way."""
    edges = [next(edge for edge in EDGES if edge.weight == weight)]
    while edges[-1].end != LOSS:
        edges.append(next(edge for edge in EDGES if edge.start == edges[-1].end))
    return edges


def factors(weight: str, known: Mapping[str, float], local: Slopes) -> list[tuple[str, float]]:
    """The chain rule for a weight, from L back to it: each factor's name and number."""
    own, *after = path(weight)
    back = [(_factor(edge), local[edge.start, edge.end]) for edge in reversed(after)]
    return [*back, (own.start, known[own.start])]


def layers(weights: Mapping[str, float]) -> list[ForwardLayer]:
    """The same network as `(W, b, activation)`, for `forward` and `backward`."""
    hidden, bias, out = (np.array([weights[name] for name in names]) for names in (W1, B1, W2))
    return [
        (hidden.reshape(3, 2), bias, relu),
        (out.reshape(1, 3), np.array([weights[B2]]), identity),
    ]


def named(arrays: Sequence[ArrayLike]) -> Numbers:
    """W1, b1, W2, b2, or their gradients, entry by entry under their names."""
    flat = np.concatenate([np.ravel(np.asarray(array, float)) for array in arrays])
    return dict(zip(WEIGHTS, flat.tolist(), strict=True))


def _slope(edge: Edge, known: Mapping[str, float]) -> float:
    if edge.weight:
        return known[edge.weight]
    if edge.end == LOSS:
        return 2 * (known[OUTPUT] - known["y"])
    return float(relu.derivative(known[edge.start]))


def _factor(edge: Edge) -> str:
    return f"∂{edge.end}/∂{edge.start}" if edge.start not in SUMS else f"f′({edge.start})"
