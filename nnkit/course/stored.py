"""Reads stored notebooks as plain JSON, which is quick, and says so when one is damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nnkit.course.errors import CourseError


class DamagedNotebook(CourseError):
    """The file is there but isn't a notebook."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged: it is no notebook. Put back an earlier copy of it.")


def stored_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise DamagedNotebook(path) from None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise DamagedNotebook(path)
    return cells


def stored_markdown(path: Path) -> str:
    """All Markdown of a notebook file."""
    cells = (cell for cell in stored_cells(path) if cell.get("cell_type") == "markdown")
    return "\n".join("".join(cell.get("source", "")) for cell in cells)
