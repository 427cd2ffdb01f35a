"""Numbers between 0 and 1, one for each class, as bars: the answer of an output layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]


@remembered
def shares(classes: Sequence[str], outputs: Mapping[str, npt.ArrayLike]) -> Picture:
    """One panel per output ``(K,)``, by name: a bar with its number for each of ``K`` classes."""
    figure = style.card(7 if len(outputs) > 1 else 4, 2.5)
    axes = style.panels(figure, max(len(outputs), 1), sharey=True)
    told = []
    for ax, (name, output) in zip(axes, outputs.items(), strict=False):
        values = np.ravel(np.asarray(output, float))
        _panel(ax, name, classes, values)
        each = ", ".join(f"{c} {_two(v)}" for c, v in zip(classes, values, strict=True))
        told.append(f"{name}: {each}; together {_two(float(values.sum()))}.")
    return Picture(figure, " ".join(told))


def _panel(ax: Axes, name: str, classes: Sequence[str], values: Floats) -> None:
    ax.bar(range(len(values)), np.clip(values, 0, 1), color=style.BLUE, width=0.6)
    for place, value in enumerate(values):
        style.note(ax, place, float(np.clip(value, 0, 1)), _two(value), (0, 3), va="bottom")
    ax.set_ylim(0, 1.18)
    ax.set_yticks([0, 0.5, 1])
    ax.set_xticks(range(len(values)), classes)
    style.headline(ax, f"{name}: sum {_two(float(values.sum()))}")


def _two(value: float) -> str:
    """Two decimals, as shares are read."""
    return number(round(float(value), 2))
