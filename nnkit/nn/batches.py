"""Mini-batches: a few samples at a time, every sample once in an epoch."""

from __future__ import annotations

from collections.abc import Iterator

from nnkit.nn.vocabulary import Array, Rng, Targets


def minibatches(X: Array, y: Targets, batch_size: int, rng: Rng) -> Iterator[tuple[Array, Targets]]:
    """(X[π₁], y[π₁]), (X[π₂], y[π₂]) …: one epoch in a random order π, cut into pieces.

    X of shape (n, …), y (n, …); each piece has `batch_size` samples, the last one what is left.
    Raises ValueError if X and y differ in length or are empty, or for a batch of less than 1.
    Source: Goodfellow, Bengio & Courville 2016, §8.1.3.
    """
    if len(X) != len(y) or len(X) == 0:
        raise ValueError(f"minibatches takes a target for every sample; got {X.shape}, {y.shape}.")
    if batch_size < 1:
        raise ValueError(f"minibatches takes a batch_size of at least 1; got {batch_size}.")
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
