"""The expressions on which a learner's own numbers are tried. They travel by their text."""

from __future__ import annotations

from typing import Any


class Expression:
    """``a * b + a``: called with up to three numbers, it computes with them."""

    def __init__(self, text: str, source: str = "") -> None:
        self.text = text
        # Compiled as part of this file: in a message, an error in it is no line of the learner's.
        self._build = eval(compile(f"lambda a, b=0, c=0: {source or text}", __file__, "eval"))

    def __call__(self, *numbers: Any) -> Any:
        return self._build(*numbers)


DIAMOND = "(y + y * c) * (y * c + y) with y = a * b"
TWO_LEVELS = "(y + u * c) * (u * c + y) with u = y * c and y = a + b"
TWICE = "a * b, its backward() called twice"
TWO_RESULTS = "a * b, then a + b, each with its backward()"

_PLAIN = [
    "a + b",
    "a * b",
    "a + a",
    "a * a",
    "(a + b) * c",
    "a * b * c",
    "a * b + a",
    "(a + 3) * b",
    "(a * 3) * b",
    "(3 + a) * b",
    "(3 * a) * b",
    "a * a ** 3",
    "a * a ** 0.5",
    "a * a ** -2",
    "a * -a",
    "a * (a - b)",
    "b * (a - b)",
    "a * (a - 3)",
    "a * (3 - a)",
    "a * (b / a)",
    "b * (b / a)",
    "a * (a / 4)",
    "a * (3 / a)",
    "a * a.relu()",
    "c * (a.relu() + b.relu())",
    "a * a.tanh()",
    "b * a.tanh()",
    "a * a.exp()",
    "a * a.log()",
]

EXPRESSIONS: dict[str, Expression] = {
    **{text: Expression(text) for text in _PLAIN},
    DIAMOND: Expression(DIAMOND, "(lambda y: (y + y * c) * (y * c + y))(a * b)"),
    TWO_LEVELS: Expression(
        TWO_LEVELS, "(lambda y: (lambda u: (y + u * c) * (u * c + y))(y * c))(a + b)"
    ),
    TWICE: Expression(TWICE, "[a * b] * 2"),
    TWO_RESULTS: Expression(TWO_RESULTS, "[a * b, a + b]"),
}
