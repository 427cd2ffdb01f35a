"""Training: forward, loss, backward, update, and again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.batches import minibatches
from nnkit.nn.history import History
from nnkit.nn.layers import Layer
from nnkit.nn.metrics import accuracy
from nnkit.nn.optimisers import Optimiser
from nnkit.nn.penalties import add_penalties
from nnkit.nn.vocabulary import Array, Seed, Targets
from nnkit.nn.watching import progress_bar

LossFunction: TypeAlias = Callable[[Array, Targets], tuple[float, Array]]
Callback: TypeAlias = Callable[[int, History, Layer], object]


class Diverged(FloatingPointError):
    """L = ∞ or not a number. The weights are those before the update that it would have made.

    `history` holds the epochs that `fit` had finished.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.history = History()


def train_step(
    network: Layer,
    X: Array,
    y: Targets,
    loss: LossFunction,
    optimiser: Optimiser,
    l1: float = 0.0,
    l2: float = 0.0,
) -> tuple[float, Array]:
    """w ← w − α ∂L/∂w, once, from one batch: forward, loss, backward, update.

    With l1 or l2, the weights' gradients also get the penalties' λ₁·sign(W) + λ₂W. Returns the
    loss, without the penalties, and the outputs, both from before the update. Raises Diverged, and
    updates nothing, if the loss isn't finite.
    """
    outputs = network.forward(X, train=True)
    value, gradient = loss(outputs, y)
    if not math.isfinite(value):
        raise Diverged(
            f"The loss became {value}: the weights have grown out of bounds, or the data holds "
            f"something that is no number. A smaller learning rate is the usual cure."
        )
    network.backward(gradient)
    if l1 or l2:
        add_penalties(network, l1, l2)
    optimiser.step(network)
    return value, outputs


def fit(
    network: Layer,
    X: ArrayLike,
    y: ArrayLike,
    loss: LossFunction,
    optimiser: Optimiser,
    epochs: int,
    batch_size: int = 32,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    rng: Seed = None,
    callbacks: Sequence[Callback] = (),
    progress: bool | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
) -> History:
    """w ← w − α ∂L/∂w for every mini-batch of every epoch: trains `network` in place.

    X of shape (n, n_in), y what the loss takes; each epoch shuffles by `rng` (a Generator, a seed,
    or None) and uses every sample once. `validation` is a pair (X, y), only measured. Accuracy is
    measured where the loss has `decide`, as the losses for classes do. After each epoch every
    callback gets (epochs done, history, network); training stops when one returns True. `progress`
    shows a bar, or not; None shows it where someone is watching. `l1` and `l2` are the λ of the
    penalties; the losses are without them, so that they compare with validation. Raises Diverged, a
    FloatingPointError with the `history` so far, as soon as the training loss isn't finite.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    rng = np.random.default_rng(rng)
    history = History()
    with progress_bar(epochs, progress) as advance:
        for epoch in range(1, epochs + 1):
            try:
                batches = minibatches(X, y, batch_size, rng)
                history.add(**_train_epoch(network, batches, loss, optimiser, l1, l2))
            except Diverged as stop:
                stop.history = history
                stop.add_note(f"This was in epoch {epoch}; its .history has the ones before.")
                raise
            if validation is not None:
                history.add(**_validate(network, *validation, loss))
            advance(history.loss[-1])
            stops = [callback(epoch, history, network) for callback in callbacks]
            if any(stop for stop in stops if isinstance(stop, bool | np.bool)):
                break
    return history


def _train_epoch(
    network: Layer,
    batches: Iterable[tuple[Array, Targets]],
    loss: LossFunction,
    optimiser: Optimiser,
    l1: float,
    l2: float,
) -> dict[str, float]:
    """One step for each batch; the means over all samples of what was measured on the way."""
    n, total = 0, {"loss": 0.0}
    for X, y in batches:
        with np.errstate(all="ignore"):  # a loss that isn't finite has its own sentence
            value, outputs = train_step(network, X, y, loss, optimiser, l1, l2)
        n += len(X)
        for name, measured in _measured(loss, value, outputs, y).items():
            total[name] = total.get(name, 0.0) + measured * len(X)
    return {name: measured / n for name, measured in total.items()}


def _validate(network: Layer, X: ArrayLike, y: ArrayLike, loss: LossFunction) -> dict[str, float]:
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    with np.errstate(all="ignore"):
        outputs = network.forward(X, train=False)
        value, _ = loss(outputs, y)
    measured = _measured(loss, value, outputs, y)
    return {f"val_{name}": value for name, value in measured.items()}


def _measured(loss: LossFunction, value: float, outputs: Array, y: Targets) -> dict[str, float]:
    decide = getattr(loss, "decide", None)
    if decide is None:
        return {"loss": value}
    return {"loss": value, "accuracy": accuracy(decide(outputs), y)}
