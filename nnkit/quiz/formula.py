"""LaTeX as MathML, which a browser draws and a screen reader reads, both without a network."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from xml.etree import ElementTree

# Everything else (href, style, on…) could do more than draw a formula.
_ATTRIBUTES = (
    *("accent", "columnalign", "columnlines", "depth", "display", "fence", "form", "height"),
    *("largeop", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize"),
    *("movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator"),
    *("stretchy", "symmetric", "voffset", "width", "xmlns"),
)
_BEFORE_A_SIGN = ("(", "[", "{", ",", ";", "=", "<", ">", "≤", "≥", "≈", "≠", "←", "→", "·", "×")


class Unreadable(ValueError):
    """A formula that can't be turned into MathML."""


@lru_cache(maxsize=2048)  # submissions hold formulas of their own, and numbers make new ones
def mathml(latex: str, block: bool = False) -> str:
    """The formula as a <math> element. Raises ``Unreadable``."""
    from latex2mathml.converter import convert_to_element

    _refuse_loose_braces(latex)
    try:
        element = convert_to_element(latex, display="block" if block else "inline")
    except Exception as error:  # the converter raises whatever its parser happens to stumble over
        raise Unreadable(f"The formula ${latex}$ can't be read ({type(error).__name__}).") from None
    for part in element.iter():
        _clean(part, latex)
    for part in element.iter():
        _mark_signs(part)
    return ElementTree.tostring(element, encoding="unicode")


def _refuse_loose_braces(latex: str) -> None:
    """The converter doesn't: it leaves out what comes after."""
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", latex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        raise Unreadable(f"A brace of the formula ${latex}$ has no partner.")


def _clean(part: ElementTree.Element, latex: str) -> None:
    """Characters instead of entities, so that writing it out escapes them; harmless attributes."""
    part.text = unescape(part.text or "")
    if unknown := re.match(r"\\[A-Za-z]*$", part.text):
        raise Unreadable(f"The formula ${latex}$ uses {unknown[0]}, which isn't known.")
    for name in set(part.attrib) - set(_ATTRIBUTES):
        del part.attrib[name]


def _mark_signs(row: ElementTree.Element) -> None:
    """A minus after a bracket or a comma is a sign, and gets no room as if to subtract."""
    before = "("
    for part in row:
        text = part.text or ""
        if part.tag == "mo" and text in ("+", "−") and before in _BEFORE_A_SIGN:
            part.set("form", "prefix")
        before = text if part.tag == "mo" else ""
