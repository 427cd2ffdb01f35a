"""A plane with a strip below it, at fixed places: it can be wiped and drawn on again.

A new figure with axes costs far more time than what is drawn on it, and its many objects keep
Python's collector of garbage busy. An explorer, which redraws for every move, keeps one sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnkit.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 4.4, 5.6  # inches
SHARPNESS = 1.5  # PNG pixels per CSS pixel: sharp enough, and half the pixels of 2
PLANE = (0.62, 1.78, 3.5, 3.5)  # left, bottom, width, height
STRIP = (0.62, 0.5, 3.5, 0.72)


class Sheet:
    """A card with the square ``plane`` above, the flat ``strip`` below."""

    figure: Figure
    plane: Axes
    strip: Axes

    def __init__(self) -> None:
        self.figure = style.card(WIDTH, HEIGHT)
        self.figure.set_layout_engine("none")
        self.figure.set_dpi(SHARPNESS * style.PIXELS_PER_INCH)
        self.plane, self.strip = (self._axes(place) for place in (PLANE, STRIP))

    def _axes(self, place: tuple[float, float, float, float]) -> Axes:
        left, bottom, width, height = place
        rect = (left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT)
        ax = style.dress(self.figure.add_axes(rect))
        # At fixed places: to find out where they fit takes a quarter of the drawing.
        ax.xaxis.set_label_coords(0.5, -0.27 / height)
        ax.yaxis.set_label_coords(-0.38 / width, 0.5)
        return ax

    def head(self, text: str) -> None:
        """The headline above the plane."""
        style.headline(self.plane, text, y=1)

    def wipe(self) -> Sheet:
        """Takes off what was drawn; limits, ticks and titles stay until they are set again."""
        for ax in (self.plane, self.strip):
            for drawn in (*ax.lines, *ax.collections, *ax.patches, *ax.texts):
                drawn.remove()
        return self


def fraction_to_point(
    x: float, y: float, limits: tuple[float, float, float, float]
) -> tuple[float, float]:
    """The point of the plane at fractions of the card from its left and from its top.

    ``limits`` are the plane's left, right, bottom and top.
    """
    left, bottom, width, height = PLANE
    across = (x * WIDTH - left) / width
    up = ((1 - y) * HEIGHT - bottom) / height
    return (
        limits[0] + across * (limits[1] - limits[0]),
        limits[2] + up * (limits[3] - limits[2]),
    )
