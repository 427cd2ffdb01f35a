"""Images of 8 × 8 pixels: numerals, each drawn anew by a pen along the strokes of one style.

They are made up, not scanned: people's hands differ in more ways. What varies from image to image
is the style, the size, width, slant, turn, place, the thickness of the pen and its wobble.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnkit.data.dataset import Dataset
from nnkit.data.generators import started
from nnkit.data.numerals import STYLES
from nnkit.nn.vocabulary import Array, Rng, Seed, Targets

SIDE = 8
PIXELS = tuple(f"row {i // SIDE + 1}, column {i % SIDE + 1}" for i in range(SIDE**2))
CLASSES = tuple(map(str, range(10)))
USUAL = 1797  # how many, if nothing else is said
_AT_ONCE = 500  # images, to keep memory low


def digits(n: int = USUAL, noise: float = 0.1, rng: Seed = 0) -> Dataset:
    """n images of the numerals 0 to 9, pixels row by row: 0 is paper and 1 is ink.

    X (n, 64), y (n,) of ten classes in turn, so that they are even. `noise` goes from 0 to 1:
    noise / 2 · N(0, 1) is added to each pixel, and what leaves [0, 1] is cut. The same n, noise
    and seed give the same images. Raises BadData for n outside 2 … 20,000 and other noise.

    With 1,797 standardised images and noise 0.1, 30 % of them held out, a linear softmax gets
    about 94 % of these right, a hidden layer of 16 ReLUs 95 % and one of 64 ReLUs 97 %. Scanned
    digits in the form of UCI's `optdigits` (in each line 64 counts of ink, then the digit) are
    read by `read_csv` as they are.
    """
    rng, y = started(n, noise, rng, len(CLASSES))
    pens = Pens.drawn(n, rng)
    paths = pens.moved(_paths(y, rng))
    ink = np.concatenate([_ink(*some) for some in _parts(paths, pens.radius)])
    X = np.clip(ink + noise / 2 * rng.standard_normal(ink.shape), 0, 1)
    return Dataset("digits", X, y, "classes", PIXELS, CLASSES, "drawn by a pen in nnkit")


@dataclass(frozen=True)
class Pens:
    """How each of n images is drawn; lengths in pixels, from the middle of the image.

    `frame` (n, 2, 2) takes a style's square [−1, 1]² to pixels, `place` (n, 2) shifts it, `radius`
    (n,) is half the thickness of the stroke, and `wobble` (n, 2, 3) and `phase` (n, 2, 3) are the
    size and phase of waves along the path.
    """

    frame: Array
    place: Array
    radius: Array
    wobble: Array
    phase: Array

    @classmethod
    def drawn(cls, n: int, rng: Rng) -> Pens:
        """n of them at random."""
        tall = rng.uniform(2.65, 3.4, n)
        wide = tall * rng.uniform(0.57, 0.8, n)
        slant, turn = 0.16 * rng.standard_normal(n), 0.07 * rng.standard_normal(n)
        frame = _turned(turn) @ _slanted(wide, tall, slant)
        place = np.clip(0.31 * rng.standard_normal((n, 2)), -0.8, 0.8)
        wobble = 0.08 * rng.standard_normal((n, 2, 3)) / np.arange(1, 4)
        phase = rng.uniform(0, 2 * np.pi, (n, 2, 3))
        return cls(frame, place, rng.uniform(0.4, 0.85, n), wobble, phase)

    def moved(self, paths: Array) -> Array:
        """Paths (n, points, 2) in a style's square, as they lie among the pixels."""
        t = np.linspace(0, 1, paths.shape[1])[:, np.newaxis, np.newaxis]
        waves = np.sin(2 * np.pi * t * np.arange(1, 4) / 2 + self.phase[:, np.newaxis])
        wobble = (self.wobble[:, np.newaxis] * waves).sum(axis=-1)
        moved: Array = paths @ self.frame.transpose(0, 2, 1) + self.place[:, np.newaxis] + wobble
        return moved


def _paths(y: Targets, rng: Rng) -> Array:
    """For each label the path of one of its styles, by their shares: (n, points, 2)."""
    pick, paths = rng.random(len(y)), []
    for digit in range(len(CLASSES)):
        shares = np.cumsum([style.share for style in STYLES[digit]])
        which = np.searchsorted(shares / shares[-1], pick[y == digit], side="right")
        paths.append(np.stack([style.path for style in STYLES[digit]])[which])
    order = np.argsort(np.argsort(y, kind="stable"))
    ordered: Array = np.concatenate(paths)[order]
    return ordered


def _parts(paths: Array, radius: Array) -> list[tuple[Array, Array]]:
    return [
        (paths[i : i + _AT_ONCE], radius[i : i + _AT_ONCE]) for i in range(0, len(paths), _AT_ONCE)
    ]


def _ink(paths: Array, radius: Array) -> Array:
    """(n, 64): the share of each pixel that is inked, clip(radius − distance + ½, 0, 1).

    The distance is that from the pixel's middle to the nearest point of the path, |p|² + |q|² −
    2pq, and a pixel that the edge of the stroke passes is inked in part.
    """
    middles = np.arange(SIDE) - (SIDE - 1) / 2
    y, x = (axis.ravel() for axis in np.meshgrid(middles, middles, indexing="ij"))
    pixels = np.column_stack([x, y])
    squares = (paths**2).sum(axis=-1)[:, :, np.newaxis] - 2 * (paths @ pixels.T)
    nearest = squares.min(axis=1) + (pixels**2).sum(axis=1)
    distance = np.sqrt(np.maximum(nearest, 0))
    ink: Array = np.clip(radius[:, np.newaxis] - distance + 0.5, 0, 1)
    return ink


def _slanted(wide: Array, tall: Array, slant: Array) -> Array:
    """(n, 2, 2): x′ = wide · x − slant · tall · y and y′ = tall · y, where y goes down."""
    return _matrices(wide, -slant * tall, np.zeros_like(wide), tall)


def _turned(angle: Array) -> Array:
    return _matrices(np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle))


def _matrices(a: Array, b: Array, c: Array, d: Array) -> Array:
    return np.stack([a, b, c, d], axis=-1).reshape(-1, 2, 2)
