"""What a cell shows: gathered from the kernel's messages with suspicion, and within limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nbformat import from_dict

from nnkit.grading.limits import Limits

CUT = "… The rest of the output is left out: there is too much of it."
LIVE = "application/vnd.jupyter.widget"  # no kernel will stand behind these views
Output = dict[str, Any]


class Malformed(ValueError):
    """A message that no honest kernel sends."""


class Room:
    """What may still be kept of the outputs of the whole notebook."""

    def __init__(self, limits: Limits, draw: bool = True) -> None:
        self.limits, self.draw, self.left = limits, draw, limits.notebook_bytes
        self.displays: dict[str, list[Output]] = {}

    def new_cell(self, number: int) -> Outputs:
        return Outputs(self, number)


class Outputs:
    """The outputs of one cell. ``take`` never raises for what a kernel can send.

    ``raised`` is the last error that was shown, kept or not.
    """

    def __init__(self, room: Room, number: int) -> None:
        self.room, self.number = room, number
        self.kept: list[Output] = []
        self.bytes, self.cut, self.clear_next = 0, False, False
        self.raised: Output | None = None

    def take(self, kind: str, content: Any) -> None:
        """Keep what this message shows; what is malformed, or too much, is dropped."""
        try:
            _demand_flat(content, self.room.limits.nesting)
            if kind == "clear_output":
                self._clear(content)
            elif kind == "update_display_data":
                self._update(content)
            else:
                self._add(_output(kind, content, self.number), _display_id(content))
        except Malformed:
            pass

    def _clear(self, content: Any) -> None:
        if isinstance(content, Mapping) and content.get("wait"):
            self.clear_next = True
        else:
            self.kept.clear()

    def _update(self, content: Any) -> None:
        data = _data(content)
        size = _size(data)
        for output in self.room.displays.get(_display_id(content), []):
            if self._fits(size):
                output["data"] = self._shown(data)

    def _add(self, output: Output, display: str) -> None:
        if output["output_type"] == "error":
            self.raised = output
        if self.clear_next:
            self.kept.clear()
            self.clear_next = False
        if self.cut or not self._fits(_size(output)):
            return
        if "data" in output:
            output["data"] = self._shown(output["data"])
            if not output["data"]:
                return
        if display:
            self.room.displays.setdefault(display, []).append(output)
        if not self._joined(output):
            self.kept.append(output)

    def _shown(self, data: dict[str, Any]) -> dict[str, Any]:
        """Without what needs a live kernel, and pictures where none are wanted."""
        return {
            kind: value
            for kind, value in data.items()
            if not kind.startswith(LIVE) and (self.room.draw or not kind.startswith("image/"))
        }

    def _joined(self, output: Output) -> bool:
        """Text goes on where text of the same stream ended."""
        last = self.kept[-1] if self.kept else {}
        if output["output_type"] != "stream" or last.get("name") != output["name"]:
            return False
        last["text"] += output["text"]
        return True

    def _fits(self, size: int) -> bool:
        limits = self.room.limits
        full = self.bytes + size > limits.cell_bytes or size > self.room.left
        if full or len(self.kept) >= limits.cell_outputs:
            self._cut()
            return False
        self.bytes += size
        self.room.left -= size
        return True

    def _cut(self) -> None:
        if not self.cut:
            self.kept.append(_new("stream", name="stdout", text=f"\n{CUT}\n"))
        self.cut = True


def _demand_flat(value: Any, most: int) -> None:
    """Raises ``Malformed`` for parts within parts that nothing could copy without an end."""
    if not most:
        raise Malformed("nested too deeply")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _demand_flat(part, most - 1)


def _output(kind: str, content: Any, number: int) -> Output:
    """The output as nbformat has it. Raises ``Malformed``."""
    if kind == "stream":
        name, text = _text(content, "name"), _text(content, "text")
        return _new("stream", name="stderr" if name == "stderr" else "stdout", text=text)
    if kind == "error":
        return error(
            _text(content, "ename"), _text(content, "evalue"), _lines(content, "traceback")
        )
    if kind == "display_data":
        return _new(kind, data=_data(content), metadata=_metadata(content))
    if kind == "execute_result":
        shown = {"data": _data(content), "metadata": _metadata(content)}
        return _new(kind, execution_count=number, **shown)
    raise Malformed(kind)


def error(name: str, text: str, traceback: list[str]) -> Output:
    return _new("error", ename=name, evalue=text, traceback=traceback)


def result(data: dict[str, Any], number: int) -> Output:
    """What a cell's last line gives."""
    return _new("execute_result", data=data, metadata={}, execution_count=number)


def _new(kind: str, **facts: Any) -> Output:
    """Made of checked parts: `new_output` would hold each against the whole schema once more."""
    output: Output = from_dict({"output_type": kind, **facts})
    return output


def text(said: str) -> Output:
    """What the grader says on standard output."""
    return _new("stream", name="stdout", text=said)


def _text(content: Any, name: str) -> str:
    value = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(value, str):
        raise Malformed(name)
    return _storable(value)


def _lines(content: Any, name: str) -> list[str]:
    value = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise Malformed(name)
    return [_storable(line) for line in value]


def _data(content: Any) -> dict[str, Any]:
    """The bundle: text for every kind of text and picture, anything for a kind of JSON."""
    data = content.get("data") if isinstance(content, Mapping) else None
    if not isinstance(data, dict):
        raise Malformed("data")
    return {
        _storable(kind): _storable(value) if isinstance(value, str) else value
        for kind, value in data.items()
        if isinstance(value, str) or kind.endswith("json")
    }


def _metadata(content: Any) -> dict[str, Any]:
    metadata = content.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _display_id(content: Any) -> str:
    transient = content.get("transient") if isinstance(content, Mapping) else None
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else ""


def _storable(text: str) -> str:
    """Half a surrogate pair can't be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _size(value: Any) -> int:
    """Bytes as JSON. Raises ``Malformed`` for what a notebook's file can't hold."""
    try:
        return len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except (TypeError, ValueError, RecursionError):
        raise Malformed("not for a file") from None
