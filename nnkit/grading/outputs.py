"""What a cell put out, with nothing left in it that could act on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from nnkit.grading.cleaning import clean_html

_TEXTS = frozenset({"text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml"})
_PICTURES = frozenset({"image/png", "image/jpeg"})
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*+")


def clean_outputs(outputs: Iterable[Any]) -> list[Any]:
    """The outputs without scripts, widgets, and all that is no text, table or picture."""
    return [clean for each in outputs if (clean := _clean(each))]


def _clean(output: Any) -> Any | None:
    from nbformat import v4

    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return v4.new_output("stream", name=name, text=_text(output.get("text")))
    if kind == "error":
        said = {part: _text(output.get(part)) for part in ("ename", "evalue")}
        lines = output.get("traceback")
        traceback = [_text(line) for line in lines] if isinstance(lines, list) else []
        return v4.new_output("error", **said, traceback=traceback)
    return _clean_display(output) if kind in ("display_data", "execute_result") else None


def _clean_display(output: Any) -> Any | None:
    from nbformat import v4

    data = dict(_clean_data(output.get("data") or {}))
    if not data:
        return None
    made = v4.new_output(output["output_type"], data, metadata=_described(output, data))
    if output["output_type"] == "execute_result":
        count = output.get("execution_count")
        made.execution_count = count if type(count) is int else None
    return made


def _clean_data(data: Any) -> Iterator[tuple[str, str]]:
    for kind, value in data.items():
        text = clean_html(_text(value)) if kind == "text/html" else _text(value)
        if text and (kind in _TEXTS or (kind in _PICTURES and _BASE64.fullmatch(text))):
            yield kind, text


def _described(output: Any, data: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The pictures' alternative texts and sizes; templates write other metadata unescaped."""
    metadata = output.get("metadata") or {}
    return {
        kind: dict(_description(metadata[kind]))
        for kind in _PICTURES & data.keys()
        if isinstance(metadata.get(kind), dict)
    }


def _description(metadata: Any) -> Iterator[tuple[str, Any]]:
    for name, value in metadata.items():
        size = name in ("width", "height") and type(value) in (int, float)
        if size or (name == "alt" and isinstance(value, str)):
            yield name, value


def _text(value: Any) -> str:
    """A text that may be stored as lines."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""
