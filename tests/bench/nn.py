"""What a training step of nnkit.nn costs over the same step hand-written in NumPy, in one run."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from time import perf_counter

import numpy as np

from nnkit import nn

Row = tuple[str, float, str, str]


def rows() -> Iterator[Row]:
    """(name, value, unit, note): nnkit's time divided by the hand-written time, for each network.

    The hand-written step leaves out the gradient of the input, which nobody asks for there.
    """
    for name, sizes, batch in (("2-16-16-1", (2, 16, 16, 1), 32), ("64-64-10", (64, 64, 10), 64)):
        ours, theirs = medians(*contestants(sizes, batch))
        note = f"batch {batch}, SGD; {ours * 1e6:.0f} µs against {theirs * 1e6:.0f} µs"
        yield f"training step {name}", ours / theirs, "× hand-written NumPy", note


def contestants(sizes: tuple[int, ...], batch: int) -> tuple[Callable[[], object], ...]:
    """The same step on the same data: nnkit's, and the hand-written one."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((batch, sizes[0]))
    binary = sizes[-1] == 1
    y = rng.integers(0, 2, (batch, 1)) if binary else rng.integers(0, sizes[-1], batch)
    loss = nn.binary_cross_entropy if binary else nn.cross_entropy
    dense = [nn.Dense(i, o, rng=rng) for i, o in pairwise(sizes)]
    network = nn.Sequential(*[part for layer in dense for part in (layer, nn.relu)][:-1])
    optimiser = nn.SGD(1e-3)
    W, b = [layer.W.copy() for layer in dense], [layer.b.copy() for layer in dense]
    slope = binary_slope if binary else softmax_slope
    return (
        lambda: nn.train_step(network, X, y, loss, optimiser)[0],
        lambda: hand_written(X, y, W, b, slope, 1e-3),
    )


def hand_written(X, y, W, b, slope, lr):  # type: ignore[no-untyped-def]
    """Forward, loss, backward, update: a stack of dense layers with ReLU between them."""
    A, Z = [X], []
    for w, c in zip(W, b, strict=True):
        Z.append(A[-1] @ w.T + c)
        A.append(np.maximum(Z[-1], 0))
    value, dZ = slope(Z[-1], y)
    for layer in reversed(range(len(W))):
        dW, db = dZ.T @ A[layer], dZ.sum(0)
        if layer:
            dZ = (dZ @ W[layer]) * (Z[layer - 1] > 0)
        W[layer] -= lr * dW
        b[layer] -= lr * db
    return value


def binary_slope(z, y):  # type: ignore[no-untyped-def]
    """Binary cross-entropy on logits, and its gradient; neither overflows."""
    e = np.exp(-np.abs(z))
    value = (np.maximum(z, 0) - y * z + np.log1p(e)).mean()
    return value, (np.where(z >= 0, 1, e) / (1 + e) - y) / len(z)


def softmax_slope(z, y):  # type: ignore[no-untyped-def]
    """Cross-entropy on logits, and its gradient; neither overflows."""
    rows = np.arange(len(z))
    z = z - z.max(1, keepdims=True)
    e = np.exp(z)
    total = e.sum(1, keepdims=True)
    value = (np.log(total[:, 0]) - z[rows, y]).mean()
    p = e / total
    p[rows, y] -= 1
    return value, p / len(z)


def medians(*steps: Callable[[], object], repeats: int = 1000) -> list[float]:
    """Median seconds of each step, taken in turns so that they meet the same machine."""
    times: list[list[float]] = [[] for _ in steps]
    for _ in range(repeats):
        for step, taken in zip(steps, times, strict=True):
            start = perf_counter()
            step()
            taken.append(perf_counter() - start)
    return [median(taken) for taken in times]


if __name__ == "__main__":
    for name, value, unit, note in rows():
        print(f"{name:28} {value:5.2f} {unit}  ({note})")
