"""Penalties on large weights, L1 and L2: a price that is added to the loss.

Weights only: the parameters whose name starts with W. Biases, γ and β go free, since they don't
make the output steeper. Source: Goodfellow, Bengio & Courville 2016, §7.1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.layers import Layer
from nnkit.nn.vocabulary import Array


def l2_penalty(W: ArrayLike, lam: float) -> tuple[float, Array]:
    """(λ/2) Σ W² and its gradient λW: the larger a weight, the stronger it is pulled to 0.

    W of any shape, which the gradient has too. Raises ValueError for λ < 0.
    """
    _check("l2_penalty", lam)
    W = np.asarray(W, dtype=float)
    return float(lam / 2 * np.sum(W * W)), lam * W


def l1_penalty(W: ArrayLike, lam: float) -> tuple[float, Array]:
    """λ Σ |W| and its gradient λ·sign(W): an equal pull on all weights, so small ones reach 0.

    W of any shape, which the gradient has too; at 0, a kink, the gradient is 0. Raises ValueError
    for λ < 0.
    """
    _check("l1_penalty", lam)
    W = np.asarray(W, dtype=float)
    return float(lam * np.sum(np.abs(W))), lam * np.sign(W)


def add_penalties(network: Layer, l1: float, l2: float) -> float:
    """Adds λ₁·sign(W) + λ₂W to the gradient of every weight, in place; returns the penalty's value.

    Between the backward pass and the optimiser's step. With plain SGD, L2 is weight decay; with
    Adam it isn't (Loshchilov & Hutter 2019).
    """
    value, grads = 0.0, network.grads
    for name, w in network.params.items():
        if name.rpartition(".")[2].startswith("W"):
            for penalty, lam in ((l1_penalty, l1), (l2_penalty, l2)):
                price, slope = penalty(w, lam)
                value += price
                grads[name] += slope
    return value


def _check(name: str, lam: float) -> None:
    if not lam >= 0:
        raise ValueError(f"{name} takes a λ of at least 0; got {lam}.")
