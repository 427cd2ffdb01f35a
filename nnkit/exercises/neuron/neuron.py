"""The weighted sum, then the activation."""

from __future__ import annotations

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random
from nnkit.exercises.neuron.inputs import BATCH, SAMPLE, WEIGHTS, random_neuron


def with_activation(name: str) -> Inputs:
    return {"X": BATCH, "w": WEIGHTS, "b": 0.1, "activation": Named(name)}


def random_activated(rng: np.random.Generator) -> Inputs:
    return {**random_neuron(rng), "activation": Named("tanh")}


EXERCISE = Exercise(
    id="neuron.neuron",
    points=2,
    reference=nn.neuron,
    cases=(
        Case(
            "the worked example",
            {"X": SAMPLE, "w": WEIGHTS, "b": 0.1, "activation": Named("relu")},
        ),
        Case("a sigmoid neuron", with_activation("sigmoid")),
        Case("a step neuron", with_activation("step")),
        Case("an identity neuron", with_activation("identity")),
        Case(
            "one input, swept",
            {
                "X": np.linspace(-3, 3, 61)[:, None],
                "w": np.array([2.0]),
                "b": -1.0,
                "activation": Named("sigmoid"),
            },
            curve="X",
        ),
        Random("a random tanh neuron", random_activated),
    ),
    mistakes=(
        Mistake(
            "no-activation",
            lambda X, w, b, activation: X @ w + b,
            "You return the weighted sum `z` itself, whichever activation is passed in. "
            "The last step, from `z` to the output, is missing.",
        ),
        Mistake(
            "always-sigmoid",
            lambda X, w, b, activation: nn.sigmoid(X @ w + b),
            "Your neuron always answers with a sigmoid, even when it is given ReLU or step. "
            "Use the function that arrives as `activation`.",
        ),
        Mistake(
            "always-step",
            lambda X, w, b, activation: nn.step(X @ w + b),
            "Your neuron always answers 0 or 1, even when it is given a sigmoid. "
            "Use the function that arrives as `activation`.",
        ),
        Mistake(
            "bias-after-activation",
            lambda X, w, b, activation: activation(X @ w) + b,
            "The bias is added to the activation's output: a sigmoid neuron then leaves (0, 1). "
            "The bias belongs to `z`, before the activation.",
        ),
        Mistake(
            "activated-inputs",
            lambda X, w, b, activation: activation(X) @ w + b,
            "The activation is applied to the inputs, and the weighted sum comes out bare. "
            "First the weighted sum, then the activation.",
        ),
        Mistake(
            "activated-products",
            lambda X, w, b, activation: activation(X * w).sum(axis=-1) + b,
            "The activation is applied to every product before they are added. "
            "A neuron adds first and activates once, at the end.",
        ),
        Mistake(
            "no-bias",
            lambda X, w, b, activation: activation(X @ w),
            "The activation is right, but the result stays the same whatever `b` is. "
            "Does your `z` contain the bias?",
        ),
        Mistake(
            "activated-twice",
            lambda X, w, b, activation: activation(activation(X @ w + b)),
            "ReLU and step come out right, but sigmoid and tanh are squashed twice. "
            "Apply the activation once.",
        ),
        Mistake(
            "summed-over-batch",
            lambda X, w, b, activation: activation(np.sum(X * w) + b),
            "One sample works, but a whole batch gives a single number. "
            "Sum over the inputs of each sample alone, as `weighted_sum` does.",
        ),
    ),
    alternatives=(
        lambda X, w, b, activation: activation(X @ w + b),
        lambda X, w, b, activation: activation(np.einsum("...i,i->...", X, w) + b),
        lambda X, w, b, activation: (
            activation(X @ w + b)
            if X.ndim == 1
            else np.array([activation(float(x @ w + b)) for x in X])
        ),
        lambda X, w, b, activation: activation(
            np.concatenate([X, np.ones_like(X[..., :1])], axis=-1) @ np.append(w, b)
        ),
    ),
    hints=(
        "A neuron does two things, one after the other. You wrote the first one above.",
        "`activation` is a function, like `step` or `sigmoid`: call it, as in `activation(z)`.",
        "Compute `z` with your `weighted_sum(X, w, b)`, then return what the activation makes "
        "of it.",
    ),
)
