"""Made-up data of two columns, x₁ and x₂, as in TensorFlow Playground.

Everything lies near the square from −1 to 1, a scale at which networks train well, so it needs no
standardising. `noise` is a share of that scale: 0 gives clean shapes, 0.1 a little, 0.5 a mess.
The same n, noise and seed give the same samples. The two classes are of equal size, or one sample
apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from nnkit.data.dataset import MOST_ROWS, BadData, Dataset
from nnkit.nn.vocabulary import Array, Rng, Seed, Targets

Generator: TypeAlias = Callable[[int, float, Seed], Dataset]

COLUMNS = ("x₁", "x₂")
CLASSES = ("0", "1")
SOURCE = "made up"


def circle(n: int, noise: float, rng: Seed) -> Dataset:
    """Class 1 in the disc ‖x‖ < 0.5, class 0 in the ring from 0.7 to 1, each point jittered."""
    rng, y = started(n, noise, rng)
    # the square root spreads points evenly over an area
    inner, outer = 0.5 * np.sqrt(rng.random(n)), np.sqrt(rng.uniform(0.49, 1, n))
    X = _polar(np.where(y == 1, inner, outer), rng.uniform(0, 2 * np.pi, n))
    return _binary("circle", _jittered(X, noise, rng), y)


def xor(n: int, noise: float, rng: Seed) -> Dataset:
    """y = 1 where x₁ and x₂ differ in sign; a gap of 0.1 lies along both axes."""
    rng, y = started(n, noise, rng)
    size = rng.uniform(0.05, 1, (n, 2))
    first = rng.choice([-1.0, 1.0], n)
    X = size * np.column_stack([first, np.where(y == 1, -first, first)])
    return _binary("xor", _jittered(X, noise, rng), y)


def blobs(n: int, noise: float, rng: Seed) -> Dataset:
    """Two normal clouds around (−0.5, −0.5) and (0.5, 0.5); their spread is 0.12 + noise / 2."""
    rng, y = started(n, noise, rng)
    centre = np.where(y == 1, 0.5, -0.5)[:, np.newaxis]
    X = centre + (0.12 + noise / 2) * rng.standard_normal((n, 2))
    return _binary("blobs", X, y)


def spiral(n: int, noise: float, rng: Seed) -> Dataset:
    """Two arms, half a turn apart: radius t and angle 1.75 · 2πt, for t from 0.05 to 1."""
    rng, y = started(n, noise, rng)
    t = rng.uniform(0.05, 1, n)
    X = _polar(t, 1.75 * 2 * np.pi * t + np.pi * y)
    return _binary("spiral", _jittered(X, noise, rng), y)


def moons(n: int, noise: float, rng: Seed) -> Dataset:
    """Two half circles of radius 0.6 that reach into each other."""
    rng, y = started(n, noise, rng)
    angle = rng.uniform(0, np.pi, n)
    turned = np.where(y == 1, -1.0, 1.0)
    X = np.column_stack([0.6 * np.cos(angle) * turned, 0.6 * np.sin(angle) * turned])
    X += np.column_stack([-0.3 * turned, -0.15 * turned])
    return _binary("moons", _jittered(X, noise, rng), y)


def plane(n: int, noise: float, rng: Seed) -> Dataset:
    """y = (x₁ + x₂)/2, plus noise · N(0, 1)."""
    rng, _ = started(n, noise, rng)
    X = rng.uniform(-1, 1, (n, 2))
    return _regression("plane", X, X.mean(axis=1), noise, rng)


def gaussian(n: int, noise: float, rng: Seed) -> Dataset:
    """y = exp(−‖x − c‖²/0.18) − exp(−‖x + c‖²/0.18), plus noise · N(0, 1): a hill and a hollow.

    c = (0.4, 0.4).
    """
    rng, _ = started(n, noise, rng)
    X = rng.uniform(-1, 1, (n, 2))
    return _regression("gaussian", X, _bump(X, 0.4) - _bump(X, -0.4), noise, rng)


GENERATORS: dict[str, Generator] = {
    "circle": circle,
    "xor": xor,
    "blobs": blobs,
    "spiral": spiral,
    "moons": moons,
    "plane": plane,
    "gaussian": gaussian,
}


def started(n: int, noise: float, rng: Seed, classes: int = 2) -> tuple[Rng, Targets]:
    """The generator, and labels 0, 1, 0, 1 …; BadData for what no data can be made of."""
    if not 2 <= n <= MOST_ROWS:
        raise BadData(f"Samples: between 2 and {MOST_ROWS:,} can be made; got {n:,}.")
    if not 0 <= noise <= 1:
        raise BadData(f"Noise goes from 0 to 1; got {noise}.")
    return np.random.default_rng(rng), np.arange(n) % classes


def _polar(radius: Array, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _jittered(X: Array, noise: float, rng: Rng) -> Array:
    """Drawn for no noise too, so that turning the noise only moves each point further."""
    jittered: Array = X + noise / 2 * rng.standard_normal(X.shape)
    return jittered


def _bump(X: Array, centre: float) -> Array:
    height: Array = np.exp(-((X - centre) ** 2).sum(axis=1) / 0.18)
    return height


def _binary(name: str, X: Array, y: Targets) -> Dataset:
    return Dataset(name, X, y, "binary", COLUMNS, CLASSES, SOURCE)


def _regression(name: str, X: Array, y: Array, noise: float, rng: Rng) -> Dataset:
    y = y + noise * rng.standard_normal(len(X))
    return Dataset(name, X, y, "regression", COLUMNS, source=SOURCE)
