"""The stored picture as a whole."""

from __future__ import annotations

from collections.abc import Callable

from nnkit.builder.layout import Layout
from nnkit.builder.stored.answers import curves, region
from nnkit.builder.stored.drawing import document, heading, text
from nnkit.builder.stored.graph import network
from nnkit.builder.stored.words import progress, title, words
from nnkit.builder.trainer import Trainer
from nnkit.figures.style import MUTED

WIDTH, HEIGHT = 760, 440
TOP, LEFT, SPLIT, SIDE = 76, 16, 500, 200


def bundle(trainer: Trainer) -> dict[str, str]:
    """The picture and the words, by the MIME types of a notebook's output."""
    return {"image/svg+xml": picture(trainer), "text/plain": words(trainer)}


def picture(trainer: Trainer) -> str:
    """The network, its decision region and its loss, as SVG with title and description.

    Blue lines are positive weights, dashed orange ones negative; thicker is larger.
    """
    layout = Layout(trainer.layout_version, trainer)
    name = title(trainer)
    answers = _careful(lambda: region(layout, SPLIT + 30, TOP, SIDE))
    below = TOP + SIDE + 56 if answers else TOP + 14
    parts = [
        heading(LEFT, 26, name),
        text(LEFT, 44, _status(trainer), fill=MUTED),
        network(layout, LEFT, TOP - 8, SPLIT - 40 - LEFT, HEIGHT - TOP - 48),
        answers,
        curves(layout, SPLIT + 30, below, SIDE, HEIGHT - below - 32),
        heading(SPLIT - 8, below - 6, "loss"),
    ]
    return document(WIDTH, HEIGHT, name, words(trainer), "".join(parts))


def _status(trainer: Trainer) -> str:
    measured = _careful(lambda: progress(trainer.measure()))
    return " · ".join(filter(None, [f"epoch {trainer.epoch:,}", measured]))


def _careful(draw: Callable[[], str]) -> str:
    """Empty where the learner's code stops it: the words say what has happened."""
    try:
        return draw()
    except Exception:
        return ""
