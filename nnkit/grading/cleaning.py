"""HTML that can't act: what is left of a submission's HTML is text, tables, formulas and pictures.

Every tag is written anew from lists of what is harmless, all else is escaped. So no browser, and
no program on the way to it, can read anything else out of it. It takes a time in proportion to
the text: the usual cleaners need minutes for some that is made to be slow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

LARGEST = 2_000_000  # characters; pictures are among them
_DEEPEST = 100


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = frozenset({"br", "hr", "img"})
# What lessons, reports, quizzes and pandas write. Nothing here loads, submits, runs or overlays.
_TAGS = _VOID | _words(
    "a abbr b blockquote caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 "
    "h6 i kbd li mark ol p pre progress s small span strong sub summary sup table tbody td tfoot "
    "th thead tr u ul var "
    "math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub "
    "msubsup msup mtable mtd mtext mtr munder munderover"
)
_HARMLESS = _words(
    "accent align alt aria-label colspan columnalign columnlines columnspacing dir display "
    "displaystyle fence form height lang largeop linethickness lspace mathvariant max maxsize "
    "minsize movablelimits notation open rowlines rowspacing rowspan rspace scope scriptlevel "
    "separator start stretchy symmetric title type value width"
)
_STYLES = _words(
    "background-color border border-bottom border-collapse border-left border-right border-top "
    "color font-family font-size font-style font-weight line-height list-style-type margin "
    "margin-bottom margin-left margin-right margin-top max-width padding padding-bottom "
    "padding-left padding-right padding-top text-align text-decoration vertical-align "
    "white-space width"
)
_ROLES = frozenset({"status", "img", "math", "note", "presentation", "table"})
_COLOURED = re.compile(r"highlight|hl-\w+|err|[a-z]{1,2}[0-9]?")  # the classes of coloured code
# No address without a site: a link within formgrader's could do something in a teacher's name.
_LINK = re.compile(r"https?://[^\s]+|mailto:[^\s]+|#[\w-]*", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*+")
# Nothing with brackets, which could load something, and nothing negative, which could overlay.
_STYLE = re.compile(r"(?:rgba?\([\d\s.,%]*+\)|-(?![\d.])|[^-\\(){}<>;:@])*+")

_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|title|template|iframe|noscript|textarea|xmp|object)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>")
_ATTRIBUTE = re.compile(
    r"""([A-Za-z][A-Za-z-]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=`]++)))?"""
)


def clean_html(html: Any) -> str:
    """``html`` with nothing left in it that could act, and with every tag closed."""
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    if len(text) > LARGEST:
        return f"<p>This was too long to show: {len(text)} characters.</p>"
    return "".join(_written(_DROPPED.sub("", text)))


def _written(text: str) -> Iterator[str]:
    stack = _Stack()
    end = 0
    for tag in _TAG.finditer(text):
        yield _escaped(text[end : tag.start()])
        end = tag.end()
        name = tag[2].lower()
        if name in _TAGS:
            yield from stack.close(name) if tag[1] else stack.open(name, tag[3])
    yield _escaped(text[end:])
    yield from stack.close_all()


class _Stack:
    """The elements that are open: each is closed in its turn, and only if it was opened here."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._open: Counter[str] = Counter()

    def open(self, name: str, attributes: str) -> Iterator[str]:
        if name not in _VOID and len(self._names) >= _DEEPEST:
            return
        yield f"<{name}{''.join(_attributes(name, attributes))}>"
        if name in _VOID:
            return
        if attributes.rstrip().endswith("/"):  # as in MathML's <mspace/>
            yield f"</{name}>"
            return
        self._names.append(name)
        self._open[name] += 1

    def close(self, name: str) -> Iterator[str]:
        while self._open[name]:
            last = self._names.pop()
            self._open[last] -= 1
            yield f"</{last}>"
            if last == name:
                return

    def close_all(self) -> Iterator[str]:
        yield from (f"</{name}>" for name in reversed(self._names))


def _escaped(text: str) -> str:
    return escape(unescape(text), quote=False)


def _attributes(tag: str, text: str) -> Iterator[str]:
    seen = set()
    for found in _ATTRIBUTE.finditer(text):
        name = found[1].lower()
        value = unescape(next((each for each in found.groups()[1:] if each is not None), ""))
        value = _styles(value) if name == "style" else value
        if name not in seen and _is_allowed(tag, name, value):
            seen.add(name)
            yield f' {name}="{escape(value)}"'


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and _LINK.fullmatch(value) is not None
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "class":
        return all(_COLOURED.fullmatch(each) for each in value.split())
    if name == "role":
        return value in _ROLES
    return bool(value) if name == "style" else name in _HARMLESS


def _styles(text: str) -> str:
    """The declarations that only say how text looks."""
    pairs = (each.partition(":")[::2] for each in text.split(";"))
    kept = ((name.strip().lower(), value.strip()) for name, value in pairs)
    return ";".join(
        f"{name}:{value}" for name, value in kept if name in _STYLES and _STYLE.fullmatch(value)
    )
