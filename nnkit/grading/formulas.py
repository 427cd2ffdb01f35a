"""The formulas of a page as MathML: browsers draw it themselves, without a script or a network."""

from __future__ import annotations

from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer

from nnkit.quiz.formula import mathml

_LONGEST = 2_000  # characters; what is longer is no formula of a lesson, and costs time


class WithFormulas(IPythonRenderer):  # type: ignore[misc]
    """nbconvert's renderer of Markdown. What can't be drawn stays as it was written."""

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
