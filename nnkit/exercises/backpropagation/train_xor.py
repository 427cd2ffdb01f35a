"""Forward, loss, backward, update, and again: the loop that learns XOR."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Random
from nnkit.exercises.forward.inputs import random_layers

Array = Any  # the answers are written as learners write them, without types

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = np.array([[0], [1], [1], [0]])
_rng = np.random.default_rng(7)
RELU = random_layers(_rng, [2, 4, 1], "relu", "identity")
THREE_LAYERS = random_layers(_rng, [2, 3, 2, 1], "tanh", "identity")
SQUARE = random_layers(_rng, [2, 2, 1], "sigmoid", "identity")
TANH = random_layers(_rng, [2, 3, 1], "tanh", "identity")
MANY = (
    "with more than one step. See whether all steps are taken, and each works from the layers that "
    "the last one left"
)


def bce(Z: Array, Y: Array) -> Array:
    loss = np.mean(np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z))))
    return loss, (nn.sigmoid(Z) - Y) / Y.size


def moved(layers: Array, grads: Array, lr: Array) -> Array:
    pairs = zip(layers, grads, strict=True)
    return [(W - lr * dW, b - lr * db, f) for (W, b, f), (dW, db) in pairs]


def wrong_training(
    update: Any = moved,
    loss: Any = bce,
    result: Any = lambda layers, losses, given: (layers, losses),
) -> Any:
    """The loop with one thing done differently."""

    def answer(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
        given, losses = layers, []
        for _ in range(steps):
            Z, cache = nn.forward(X, layers)
            value, dY = loss(Z, Y)
            losses.append(value)
            layers = update(layers, nn.backward(layers, cache, dY)[1], lr)
        return result(layers, losses, given)

    return answer


def ascent(layers: Array, grads: Array, lr: Array) -> Array:
    return moved(layers, grads, -lr)


def weights_only(layers: Array, grads: Array, lr: Array) -> Array:
    return [
        (new[0], old[1], old[2]) for new, old in zip(moved(layers, grads, lr), layers, strict=True)
    ]


def one_step_more(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    return wrong_training()(X, Y, layers, lr, steps + 1)


def loss_of_probabilities(Z: Array, Y: Array) -> Array:
    return bce(nn.sigmoid(Z), Y)


def averaged_again(layers: Array, grads: Array, lr: Array) -> Array:
    return moved(layers, grads, lr / len(XOR))


def loss_after(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    losses = []
    for _ in range(steps):
        Z, cache = nn.forward(X, layers)
        layers = moved(layers, nn.backward(layers, cache, bce(Z, Y)[1])[1], lr)
        losses.append(bce(nn.forward(X, layers)[0], Y)[0])
    return layers, losses


def updated_on_the_way(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    layers, losses = list(layers), []
    for _ in range(steps):
        Z, cache = nn.forward(X, layers)
        loss, dA = bce(Z, Y)
        losses.append(loss)
        for i in reversed(range(len(layers))):
            (W, b, f), (A, z) = layers[i], cache[i]
            dZ = dA * f.derivative(z)
            W, b = W - lr * dZ.T @ A, b - lr * dZ.sum(axis=0)
            layers[i] = W, b, f
            dA = dZ @ W
    return layers, losses


def train_on_copies(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    mine: Array = [[W.copy(), b.copy(), f] for W, b, f in layers]
    losses = np.zeros(steps)
    for t in range(steps):
        logits, cache = nn.forward(X, mine)
        losses[t], dY = nn.binary_cross_entropy(logits, Y)
        _, grads = nn.backward(mine, cache, dY)
        for layer, (dW, db) in zip(mine, grads, strict=True):
            layer[0] -= lr * dW
            layer[1] -= lr * db
    return mine, losses


def train_recursively(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    if steps == 0:
        return layers, []
    Z, cache = nn.forward(X, layers)
    p = nn.sigmoid(Z)
    loss = -np.mean(np.log(np.where(Y == 1, p, 1 - p)))
    _, grads = nn.backward(layers, cache, (p - Y) / len(Y))
    trained, rest = train_recursively(X, Y, moved(layers, grads, lr), lr, steps - 1)
    return trained, [loss, *rest]


def train_by_deltas(X: Array, Y: Array, layers: Array, lr: Array, steps: Array) -> Array:
    losses = []
    for _ in range(steps):
        Z, cache = nn.forward(X, layers)
        losses.append(np.logaddexp(0, np.where(Y == 1, -Z, Z)).mean())
        dA: Array = (nn.sigmoid(Z) - Y) / len(X)
        new: Array = []
        for (W, b, f), (A, z) in zip(layers[::-1], cache[::-1], strict=True):
            dZ = dA * f.derivative(z)
            dA = dZ @ W
            new = [(W - lr * np.einsum("no,ni->oi", dZ, A), b - lr * dZ.sum(0), f), *new]
        layers = new
    return tuple(layers), tuple(losses)


def random_start(rng: np.random.Generator) -> Inputs:
    layers = random_layers(rng, [2, int(rng.integers(3, 6)), 1], "tanh", "identity")
    return _given(layers, float(rng.uniform(0.2, 0.8)), 3)


def _given(layers: Array, lr: float, steps: int) -> Inputs:
    return {"X": CORNERS, "Y": XOR, "layers": layers, "lr": lr, "steps": steps}


EXERCISE = Exercise(
    id="backpropagation.train_xor",
    points=3,
    reference=nn.train_xor,
    parts=("layers", "losses"),
    tolerance=1e-6,
    cases=(
        Case("one step", _given(TANH, 0.5, 1)),
        Case("one step of three layers", _given(THREE_LAYERS, 0.3, 1)),
        Case("five steps", _given(TANH, 0.5, 5), MANY),
        Case("ReLU", _given(RELU, 0.1, 3), MANY),
        Case("three layers", _given(THREE_LAYERS, 0.3, 3), MANY),
        Case("layers that would fit in any order", _given(SQUARE, 2.0, 4), MANY),
        Random("a random start", random_start, count=1, focus=MANY),
    ),
    mistakes=(
        Mistake(
            "ascent",
            wrong_training(ascent),
            "Your steps go up the slope, and the loss grows. The gradient points to where the "
            "loss rises: look at the sign of the update.",
        ),
        Mistake(
            "weights-only",
            wrong_training(weights_only),
            "The weights learn, but the biases stay as they were given. `grads` holds two "
            "gradients for each layer.",
        ),
        Mistake(
            "loss-after",
            loss_after,
            "The layers are right. Each of your losses is one update too late: "
            "`losses[0]` is asked for the layers as they were given, before any update.",
        ),
        Mistake(
            "no-rate",
            wrong_training(lambda layers, grads, lr: moved(layers, grads, 1.0)),
            "Your steps are as long as the gradient itself, whatever `lr` is. "
            "A step is the gradient times the learning rate.",
        ),
        Mistake(
            "one-step-more",
            one_step_more,
            "You take one step too many, and note one loss too many: see how often your loop runs.",
        ),
        Mistake(
            "mse",
            wrong_training(loss=nn.mse),
            "Your loss is the mean squared error. What comes out of the network is a logit, for a "
            "yes or a no: `binary_cross_entropy` is asked for.",
        ),
        Mistake(
            "averaged-again",
            wrong_training(averaged_again),
            "Your steps are too short by the number of samples. The gradient of the loss carries "
            "the 1/n already; from there on, nothing is divided.",
        ),
        Mistake(
            "sigmoid-first",
            wrong_training(loss=loss_of_probabilities),
            "The output goes through a sigmoid before the loss. `binary_cross_entropy` takes "
            "logits and applies the sigmoid itself, so here it acts twice.",
        ),
        Mistake(
            "updated-on-the-way",
            updated_on_the_way,
            "The last layer's first update is right, but the gradient then goes back through its "
            "new weights. Every gradient is asked at the old ones: update when all are known.",
        ),
        Mistake(
            "start-returned",
            wrong_training(result=lambda layers, losses, given: (given, losses)),
            "You return the layers as they were given. Asked are those that the last update made; "
            "and each step has to start from those of the step before.",
        ),
    ),
    alternatives=(
        wrong_training(),  # with nothing done differently
        train_on_copies,
        train_recursively,
        train_by_deltas,
    ),
    hints=(
        "Everything is written already: `forward`, `binary_cross_entropy`, `backward`. In which "
        "order do they have to run, and what does each hand to the next?",
        "One step: `forward` gives logits and a cache; the loss gives a number to remember and "
        "`dY`; `backward` gives `grads`. Then build a new list of layers, `W - lr * dW` in each.",
        "After `_, grads = backward(layers, cache, dY)`: `layers = [(W - lr * dW, b - lr * db, f) "
        "for (W, b, f), (dW, db) in zip(layers, grads)]`. All that once for each step.",
    ),
)
