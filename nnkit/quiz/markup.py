"""Markdown with $LaTeX$ as HTML. What looks like HTML in it is shown as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from nnkit.quiz.formula import Unreadable, mathml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


MOST = 1_000  # texts whose HTML is kept: each is asked for again, when many notebooks are run


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    # Without pictures: theirs would come over the network, and need a text alternative.
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline"])
    return markdown.use(
        dollarmath_plugin, renderer=_formula, allow_space=False, allow_digits=False
    ).disable("html_block")


def _formula(latex: str, options: Mapping[str, Any]) -> str:
    try:
        return mathml(latex, bool(options["display_mode"]))
    except Unreadable:  # the build refuses it; here it is shown as it was written
        return f"<code>{escape(latex)}</code>"


@lru_cache(MOST)
def inline(text: str) -> str:
    """One line of text as HTML, for a label or a sentence."""
    html: str = _markdown().renderInline(" ".join(text.split()))
    return html


@lru_cache(MOST)
def title_and_rest(text: str) -> tuple[str, str]:
    """The first paragraph as HTML without its <p>, for a legend; and what comes after it."""
    tokens = _markdown().parse(text)
    if not tokens or tokens[0].type != "paragraph_open":
        return "", _rendered(tokens)
    return _rendered(tokens[1:2]), _rendered(tokens[3:])


def _rendered(tokens: list[Any]) -> str:
    markdown = _markdown()
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return html.strip()


def unreadable_maths(text: str) -> str:
    """What is wrong with the formulas of a text, or nothing."""
    tokens = [
        each for token in _markdown().parse(text) for each in (token, *(token.children or ()))
    ]
    for token in tokens:
        if token.type.startswith("math"):
            try:
                mathml(token.content)
            except Unreadable as error:
                return str(error)
    return ""
