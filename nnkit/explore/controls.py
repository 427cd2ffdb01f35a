"""The controls of an explorer: what they set, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnkit.figures.wording import number

Spec = dict[str, Any]


def slider(trait: str, label: str, values: Iterable[float], before: str = "") -> Spec:
    """Chooses one of ``values`` for a trait, in their order."""
    choices = [float(value) for value in values]
    texts = [before + number(value) for value in choices]
    return {"kind": "slider", "trait": trait, "label": label, "values": choices, "texts": texts}


def choice(trait: str, label: str, values: Iterable[str | float]) -> Spec:
    """A menu of ``values`` for a trait."""
    choices = list(values)
    texts = [each if isinstance(each, str) else number(each) for each in choices]
    return {"kind": "choice", "trait": trait, "label": label, "values": choices, "texts": texts}


def switch(trait: str, label: str) -> Spec:
    """A button that stays pressed while its trait is true."""
    return {"kind": "switch", "trait": trait, "label": label}


def button(press: str, label: str) -> Spec:
    """Calls the explorer's ``press`` with a word."""
    return {"kind": "button", "press": press, "label": label}
