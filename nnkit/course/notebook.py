"""Notebooks that come out the same, byte for byte, from the same source on every machine."""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nnkit.course.contract import Points, grade_id, nbgrader_metadata
from nnkit.course.source import Cell

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def to_notebook(cells: Sequence[Cell], points: Points) -> Any:
    """The cells as a notebook that hasn't run yet, with all that nbgrader needs."""
    from nbformat import v4

    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for cell in cells:
        seen[cell.kind, cell.source] += 1
        new = v4.new_code_cell if cell.kind == "code" else v4.new_markdown_cell
        identity = _cell_id(cell, seen[cell.kind, cell.source])
        made.append(new(cell.source, id=identity, metadata=_metadata(cell, points)))
    return v4.new_notebook(cells=made, metadata=metadata())


def metadata() -> Any:
    """The metadata of every notebook of the course."""
    from nbformat import from_dict

    return from_dict(copy.deepcopy(_METADATA))


def _cell_id(cell: Cell, occurrence: int) -> str:
    """The cell's grade_id; else a short hash which stays when other cells change."""
    content = "\0".join([cell.kind, cell.source, str(occurrence)])
    return grade_id(cell) or hashlib.sha256(content.encode()).hexdigest()[:12]


def _metadata(cell: Cell, points: Points) -> dict[str, Any]:
    if "nbgrader" not in cell.metadata:
        return cell.metadata
    return cell.metadata | {"nbgrader": nbgrader_metadata(cell, points)}


def as_text(notebook: Any) -> str:
    """The notebook as it is stored."""
    import nbformat

    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def from_text(text: str) -> Any:
    """The notebook that is stored as ``text``."""
    import nbformat

    return nbformat.reads(text, as_version=4)
