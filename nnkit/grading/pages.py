"""Feedback and formgrader's pages: whatever a submission holds, no page made from it can act.

nbgrader_config.py plugs these into nbconvert's ``HTMLExporter``, which makes both. Its own setting
``sanitize_html`` is not enough: nbgrader's templates render Markdown without asking for it.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.preprocessors import Preprocessor

from nnkit.grading import cleaning
from nnkit.grading.cells import LONGEST
from nnkit.grading.outputs import clean_outputs
from nnkit.grading.rendering import Renderer

_LONGEST_MARKDOWN = 20_000  # some Markdown takes a time that grows with the square of its length
_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class CleanNotebook(Preprocessor):  # type: ignore[misc]
    """Leaves of a notebook its texts, its clean outputs, and what nbgrader knows its cells by."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        for name in set(nb.metadata) - {"kernelspec", "language_info"}:
            del nb.metadata[name]
        for number, cell in enumerate(nb.cells):
            _clean_cell(cell, number)
        return nb, resources


def _clean_cell(cell: Any, number: int) -> None:
    cell.pop("attachments", None)
    if not _GRADE_ID.fullmatch(str(cell.get("id", ""))):
        cell.id = f"cell-{number}"
    ours = cell.metadata.get("nbgrader", {})
    known = _GRADE_ID.fullmatch(str(ours.get("grade_id", "")))
    for name in set(cell.metadata) - ({"nbgrader"} if known else set()):
        del cell.metadata[name]
    cell.source = cell.source[:LONGEST]
    if cell.cell_type == "code":
        cell.outputs = clean_outputs(cell.outputs)


@pass_context
def markdown2html(_context: Any, source: str) -> str:
    """Markdown as HTML, cleaned. What can't be rendered is shown as it is written."""
    if len(source) > _LONGEST_MARKDOWN:
        return f"<pre>{escape(source)}</pre>"
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    try:
        html = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # a missing attachment, say, or brackets nested too deeply
        return f"<pre>{escape(source)}</pre>"
    return cleaning.clean_html(html)


def clean_html(html: Any) -> str:
    """The filter of this name, with what lessons and reports write let through."""
    return cleaning.clean_html(html)


def as_it_is(html: str) -> str:
    """In place of ``strip_files_prefix``, which makes ``javascript:`` of ``files/javascript:``."""
    return html
