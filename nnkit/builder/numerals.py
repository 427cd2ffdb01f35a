"""A number as JSON, inside a formula, and as it is said."""

from __future__ import annotations

import math

from nnkit.figures.wording import number


def finite(value: float) -> float | None:
    """As JSON: None for NaN and infinity."""
    return float(value) if math.isfinite(value) else None


def tex(value: float) -> str:
    """To four digits: −1.44, or 1.2 × 10⁻⁵."""
    text = number(value, 4).replace("−", "-").replace("∞", r"\infty")
    if text == "NaN":
        return r"\text{NaN}"
    head, _, power = text.partition("e")
    return rf"{head} \times 10^{{{int(power)}}}" if power else head


def factor(value: float) -> str:
    """With brackets where a sign or a power would be misread after a dot or a minus."""
    text = tex(value)
    return f"({text})" if text.startswith("-") else text


def plus(value: float) -> str:
    """+ 0.3 or − 0.3, to be put behind a sum."""
    text = tex(value)
    return f"- {text[1:]}" if text.startswith("-") else f"+ {text}"


def say(value: float) -> str:
    """As a screen reader should say it: no sign that it could swallow."""
    text = number(value, 4)
    if not math.isfinite(value):
        return {"∞": "infinity", "−∞": "minus infinity"}.get(text, "not a number")
    head, _, power = text.partition("e")
    spoken = head.replace("−", "minus ")
    return f"{spoken} times ten to the power of {_whole(power)}" if power else spoken


def _whole(power: str) -> str:
    n = int(power.replace("−", "-"))
    return f"minus {-n}" if n < 0 else str(n)
