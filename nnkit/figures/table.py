"""The activations side by side, as a table: what each says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nnkit.nn import Activation

HEADS = ("activation", "formula", "range", "derivative", "saturates", "typical use", "trouble")


@dataclass(frozen=True)
class Table:
    """Rows of Markdown under ``heads``; ``plain`` says the same where no formula can be set."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plain: str

    def _repr_markdown_(self) -> str:
        lines = [self.heads, tuple("---" for _ in self.heads), *self.rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def __repr__(self) -> str:
        return self.plain


def activation_table(activations: Iterable[Activation]) -> Table:
    """One row per activation, in the order given."""
    chosen = list(activations)
    return Table(HEADS, tuple(map(_row, chosen)), "\n".join(map(_in_words, chosen)))


def _row(f: Activation) -> tuple[str, ...]:
    name = f"**{f.name}**"
    formula, slope = f"${f.formula}$", f"${f.derivative_formula}$"
    return name, formula, f.range, slope, f.saturates, f.use, f.trouble


def _in_words(f: Activation) -> str:
    return f"{f.name}: range {f.range}; saturates {f.saturates}; for {f.use}; {f.trouble}."
