"""A perceptron learning: how many mistakes it makes in each epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 14  # so few epochs get a bar and a number each


@remembered
def mistakes_per_epoch(runs: Mapping[str, Sequence[int]]) -> Picture:
    """One panel per run, by name: its mistakes in epoch 1, 2, …"""
    figure = style.card(7 if len(runs) > 1 else 4.6, 2.6)
    axes = style.panels(figure, max(len(runs), 1), sharey=True)
    most = max((max(mistakes, default=0) for mistakes in runs.values()), default=0)
    axes[0].set_ylim(0, 1.2 * max(most, 1))
    for ax, (name, mistakes) in zip(axes, runs.items(), strict=False):
        _panel(ax, name, list(mistakes))
    axes[0].set_ylabel("mistakes", color=style.INK, fontsize=style.NORMAL, fontfamily=style.FONT)
    return Picture(figure, " ".join(_in_words(name, list(m)) for name, m in runs.items()))


def _panel(ax: Axes, name: str, mistakes: list[int]) -> None:
    from matplotlib.ticker import MaxNLocator

    epochs = range(1, len(mistakes) + 1)
    if len(mistakes) <= FEW:
        ax.bar(epochs, mistakes, color=style.BLUE, width=0.62)
        for epoch, count in zip(epochs, mistakes, strict=True):
            style.note(ax, epoch, count, str(count), (0, 3), va="bottom")
        ax.set_xticks(list(epochs))
    else:
        ax.plot(epochs, mistakes, color=style.BLUE, lw=1.4, drawstyle="steps-mid")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    style.headline(ax, name)
    style.name_axes(ax, "epoch", "")


def _in_words(name: str, mistakes: list[int]) -> str:
    if len(mistakes) <= FEW:
        counts = ", ".join(map(str, mistakes)) or "none"
        return f"{name}: mistakes per epoch {counts}."
    return (
        f"{name}: {len(mistakes)} epochs, {mistakes[0]} mistakes in the first, at most "
        f"{max(mistakes)}, {mistakes[-1]} in the last, {sum(mistakes)} altogether."
    )
