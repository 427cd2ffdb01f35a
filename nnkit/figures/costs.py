"""What a gradient costs: a measured time for networks of growing size, one line per way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nnkit.figures import style
from nnkit.figures.picture import Picture
from nnkit.figures.remembered import remembered
from nnkit.figures.wording import listing, number

LOOKS = ((style.ORANGE, style.DASH, "s"), (style.BLUE, "-", "o"), (style.MUTED, ":", "^"))


@remembered
def gradient_costs(parameters: npt.ArrayLike, seconds: Mapping[str, npt.ArrayLike]) -> Picture:
    """Seconds ``(k,)`` against the number of ``parameters`` ``(k,)``, by name, both logarithmic.

    Raises ValueError for a number or a time that isn't positive: it has no place there.
    """
    counts = np.asarray(parameters, float)
    times = {name: np.asarray(each, float) for name, each in seconds.items()}
    if any((values <= 0).any() for values in (counts, *times.values())):
        raise ValueError("gradient_costs takes positive numbers: 0 has no logarithm.")
    figure = style.card(7, 3.4)
    (ax,) = style.panels(figure, 1)
    ax.set(xscale="log", yscale="log")
    for (name, each), (color, dash, marker) in zip(times.items(), LOOKS, strict=False):
        ax.plot(counts, 1000 * each, color=color, ls=dash, marker=marker, ms=5.5, lw=1.9)
        if len(counts):
            style.note(ax, counts[-1], 1000 * each[-1], name, (9, 0), color=color, ha="left")
    if len(counts):
        ax.set_xlim(counts.min() / 1.5, counts.max() * 6)  # room for the names
        ax.set_xticks(counts, [f"{count:,.0f}" for count in counts])
        ax.minorticks_off()
    style.name_axes(ax, "parameters", "milliseconds")
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_fontfamily(style.FONT)
    return Picture(figure, _in_words(counts, times))


def _in_words(counts: npt.NDArray[np.float64], times: Mapping[str, npt.ArrayLike]) -> str:
    if not len(counts):
        return "Nothing was measured."
    told = [f"Milliseconds against the number of parameters, from {_whole(counts[0])} to "]
    told[0] += f"{_whole(counts[-1])}, both axes logarithmic."
    ends = {name: np.asarray(each)[-1] for name, each in times.items()}
    for name, each in times.items():
        first, last = np.asarray(each)[[0, -1]]
        told.append(
            f"{name}: {number(1000 * first, 2)} ms at first, {number(1000 * last, 2)} ms at last, "
            f"{number(last / first, 2)} times as long."
        )
    (slow, most), *others = ends.items()
    ratios = [f"{number(most / least, 2)} times that of {name}" for name, least in others]
    if ratios:
        told.append(f"At {_whole(counts[-1])} parameters the time of {slow} is {listing(ratios)}.")
    return " ".join(told)


def _whole(count: float) -> str:
    return f"{count:,.0f}"
