"""A few SVG elements with the course's colours, on a light card that dark pages can carry."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nnkit.figures.style import CARD, FAINT, INK, MUTED

FONT = "DejaVu Sans, Verdana, sans-serif"
# For classes, which have no sign; the same ones as on the page.
CLASSES = (
    "#C24A00", "#1660A5", "#0F7F63", "#8E4FA8", "#8F6A00",
    "#B8336F", "#5F6670", "#1F87AB", "#5B7A14", "#7D4A2B",
)  # fmt: skip
POINT = 2.6


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(tag: str, inner: str = "", /, **attributes: object) -> str:
    """<tag …>inner</tag>; `_` in a name stands for `-`."""
    given = "".join(
        f' {name.strip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{given}>{inner}</{tag}>" if inner else f"<{tag}{given}/>"


def text(x: float, y: float, said: str, size: float = 11, **attributes: object) -> str:
    """A line of text at a place."""
    look: dict[str, object] = {"font_size": size, "fill": INK, **attributes}
    return element("text", escape(said), x=x, y=y, **look)


def polyline(points: Sequence[tuple[float, float]], **attributes: object) -> str:
    """A line through the points, without a fill."""
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    look: dict[str, object] = {"fill": "none", "stroke_width": 1.6, **attributes}
    return element("polyline", points=path, **look)


def document(width: int, height: int, title: str, told: str, inner: str) -> str:
    """The whole picture: title and description first, as screen readers want them."""
    card = element("rect", width=width, height=height, rx=8, fill=CARD, stroke=FAINT)
    head = f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d" '
        f'font-family="{FONT}">{head}{card}{inner}</svg>'
    )


def mixed(colour: str, share: float, ground: str = CARD) -> str:
    """So much of the colour, the rest the ground."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def heading(x: float, y: float, said: str) -> str:
    """The name of a panel."""
    return text(x, y, said, 12, font_weight="bold")


def caption(x: float, y: float, said: str, **attributes: object) -> str:
    """The second voice."""
    return text(x, y, said, 10, **{"fill": MUTED, **attributes})


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(str(value))
