"""What counts of a cell that was handed in: its kind, its text, and which cell it says it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 100_000  # characters of one cell; the longest in the course has some 3,000
_KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown"}
_IDENTITY = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Half a surrogate pair can't be written to any file, and no Python text holds a null character.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class HandedIn:
    """One cell; ``grade_id`` and ``identity`` may be ""."""

    kind: str
    text: str
    grade_id: str = ""
    identity: str = ""


def handed_in(cell: Any) -> HandedIn | None:
    """What counts of ``cell``, whatever it is; None if it is no cell, or has no usable text."""
    if not isinstance(cell, dict):
        return None
    kind, text = cell.get("cell_type"), _text(cell)
    if text is None or not isinstance(kind, str) or kind not in _KINDS:
        return None
    claimed = _nbgrader(cell).get("grade_id")
    return HandedIn(_KINDS[kind], text, _name(claimed), _name(cell.get("id")))


def new_cell(kind: str, text: str, identity: str, metadata: Mapping[str, Any] | None = None) -> Any:
    """A notebook's cell. nbformat's own makers hold each against the whole schema once more."""
    from nbformat import from_dict

    cell = {"cell_type": kind, "id": identity, "metadata": metadata or {}, "source": text}
    ran: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return from_dict(cell | ran)


def _nbgrader(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return ours if isinstance(ours, dict) else {}


def _name(value: object) -> str:
    return value if isinstance(value, str) and _IDENTITY.fullmatch(value) else ""


def _text(cell: dict[str, Any]) -> str | None:
    """The source, which format 3 calls input, as one text; stored as lines or as a whole."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or len(source) > LONGEST:
        return None
    return _UNWRITABLE.sub("\ufffd", source)
