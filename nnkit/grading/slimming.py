"""Cuts from a notebook's JSON what is never looked at, before it is parsed: outputs may be huge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnkit.grading.opening import Refused

_UNREAD = (b'"outputs"', b'"attachments"', b'"widgets"')
# A string, closed or not, or a bracket. Nothing is looked at twice, whatever the bytes are.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[][{}]', re.DOTALL)
_MOST = 5_000_000  # tokens: some two seconds


def without_outputs(data: bytes) -> bytes:
    """The JSON text with outputs, attachments and widgets empty; all else as it is, even damage.

    Raises ``Refused`` if it has more parts than any notebook that a person made.
    """
    kept, start = [], 0
    for opened, closed in _unread(data):
        kept.append(data[start:opened])
        start = closed
    return b"".join([*kept, data[start:]])


def _unread(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the insides of what is never looked at begin and end."""
    depth, opened, key_end = 0, 0, -1
    for count, token in enumerate(_TOKEN.finditer(data)):
        if count > _MOST:
            raise Refused("The notebook has millions of parts. Clear its outputs and save it.")
        first = data[token.start()]
        if depth:
            depth += (first in b"[{") - (first in b"]}")
            if not depth:
                yield opened, token.start()
        elif first in b"[{" and key_end >= 0 and _is_colon(data, key_end, token.start()):
            depth, opened = 1, token.end()
        key_end = token.end() if _is_unread(data, token.start(), token.end()) else -1


def _is_unread(data: bytes, start: int, end: int) -> bool:
    return end - start < 16 and data[start:end] in _UNREAD


def _is_colon(data: bytes, start: int, end: int) -> bool:
    return end - start < 64 and data[start:end].strip() == b":"
