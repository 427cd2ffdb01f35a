"""How figures put numbers into words: rounded, with a real minus sign."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def number(value: float, digits: int = 3) -> str:
    """``value`` to three significant digits: −0.30000000000000004 reads −0.3."""
    if not np.isfinite(value):
        return {np.inf: "∞", -np.inf: "−∞"}.get(float(value), "NaN")
    rounded = float(f"{value:.{digits}g}") + 0.0  # + 0.0 turns −0 into 0
    big = abs(rounded) >= 1e5 or 0 < abs(rounded) < 1e-4
    return (f"{rounded:.{digits}g}" if big else f"{rounded:.6f}".rstrip("0").rstrip(".")).replace(
        "-", "−"
    )


def vector(values: npt.ArrayLike, digits: int = 3) -> str:
    """``[1, -0.5]`` reads (1, −0.5)."""
    flat = np.ravel(np.asarray(values, float))
    return "(" + ", ".join(number(value, digits) for value in flat) + ")"


def listing(words: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = list(words) or ["none"]
    return f"{', '.join(head)} and {last}" if head else last


def plus(terms: Iterable[str]) -> str:
    """Joins terms by + or, before a negative one, by −: ``2·x1 − x2``."""
    return " + ".join(terms).replace("+ −", "− ")


def line_equation(w: npt.ArrayLike, b: float, names: tuple[str, ...]) -> str:
    """``w·x + b = 0`` with its numbers: −2·days + smell − 1 = 0. Terms that are 0 are left out."""
    terms = [_term(value, name) for value, name in zip(np.ravel(w), names, strict=True) if value]
    return plus([*terms, number(b)] if b else terms) + " = 0"


def _term(value: float, name: str) -> str:
    if abs(value) == 1:
        return name if value > 0 else f"−{name}"
    return f"{number(value)}·{name}"
