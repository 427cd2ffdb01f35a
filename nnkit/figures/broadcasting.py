"""A row minus a column: how NumPy spreads (n,) − (n, 1) to a table nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number, vector

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
MOST = 4
WIDE, HIGH = 1.05, 0.72  # a cell


@remembered
def broadcasting(row: npt.ArrayLike, column: npt.ArrayLike) -> Picture:
    """``row`` ``(n,)`` minus ``column`` ``(n, 1)``, and the ``(n, n)`` that comes out.

    The n differences that were meant are on the diagonal. Raises ValueError for other shapes, or
    more than 4 rows.
    """
    row, column = np.asarray(row, float), np.asarray(column, float)
    n = len(row)
    if row.shape != (n,) or column.shape != (n, 1) or not 1 <= n <= MOST:
        raise ValueError(
            f"broadcasting takes (n,) and (n, 1), n at most {MOST}; "
            f"got {row.shape} and {column.shape}."
        )
    table: Floats = row - column
    width, height = (2 * n + 1) * WIDE + 2.9, n * HIGH + 1.5
    figure = style.card(7, 7 * height / width)
    ax = style.canvas(figure, width, height)
    top = height - 0.75
    places = [0.2, 0.2 + n * WIDE + 0.9, 0.2 + (n + 1) * WIDE + 1.9]
    _cells(ax, places[0], top, row[None, :])
    _cells(ax, places[1], top, column)
    _cells(ax, places[2], top, table, diagonal=True)
    _signs(ax, [places[1] - 0.45, places[2] - 0.5], top - HIGH / 2)
    names = (f"ŷ, shape ({n},)", f"y, shape ({n}, 1)", f"ŷ − y, shape ({n}, {n})")
    for x, cells, name in zip(places, (n, 1, n), names, strict=True):
        style.write(ax, x + cells * WIDE / 2, top + 0.35, name, fontsize=9.5, fontweight="bold")
    style.write(ax, places[2] + n * WIDE / 2, 0.4, f"dark frames: the {n} that were meant")
    return Picture(figure, _in_words(row, column, table))


def _signs(ax: Axes, places: list[float], y: float) -> None:
    for x, sign in zip(places, "−=", strict=True):
        style.write(ax, x, y, sign, fontsize=style.LARGE + 4)


def _cells(ax: Axes, left: float, top: float, values: Floats, diagonal: bool = False) -> None:
    from matplotlib.patches import Rectangle

    for (i, j), value in np.ndenumerate(values):
        meant = diagonal and i == j
        x, y = left + j * WIDE, top - (i + 1) * HIGH
        fill = style.ORANGE_TINT if diagonal and not meant else style.BLUE_TINT
        edge, width = (style.INK, 2.4) if meant else (style.MUTED, 0.8)
        box = Rectangle((x, y), WIDE, HIGH, fc=fill, ec=edge, lw=width, zorder=3 if meant else 2)
        ax.add_patch(box)
        style.write(ax, x + WIDE / 2, y + HIGH / 2, number(round(float(value), 6)), zorder=4)


def _in_words(row: Floats, column: Floats, table: Floats) -> str:
    n = len(row)
    rows = "; ".join(vector(each) for each in table)
    meant, got = (float((each**2).mean()) for each in (np.diag(table), table))
    return (
        f"A row ŷ of shape ({n},), {vector(row)}, minus a column y of shape ({n}, 1), "
        f"{vector(column)}, is a table of shape ({n}, {n}), with the rows {rows}. "
        f"The {n} differences that were meant are on its diagonal, framed: "
        f"{vector(np.diag(table))}. The mean of their squares is {number(meant)}; "
        f"that of the whole table is {number(got)}."
    )
