"""One guess, judged by two losses: what squared error and cross-entropy make of a logit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnkit import nn
from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
REACH = 8
LOOKS: dict[
    str, tuple[Any, ...]
] = {  # name: look, and where its name stands over the losses and over the slopes
    "cross-entropy": ({"color": style.BLUE, "lw": 2.2}, (-0.6, 5.0), (3.9, -0.6)),
    "squared error": (
        {"color": style.ORANGE, "lw": 2.2, "ls": style.DASH},
        (-4.9, 1.6),
        (-5.2, -0.23),
    ),
}


@remembered
def guess_losses() -> Picture:
    """The losses of one logit z whose right answer is 1, and their slopes ∂L/∂z, from −8 to 8.

    Cross-entropy is −log σ(z), squared error (σ(z) − 1)².
    """
    z = np.linspace(-REACH, REACH, 321)
    losses = {name: [_judged(name, each) for each in z] for name in LOOKS}
    figure = style.card(7, 3.1)
    axes = style.panels(figure, 2)
    for part, (ax, title) in enumerate(zip(axes, ("loss L", "slope ∂L/∂z"), strict=True)):
        ax.axvline(0, color=style.FAINT, lw=1)
        ax.axhline(0, color=style.FAINT, lw=1)
        for name, (look, *places) in LOOKS.items():
            values = np.array([each[part] for each in losses[name]])
            ax.plot(z, values, **look)
            x, y = places[part]
            style.write(ax, x, y, name, color=look["color"], fontweight="bold")
        style.headline(ax, title)
        style.name_axes(ax, "logit z, where 1 is right", "")
        _ends(ax, part)
    return Picture(figure, _in_words())


def _ends(ax: Axes, part: int) -> None:
    ax.set(xlim=(-REACH, REACH), xticks=[-8, -4, 0, 4, 8])
    limits = ((-1.1, 8.6), (-1.24, 0.12))[part]
    ax.set(ylim=limits, yticks=([0, 2, 4, 6, 8], [-1, -0.5, 0])[part])
    style.write(ax, -7.6, limits[0] + 0.045 * np.ptp(limits), "certain, wrong", ha="left")
    style.write(ax, 7.6, limits[0] + 0.045 * np.ptp(limits), "certain, right", ha="right")


def _judged(name: str, z: float) -> tuple[float, float]:
    """The loss and its slope at one logit, where 1 is right."""
    if name == "cross-entropy":
        loss, slope = nn.binary_cross_entropy([z], [1])
        return loss, float(slope[0])
    p = nn.sigmoid(np.array([z]))
    loss, slope = nn.mse(p, [1])
    return loss, float((slope * nn.sigmoid.derivative(np.array([z])))[0])


def _in_words() -> str:
    told = ["Two losses of one logit z whose right answer is 1, for z from −8 to 8."]
    for name in LOOKS:
        (left, steep), (middle, slope) = (_judged(name, z) for z in (-REACH, 0))
        steep = round(steep, 4)
        told.append(
            f"{name.capitalize()}: {number(left)} at z = −8, with slope {number(steep, 4)}; "
            f"{number(middle)} at z = 0, with slope {number(slope)}; nearly 0 at z = 8."
        )
    told.append(
        "On the left, where the guess is certain and wrong, cross-entropy keeps rising with a "
        "slope near −1; squared error lies flat, and its slope is nearly 0."
    )
    return " ".join(told)
