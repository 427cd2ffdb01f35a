"""What the exercises on the backward pass say where several things could be wrong."""

from __future__ import annotations

import numpy as np
import pytest

from nnkit import nn
from nnkit.check import run_check
from nnkit.exercises.surfaces import SURFACES


def report(name, fn):
    return run_check(f"backpropagation.{name}", fn)


def slopes(of, h, put_back=True):
    def numerical_gradient(f, x):
        x = x.astype(float)
        gradient = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            old, here = x[i], f(x)
            x[i] = old + h
            above = f(x)
            x[i] = old - h
            below = f(x)
            if put_back:
                x[i] = old
            gradient[i] = of(above, here, below, h)
        return gradient

    return numerical_gradient


def central(above, here, below, h):
    return (above - below) / (2 * h)


@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8])
def test_central_differences_pass_with_any_sensible_step(h):
    assert report("numerical_gradient", slopes(central, h)).passed


@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8])
def test_one_side_is_told_from_two_whatever_the_step(h):
    seen = report("numerical_gradient", slopes(lambda a, o, b, h: (a - o) / h, h))
    assert seen.mistake == "one-sided"


@pytest.mark.parametrize("h", [1e-4, 1e-5, 1e-6, 1e-7])
def test_an_entry_that_is_not_put_back_is_noticed(h):
    seen = report("numerical_gradient", slopes(central, h, put_back=False))
    assert (seen.mistake, "old value back" in seen.message) == ("only", True)


@pytest.mark.parametrize(("h", "word"), [(0.5, "bends"), (0.1, "bends"), (1e-10, "rounding")])
def test_a_bad_step_is_told_by_what_it_does(h, word):
    seen = report("numerical_gradient", slopes(central, h))
    assert (seen.mistake, word in seen.message) == ("only", True)


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_takes_its_own_shape_only(name):
    with pytest.raises(ValueError, match="all entries of x"):
        SURFACES[name](1.0)


@pytest.mark.parametrize(
    ("answer", "mistake", "score"),
    [
        (lambda dZ, X, W: (dZ @ W, X.T @ dZ, dZ.sum(0)), "dW-turned", 2),
        (lambda dZ, X, W: (dZ @ W, X.T @ dZ, dZ.mean(0)), "dW-turned", 1),
        (lambda dZ, X, W: (dZ @ W, dZ @ X, dZ.sum(0)), "dW-not-turned", 0),
        (lambda dZ, X, W: (0 * (dZ @ W), dZ.T @ X, dZ), "factor.0", 1),
        (lambda dZ, X, W: (dZ @ W, dZ.T @ X / len(X), dZ.mean(0)), "dW-averaged", 1),
    ],
)
def test_each_part_of_a_layer_has_its_share_and_its_cause(answer, mistake, score):
    seen = report("dense_backward", answer)
    assert (seen.mistake, seen.score) == (mistake, score)
    assert seen.message.startswith("Part `d")


def test_a_gradient_list_the_wrong_way_round_keeps_the_points_for_dX():
    def backward(layers, cache, dY):
        grads = []
        for (W, _, f), (A, Z) in zip(layers[::-1], cache[::-1], strict=True):
            dY, dW, db = nn.dense_backward(nn.activation_backward(dY, Z, f), A, W)
            grads.append((dW, db))
        return dY, grads

    seen = report("backward", backward)
    assert (seen.mistake, seen.score) == ("reversed", 1.5)


def test_new_layers_that_are_never_used_are_not_praised():
    def train_xor(X, Y, layers, lr, steps):
        losses = []
        for _ in range(steps):
            logits, cache = nn.forward(X, layers)
            loss, dY = nn.binary_cross_entropy(logits, Y)
            losses.append(loss)
            grads = nn.backward(layers, cache, dY)[1]
            new = [
                (W - lr * dW, b - lr * db, f)
                for (W, b, f), (dW, db) in zip(layers, grads, strict=True)
            ]
        return layers if new else new, losses

    seen = report("train_xor", train_xor)
    assert (seen.mistake, seen.score) == ("start-returned", 0)
    assert "right" not in seen.message
