"""∂L/∂Z = ∂L/∂A ⊙ f′(Z): each entry of the gradient passes through the slope it met."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, Random

Array = Any  # the answers are written as learners write them, without types

_rng = np.random.default_rng(5)
Z = np.array([[0.5, -1.2, 2.0], [-0.3, 0.8, -2.5]])
DA = np.array([[1.0, -2.0, 0.5], [0.7, -0.4, 3.0]])
WHOLE = "when `Z` holds whole numbers. An array made like it can't hold the decimals of a slope"
KINK = "at `z = 0` of a ReLU, where the convention is `relu′(0) = 0`"


def by_entries(dA: Array, Z: Array, activation: Array) -> Array:
    dZ = np.zeros(Z.shape)
    for i in np.ndindex(Z.shape):
        dZ[i] = dA[i] * activation.derivative(Z[i])
    return dZ


def by_jacobians(dA: Array, Z: Array, activation: Array) -> Array:
    return np.array([np.diag(activation.derivative(z)) @ d for z, d in zip(Z, dA, strict=True)])


def random_batch(rng: np.random.Generator) -> Inputs:
    n, units = rng.permutation([2, 3, 4, 5])[:2]
    return _given("tanh", rng.normal(size=(n, units)), rng.normal(size=(n, units)))


def _given(activation: str, z: Array = Z, da: Array = DA) -> Inputs:
    return {"dA": da, "Z": z, "activation": Named(activation)}


EXERCISE = Exercise(
    id="backpropagation.activation_backward",
    points=2,
    reference=nn.activation_backward,
    cases=(
        Case(
            "the worked example",
            _given("relu", np.array([[0.1, 0.8, 0.7]]), np.array([[-1.008, 0.432, -0.72]])),
        ),
        Case(
            "a silent neuron",
            _given("relu", np.array([[0.4, 0.9, -0.4]]), np.array([[0.154, -0.066, 0.11]])),
        ),
        Case("a ReLU", _given("relu")),
        Case("a sigmoid", _given("sigmoid")),
        Case("a tanh", _given("tanh")),
        Case("a leaky ReLU", _given("leaky_relu")),
        Case("no activation", _given("identity")),
        Case("square", _given("sigmoid", _rng.normal(size=(3, 3)), _rng.normal(size=(3, 3)))),
        Case(
            "whole numbers",
            _given("tanh", np.array([[1, -2], [0, 3]]), np.array([[0.5, 1.5], [-0.25, 2.0]])),
            WHOLE,
        ),
        Case(
            "at the kink",
            _given("relu", np.array([[0.0, 1.0, 0.0]]), np.array([[2.0, -1.0, 3.0]])),
            KINK,
        ),
        Random("a random batch", random_batch),
    ),
    mistakes=(
        Mistake(
            "no-slope",
            lambda dA, Z, activation: 1.0 * dA,
            "`dA` comes out as it went in. Going back through an activation costs a factor: the "
            "slope that each entry had on the way forward.",
        ),
        Mistake(
            "slope-only",
            lambda dA, Z, activation: activation.derivative(Z),
            "You return the slopes alone, whatever `dA` is. By the chain rule they are one of two "
            "factors.",
        ),
        Mistake(
            "f-for-slope",
            lambda dA, Z, activation: dA * activation(Z),
            "You multiply by the activation itself, `f(z)`. What `dA` has to be multiplied by is "
            "its slope.",
        ),
        Mistake(
            "at-a",
            lambda dA, Z, activation: dA * activation.derivative(activation(Z)),
            "The slope is taken at `a = f(z)`. In this course a derivative is a function of `z`: "
            "the activation must not be applied before it.",
        ),
        Mistake(
            "at-dA",
            lambda dA, Z, activation: dA * activation.derivative(dA),
            "The slope is taken at `dA`. It belongs to the place where the forward pass was, and "
            "the gradient knows nothing of that place. `Z` does.",
        ),
        Mistake(
            "changed-places",
            lambda dA, Z, activation: Z * activation.derivative(dA),
            "`dA` and `Z` have changed places: you take the slope at `dA` and multiply by `Z`. The "
            "slope belongs to the place where the forward pass was.",
        ),
        Mistake(
            "added",
            lambda dA, Z, activation: dA + activation.derivative(Z),
            "You add the slope to `dA`. Along a path slopes multiply; adding is for places where "
            "paths meet.",
        ),
        Mistake(
            "divided",
            lambda dA, Z, activation: dA / activation.derivative(Z),
            "You divide by the slope, so flat places make the gradient larger, or infinite. By the "
            "chain rule `∂L/∂z` is a product.",
        ),
        Mistake(
            "matrix-product",
            lambda dA, Z, activation: dA @ activation.derivative(Z),
            "`@` is the matrix product, which mixes units and samples. An activation acts on every "
            "entry by itself, and so does its slope.",
        ),
        Mistake(
            "always-relu",
            lambda dA, Z, activation: dA * (Z > 0),
            "Every activation is treated like a ReLU: 1 above zero, 0 below. "
            "The function to go back through is the third input, and knows its own slope.",
        ),
    ),
    alternatives=(
        lambda dA, Z, activation: dA * activation.derivative(Z),
        lambda dA, Z, activation: np.multiply(activation.derivative(Z), dA),
        lambda dA, Z, activation: np.einsum("ij,ij->ij", dA, activation.derivative(Z)),
        lambda dA, Z, activation: activation.backward(dA, Z),
        by_entries,
        by_jacobians,
    ),
    hints=(
        "Nudge one entry of `Z` by a little. By how much does the same entry of `A` move? And by "
        "how much does that move the loss, if `dA` says how much it minds?",
        "The two factors are multiplied entry by entry: `dA`, and the slope of the activation at "
        "`Z`. Every activation of the course has its slope with it.",
        "The slopes are `activation.derivative(Z)`, an array of the shape of `dA`. "
        "`*` multiplies entry by entry.",
    ),
)
