"""The backward pass through all layers: from the slope at the output to every weight."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.forward.inputs import EVENING, OTHER, PAIRS, WORKED, random_layers
from nnkit.exercises.functions import FUNCTIONS

Array = Any  # the answers are written as learners write them, without types

_rng = np.random.default_rng(6)
ONE_LAYER = random_layers(_rng, [2, 3], "", "sigmoid")
TWO_SIGMOIDS = random_layers(_rng, [2, 4, 1], "sigmoid", "sigmoid")
THREE_LAYERS = random_layers(_rng, [2, 4, 3, 1], "tanh", "sigmoid")
SQUARE = random_layers(_rng, [2, 2, 2, 2], "tanh", "leaky_relu")
TWO_OUTPUTS = random_layers(_rng, [2, 5, 3], "tanh", "identity")


def dense_back(dZ: Array, A: Array, W: Array) -> Array:
    return dZ @ W, dZ.T @ A, dZ.sum(axis=0)


def backward_by_index(layers: Array, cache: Array, dY: Array) -> Array:
    dA = dY
    grads: Array = [None] * len(layers)
    for i in range(len(layers) - 1, -1, -1):
        W, _, activation = layers[i]
        A, Z = cache[i]
        dZ = dA * activation.derivative(Z)
        grads[i] = [dZ.T @ A, dZ.sum(axis=0)]
        dA = dZ @ W
    return dA, grads


def backward_recursive(layers: Array, cache: Array, dY: Array) -> Array:
    if not layers:
        return dY, []
    (W, _, activation), (A, Z) = layers[-1], cache[-1]
    dZ = activation.derivative(Z) * dY
    dX, grads = backward_recursive(layers[:-1], cache[:-1], np.einsum("no,oi->ni", dZ, W))
    return dX, [*grads, (np.einsum("no,ni->oi", dZ, A), dZ.sum(axis=0))]


def backward_deltas_first(layers: Array, cache: Array, dY: Array) -> Array:
    deltas = [dY * layers[-1][2].derivative(cache[-1][1])]
    for (W, _, _), (_, _, f), (_, Z) in zip(
        layers[:0:-1], layers[-2::-1], cache[-2::-1], strict=True
    ):
        deltas.insert(0, (W.T @ deltas[0].T).T * f.derivative(Z))
    grads = tuple((d.T @ A, np.ones(len(d)) @ d) for d, (A, _) in zip(deltas, cache, strict=True))
    return [deltas[0] @ layers[0][0], grads]


def backward_sample_by_sample(layers: Array, cache: Array, dY: Array) -> Array:
    rows, totals = [], [(np.zeros(W.shape), np.zeros(b.shape)) for W, b, _ in layers]
    for n, d in enumerate(dY):
        for i in reversed(range(len(layers))):
            d = d * layers[i][2].derivative(cache[i][1][n])
            totals[i] = totals[i][0] + np.outer(d, cache[i][0][n]), totals[i][1] + d
            d = layers[i][0].T @ d
        rows.append(d)
    return np.array(rows), totals


def wrong_backward(
    slope: Any = lambda dA, Z, f, last: dA * f.derivative(Z),
    back: Any = dense_back,
    result: Any = lambda dX, grads, delta: (dX, grads),
    start: Any = lambda dA, dY: dA,
) -> Any:
    """A backward pass with one thing done differently."""

    def answer(layers: Array, cache: Array, dY: Array) -> Array:
        dA = dY
        grads: Array = []
        for i in reversed(range(len(layers))):
            (W, _, f), (A, Z) = layers[i], cache[i]
            dZ = slope(start(dA, dY), Z, f, i == len(layers) - 1)
            dA, dW, db = back(dZ, A, W)
            grads.insert(0, (dW, db))
        return result(dA, grads, dZ)

    return answer


def averaged(dZ: Array, A: Array, W: Array) -> Array:
    return dZ @ W, dZ.T @ A / len(A), dZ.mean(axis=0)


def outputs_for_inputs(layers: Array, cache: Array, dY: Array) -> Array:
    dX, grads = wrong_backward()(layers, cache, dY)
    dA = dY
    wrong: Array = []
    for (W, _, f), (_, Z), (_, db) in zip(layers[::-1], cache[::-1], grads[::-1], strict=True):
        dZ = dA * f.derivative(Z)
        wrong.insert(0, (dZ.T @ f(Z), db))
        dA = dZ @ W
    return dX, wrong


def backward_inputs(layers: Array, X: Array, dY: Array) -> Inputs:
    """What ``backward`` gets: the cache is the forward pass's own."""
    called = [(W, b, FUNCTIONS[activation.name]) for W, b, activation in layers]
    _, cache = nn.forward(X, called)
    return {"layers": layers, "cache": cache, "dY": dY}


def last_layer_only(layers: Array, cache: Array, dY: Array) -> Array:
    return wrong_backward()(layers[-1:], cache[-1:], dY)


def random_network(rng: np.random.Generator) -> Inputs:
    n_in, hidden, second, n = rng.permutation([2, 3, 4, 5]).tolist()
    layers = random_layers(rng, [n_in, hidden, second, 1], "tanh", "sigmoid")
    return backward_inputs(layers, rng.normal(size=(n, n_in)), rng.normal(size=(n, 1)))


EXERCISE = Exercise(
    id="backpropagation.backward",
    points=3,
    reference=nn.backward,
    parts=("dX", "grads"),
    cases=(
        Case("the worked example", backward_inputs(WORKED, EVENING, np.array([[-1.44]]))),
        Case("a silent neuron", backward_inputs(WORKED, OTHER, np.array([[0.22]]))),
        Case("a batch", backward_inputs(WORKED, PAIRS, _rng.normal(size=(5, 1)))),
        Case("one layer", backward_inputs(ONE_LAYER, PAIRS, _rng.normal(size=(5, 3)))),
        Case("two sigmoids", backward_inputs(TWO_SIGMOIDS, PAIRS, _rng.normal(size=(5, 1)))),
        Case("three layers", backward_inputs(THREE_LAYERS, PAIRS[:4], _rng.normal(size=(4, 1)))),
        Case(
            "layers that would fit in any order",
            backward_inputs(SQUARE, PAIRS[:3], _rng.normal(size=(3, 2))),
        ),
        Case("several outputs", backward_inputs(TWO_OUTPUTS, PAIRS, _rng.normal(size=(5, 3)))),
        Case("a gradient of whole numbers", backward_inputs(TWO_SIGMOIDS, OTHER, np.array([[3]]))),
        Random("a random network", random_network),
    ),
    mistakes=(
        Mistake(
            "no-slope",
            wrong_backward(lambda dA, Z, f, last: dA),
            "The gradient goes from layer to layer without ever passing through an activation. "
            "Each of them costs a factor, its slope at `Z`.",
        ),
        Mistake(
            "hidden-slope-missing",
            wrong_backward(lambda dA, Z, f, last: dA * f.derivative(Z) if last else dA),
            "The last layer is right, slope included. In the layers before it the slope of the "
            "activation is missing: each layer has one of its own.",
        ),
        Mistake(
            "last-slope-missing",
            wrong_backward(lambda dA, Z, f, last: dA if last else dA * f.derivative(Z)),
            "The slope of the last activation is missing. With `identity` it is 1 and nobody "
            "notices; `dY` is the slope of the loss at the output, after that activation.",
        ),
        Mistake(
            "slope-at-a",
            wrong_backward(lambda dA, Z, f, last: dA * f.derivative(f(Z))),
            "The slopes are taken at `a = f(z)`. A derivative of this course is a function of `z`, "
            "and `Z` is in the cache as it was before the activation.",
        ),
        Mistake(
            "reversed",
            wrong_backward(result=lambda dX, grads, delta: (dX, grads[::-1])),
            "`dX` is right, and every gradient too, but the list is in the order of the walk, from "
            "last to first. `grads[0]` belongs to `layers[0]`.",
        ),
        Mistake(
            "dX-is-delta",
            wrong_backward(result=lambda dX, grads, delta: (delta, grads)),
            "Part `dX`: yours is the first layer's `dZ`. To get from there to `X`, the gradient "
            "has to go back through that layer's weights too.",
        ),
        Mistake(
            "averaged",
            wrong_backward(back=averaged),
            "`dX` is right; the gradients of weights and biases are too small by the number of "
            "samples. `dY` carries the 1/n already: from there on, only sum.",
        ),
        Mistake(
            "last-layer-only",
            last_layer_only,
            "You go back through the last layer only, and stop there. Every layer has its turn, "
            "down to the first: is the `return` inside the loop?",
        ),
        Mistake(
            "not-propagated",
            wrong_backward(start=lambda dA, dY: dY),
            "Every layer gets `dY` itself. Only the last one does: what a layer sends back, its "
            "`dX`, is the `dA` of the layer before it.",
        ),
        Mistake(
            "outputs-for-inputs",
            outputs_for_inputs,
            "`dX` and the biases are right. Each `dW` is made with what came out of its layer; a "
            "weight is multiplied by what goes in, the `A` of the same pair in the cache.",
        ),
    ),
    alternatives=(
        backward_by_index,
        backward_recursive,
        backward_deltas_first,
        backward_sample_by_sample,
    ),
    hints=(
        "Keep one variable, `dA`, for what travels back. It starts as `dY`. Which layer does it "
        "meet first, and in which two steps did that layer compute its output?",
        "From the last layer to the first: `activation_backward` makes `dZ` of `dA`, "
        "`dense_backward` makes three things of it, and one of the three is the next `dA`.",
        "Loop over `reversed(range(len(layers)))`, take `W, b, activation = layers[l]` and `A, Z = "
        "cache[l]`. Put `(dW, db)` at the front of the list. At the end `dA` is `dX`.",
    ),
)
