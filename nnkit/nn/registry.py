"""Finding something by its name, with an error that offers the nearest names."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

Entry = TypeVar("Entry")


def lookup(registry: Mapping[str, Entry], name: str, kind: str) -> Entry:
    """The entry called `name`. Raises ValueError for an unknown one, and says what there is."""
    if name in registry:
        return registry[name]
    near = get_close_matches(str(name), registry)
    question = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise ValueError(f"There is no {kind} {name!r}.{question} There are: {', '.join(registry)}.")
