"""What a network decides everywhere in the plane of two inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnkit.figures import plane, style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
Decide = Callable[[Floats], npt.ArrayLike]  # points (n, 2) in; labels (n,), 0 or 1, out
GRID = 201  # points along each side of the view at which the network is asked


@remembered
def regions(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    decide: Mapping[str, Decide],
    names: tuple[str, str] = ("x1", "x2"),
) -> Picture:
    """One panel per network, by title: blue where it says 1. Wrongly decided points are ringed.

    ``X`` has shape ``(n, 2)``, ``y`` the labels, 0 or 1.
    """
    X, y = np.asarray(X, float), np.ravel(np.asarray(y)).astype(int)
    figure = style.card(7, 1.0 + 5.6 / max(len(decide), 2))
    axes = style.panels(figure, len(decide), sharey=True)
    told = [
        _panel(ax, X, y, title, one) for ax, (title, one) in zip(axes, decide.items(), strict=True)
    ]
    for ax in axes:
        style.name_axes(ax, names[0], "")
    axes[0].set_ylabel(names[1], color=style.INK, fontsize=style.NORMAL, fontfamily=style.FONT)
    blue, orange = int((y == 1).sum()), int((y == 0).sum())
    return Picture(
        figure,
        f"{blue} blue circles with label 1 and {orange} orange squares with label 0. The plane is "
        f"blue where the network says 1. {' '.join(told)}",
    )


def _panel(ax: Axes, X: Floats, y: npt.NDArray[np.int64], title: str, decide: Decide) -> str:
    plane.frame(ax, X)
    across, up = np.linspace(*ax.get_xlim(), GRID), np.linspace(*ax.get_ylim(), GRID)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    said = np.ravel(np.asarray(decide(places), float)).reshape(GRID, GRID)
    tints = [style.ORANGE_TINT, style.BLUE_TINT]
    ax.contourf(across, up, said, levels=[-0.5, 0.5, 1.5], colors=tints, zorder=0)
    if said.min() < said.max():
        ax.contour(across, up, said, levels=[0.5], colors=[style.INK], linewidths=1.2, zorder=1)
    right = np.ravel(np.asarray(decide(X))).astype(int) == y
    plane.points(ax, X, y, size=5.5)
    plane.ring(ax, X[~right], size=11, width=1.3)
    style.headline(ax, f"{title}\n{int(right.sum())} of {len(y)} right")
    share = number(100 * float(said.mean()), 2)
    return f"{title}: {int(right.sum())} of {len(y)} right, and {share} % of the view is blue."
