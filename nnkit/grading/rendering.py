"""Markdown as nbgrader's pages need it: formulas as MathML, which browsers draw themselves, without
a script or a network; and cells of tables with room between them, which these pages take away."""

from __future__ import annotations

from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer

from nnkit.quiz.formula import mathml

_LONGEST = 2_000  # characters; what is longer is no formula of a lesson, and costs time


class Renderer(IPythonRenderer):  # type: ignore[misc]
    """nbconvert's own, but for formulas and tables. What can't be drawn stays as it was written."""

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag, side = "th" if head else "td", align or "left"
        return f'<{tag} style="padding:2px 12px 2px 0;text-align:{side}">{text}</{tag}>\n'

    def inline_math(self, body: str) -> str:
        return _drawn(body) or str(super().inline_math(body))

    def block_math(self, body: str) -> str:
        return _drawn(body, block=True) or str(super().block_math(body))

    def latex_environment(self, name: str, body: str) -> str:
        written = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return _drawn(written, block=True) or str(super().latex_environment(name, body))


def _drawn(latex: str, block: bool = False) -> Any:
    if len(latex) > _LONGEST:
        return ""
    try:
        return mathml(latex.strip(), block)
    except Exception:  # unreadable, or nested too deeply to be written out
        return ""
