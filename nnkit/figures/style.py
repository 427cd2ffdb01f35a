"""One palette, one card, one way to write on it: every figure of the course looks alike.

Everything is set on the figure itself, never through matplotlib's global settings: explorers draw
on another thread, and a learner's own style sheet shall not reach in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation, Text

# A fixed light card: on a transparent ground dark ink would vanish in JupyterLab's dark theme.
CARD = "#FBFAF7"
INK = "#22262B"
MUTED = "#595F67"  # second voice: axes, "before", notes
FAINT = "#D9D7D0"  # rules and outlines that carry no meaning

# Blue for class 1, positive, expected; orange for class 0, negative, yours. Blue and orange stay
# apart for every common kind of colour blindness, and a second sign (shape, dash) always helps.
BLUE, BLUE_TINT = "#1660A5", "#D8E6F4"
ORANGE, ORANGE_TINT = "#C24A00", "#FBE4CF"
MARKERS = {0: "s", 1: "o"}
COLOURS = {0: ORANGE, 1: BLUE}
WORDS = {0: "orange square", 1: "blue circle"}
DASH = (0, (4, 2.2))

FONT = "DejaVu Sans"  # comes with matplotlib, so every machine draws the same letters
SMALL, NORMAL, LARGE = 9.5, 10.5, 12.0  # points
PIXELS_PER_INCH = 100  # on the page: 7 in fill a notebook's column
SHARPNESS = 2  # PNG pixels per CSS pixel


def card(width: float, height: float) -> Figure:
    """An empty card of so many inches."""
    from matplotlib.figure import Figure

    figure = Figure((width, height), dpi=PIXELS_PER_INCH * SHARPNESS, facecolor=CARD)
    figure.set_layout_engine("constrained", w_pad=0.08, h_pad=0.08)
    return figure


def panels(figure: Figure, count: int, **options: Any) -> list[Axes]:
    """``count`` plots side by side."""
    return [dress(ax) for ax in figure.subplots(1, count, squeeze=False, **options)[0]]


def dress(ax: Axes) -> Axes:
    """A plot with quiet axes."""
    ax.set_facecolor(CARD)
    for name, spine in ax.spines.items():
        spine.set(visible=name in ("left", "bottom"), color=MUTED, linewidth=0.8)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_tick_params(
            color=MUTED, labelcolor=MUTED, labelsize=SMALL, labelfontfamily=FONT, width=0.8
        )
    return ax


def canvas(figure: Figure, width: float, height: float) -> Axes:
    """A drawing sheet without axes, ``width`` × ``height`` units, undistorted."""
    ax = figure.add_subplot()
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.set_axis_off()
    return ax


def name_axes(ax: Axes, x: str, y: str) -> None:
    ax.set_xlabel(x, color=INK, fontsize=NORMAL, fontfamily=FONT)
    ax.set_ylabel(y, color=INK, fontsize=NORMAL, fontfamily=FONT)


def headline(ax: Axes, text: str, **options: Any) -> None:
    look: dict[str, Any] = {"color": INK, "fontsize": NORMAL, "fontfamily": FONT}
    ax.set_title(text, loc="left", fontweight="bold", **look, **options)


def write(ax: Axes, x: float, y: float, text: str, **options: Any) -> Text:
    """Text at a place in the plot; centred on it unless told otherwise."""
    defaults = {"color": INK, "fontsize": SMALL, "ha": "center", "va": "center"}
    return ax.text(x, y, text, **{**defaults, "fontfamily": FONT, **options})


def note(
    ax: Axes, x: float, y: float, text: str, offset: tuple[float, float], **options: Any
) -> Any:
    """Text beside a point of the plot, ``offset`` points away from it."""
    defaults = {"color": INK, "fontsize": SMALL, "ha": "center", "va": "center"}
    return ax.annotate(
        text,
        (x, y),
        xytext=offset,
        textcoords="offset points",
        **{**defaults, "fontfamily": FONT, **options},
    )


def arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str = INK, **options: Any
) -> Annotation:
    """An arrow from ``start`` to ``end``."""
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "mutation_scale": 14}
    props = {**look, "shrinkA": 0, "shrinkB": 0, **options}
    return ax.annotate("", xy=end, xytext=start, arrowprops=props)
