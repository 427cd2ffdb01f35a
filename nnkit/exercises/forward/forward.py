"""The forward pass through all layers, with what the backward pass will need."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.forward.inputs import EVENING, OTHER, PAIRS, WORKED, random_layers

Array = Any  # the answers are written as learners write them, without types

_rng = np.random.default_rng(3)
THREE_LAYERS = random_layers(_rng, [2, 4, 3, 1], "tanh", "sigmoid")
SQUARE = random_layers(_rng, [2, 2, 2], "tanh", "identity")
CLASSES = random_layers(_rng, [2, 5, 3], "leaky_relu", "softmax")
ONE_LAYER = random_layers(_rng, [2, 3], "", "sigmoid")
NO_BIASES = [(W, 0 * b, f) for W, b, f in random_layers(_rng, [2, 4, 2], "tanh", "identity")]
BIASED = "where the biases aren't 0: see whether each layer's own `b` gets into its `Z`"


def forward_lists(X: Array, layers: Array) -> Array:
    inputs, sums = [X], []
    for W, b, activation in layers:
        sums.append(inputs[-1] @ W.T + b)
        inputs.append(activation(sums[-1]))
    return inputs[-1], [(A, Z) for A, Z in zip(inputs[:-1], sums, strict=True)]


def forward_recursive(X: Array, layers: Array) -> Array:
    if not layers:
        return X, []
    W, b, activation = layers[0]
    Z = (W @ X.T).T + b
    output, rest = forward_recursive(activation(Z), layers[1:])
    return output, [(X, Z), *rest]


def forward_reduced(X: Array, layers: Array) -> Array:
    def one(so_far: Array, layer: Array) -> Array:
        A, cache = so_far
        Z = np.einsum("ni,oi->no", A, layer[0]) + layer[1]
        return layer[2](Z), [*cache, (A, Z)]

    return reduce(one, layers, (X.astype(float), []))


def forward_sample_by_sample(X: Array, layers: Array) -> Array:
    A, cache = X, []
    for W, b, activation in layers:
        Z = np.array([[row @ w + bias for w, bias in zip(W, b, strict=True)] for row in A])
        cache += [[A, Z]]
        A = activation(Z)
    return A, tuple(cache)


def wrong_forward(activate: Any, keep: Any = lambda A, Z, new: (A, Z)) -> Any:
    """A forward pass with ``activate(Z, activation, last)``, and ``keep`` for the cache."""

    def answer(X: Array, layers: Array) -> Array:
        A, cache = X, []
        for i, (W, b, activation) in enumerate(layers):
            Z = A @ W.T + b
            new = activate(Z, activation, i == len(layers) - 1)
            cache.append(keep(A, Z, new))
            A = new
        return A, cache

    return answer


def right(Z: Array, activation: Array, last: Array) -> Array:
    return activation(Z)


def not_chained(X: Array, layers: Array) -> Array:
    cache = []
    for W, b, activation in layers:
        Z = X @ W.T + b
        cache.append((X, Z))
        A = activation(Z)
    return A, cache


def random_network(rng: np.random.Generator) -> Inputs:
    sizes = rng.permutation([2, 3, 4, 5, 6])[:4].tolist()
    layers = random_layers(rng, sizes[:3], "tanh", "identity")
    return {"X": rng.normal(size=(sizes[3], sizes[0])), "layers": layers}


EXERCISE = Exercise(
    id="forward.forward",
    points=3,
    reference=nn.forward,
    parts=("output", "cache"),
    cases=(
        Case("the worked example", {"X": EVENING, "layers": WORKED}, BIASED),
        Case("the second evening", {"X": OTHER, "layers": WORKED}, BIASED),
        Case("a batch", {"X": PAIRS, "layers": WORKED}, BIASED),
        Case("one layer", {"X": PAIRS, "layers": ONE_LAYER}, BIASED),
        Case("three layers", {"X": PAIRS[:4], "layers": THREE_LAYERS}, BIASED),
        Case("layers that would fit in any order", {"X": PAIRS[:4], "layers": SQUARE}, BIASED),
        Case("three classes", {"X": PAIRS[1:], "layers": CLASSES}, BIASED),
        Case("whole numbers", {"X": np.array([[3, 5], [1, -2], [0, 4]]), "layers": WORKED}, BIASED),
        Random("a random network", random_network, focus=BIASED),
        Case("no biases", {"X": PAIRS, "layers": NO_BIASES}),
    ),
    mistakes=(
        Mistake(
            "no-activation",
            wrong_forward(lambda Z, f, last: Z),
            "The weighted sums are chained, but no activation is ever applied: `Z` goes straight "
            "into the next layer. Each layer brings its own function.",
        ),
        Mistake(
            "hidden-not-activated",
            wrong_forward(lambda Z, f, last: f(Z) if last else Z),
            "Only the last layer's activation is applied. Each hidden layer has one of its own, "
            "and it acts before the next layer gets its input.",
        ),
        Mistake(
            "always-relu",
            wrong_forward(lambda Z, f, last: nn.relu(Z)),
            "ReLU is applied in every layer, the output too, whatever the layers ask for. "
            "The third entry of a layer says which function to use.",
        ),
        Mistake(
            "as-in-the-example",
            wrong_forward(lambda Z, f, last: Z if last else nn.relu(Z)),
            "You apply ReLU in the hidden layers and nothing at the output. That fits the bedtime "
            "network; others bring other functions, as the third entry of each layer.",
        ),
        Mistake(
            "reversed",
            lambda X, layers: wrong_forward(right)(X, layers[::-1]),
            "The layers are applied from last to first. `layers[0]` stands next to the input, and "
            "is the first to compute.",
        ),
        Mistake(
            "not-chained",
            not_chained,
            "Every layer gets `X` itself as its input. From the second one on, a layer's input is "
            "what the layer before it put out.",
        ),
        Mistake(
            "last-not-activated",
            lambda X, layers: (lambda seen: (seen[1][-1][1], seen[1]))(
                wrong_forward(right)(X, layers)
            ),
            "The output is the last `Z`: the activation of the last layer is missing. "
            "With `identity` nobody notices, with a sigmoid everybody does.",
        ),
        Mistake(
            "cache-activated",
            wrong_forward(right, lambda A, Z, new: (A, new)),
            "The output is right. In the cache, the second of each pair has been through the "
            "activation already. Keep `Z` as it was before.",
        ),
        Mistake(
            "cache-outputs",
            wrong_forward(right, lambda A, Z, new: (new, Z)),
            "The output is right. In the cache, the first of each pair is what came out of the "
            "layer; keep what went in. For the first layer that is `X`.",
        ),
        Mistake(
            "cache-swapped",
            wrong_forward(right, lambda A, Z, new: (Z, A)),
            "The output is right, but each pair of the cache is the wrong way round: "
            "first what went into the layer, then its `Z`.",
        ),
    ),
    alternatives=(
        forward_lists,
        forward_recursive,
        forward_reduced,
        forward_sample_by_sample,
    ),
    hints=(
        "Keep one variable, `A`, for what travels through the network. It starts as `X`. What "
        "happens to it in each layer?",
        "For every `W, b, activation` in `layers`: compute `Z` from `A`, remember the pair, and "
        "only then let the activation make the new `A`.",
        "Start with `A = X` and `cache = []`. In the loop: `Z = dense(A, W, b)`, then "
        "`cache.append((A, Z))`, then the new `A` is `activation(Z)`. Return `A, cache`.",
    ),
)
