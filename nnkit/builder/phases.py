"""Slow mode: one sample through a network, phase by phase, each with values to put on the picture.

Forward (column by column), loss, backward (column by column), update. Only the update touches the
trainer, and it is `trainer.step("sample")`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nnkit.builder import edge as edges
from nnkit.builder.columns import Column, columns
from nnkit.builder.edge import Edge, Values
from nnkit.builder.formula import Formula
from nnkit.builder.maps import outputs
from nnkit.builder.recording import Passed, rehearse
from nnkit.figures.wording import number
from nnkit.nn import Array

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

_NAMES = {"sgd": "SGD", "momentum": "momentum", "adam": "Adam"}


@dataclass(frozen=True)
class Phase:
    """Where slow mode stands: "forward", "loss", "backward" or "update", and in which column."""

    name: str
    column: Column | None = None


class SlowStep:
    """One training step on the next sample, in slow motion; it begins with the first column.

    `done` after the update. Whoever doesn't go that far leaves the trainer untouched.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._steps = trainer.steps
        self._seen = rehearse(trainer)
        n_in = self._seen.X.shape[1] if self._seen.X is not None else 0
        self._columns = columns(trainer.network.layers, n_in)
        self._phases = [*_phases(self._columns)]
        self._at = 0
        self._before = {name: w.copy() for name, w in trainer.network.params.items()}

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return self._phases[self._at]

    @property
    def done(self) -> bool:
        """Whether the update has been made."""
        return self.phase.name == "update"

    @property
    def stale(self) -> bool:
        """Whether the trainer has gone on by other means, so that this shows the past."""
        return not self.done and self._trainer.steps != self._steps

    def next(self) -> None:
        """On to the next phase; the last one makes the step.

        Nothing more after that, where it is stale, and where the learner's code has stopped it.
        """
        if self.done or self.stale or self._blocked():
            return
        if self._phases[self._at + 1].name == "update":
            self._trainer.step("sample")
        self._at += 1

    def to_json(self, edge: Sequence[int | None] | None = None) -> dict[str, Any]:
        """Everything known up to this phase; and for an edge [layer, to, from] its formula.

        `from` is None for the bias. An edge that isn't there has no formula.
        """
        column = self.phase.column
        return {
            "phase": self.phase.name,
            "column": column.number if column else None,
            "layer": column.index if column else None,
            "step": self._at,
            "done": self.done,
            "inputs": _row(self._seen.X),
            "target": None if self._seen.y is None else _plain(np.ravel(self._seen.y)[0]),
            "loss": _finite(self._seen.loss) if self._loss_known() else None,
            "columns": [self._column(c) for c in self._columns],
            "problem": self._seen.problem if self._blocked() else None,
            "sentence": self._sentence(),
            "formula": self._formula(edge),
        }

    def _blocked(self) -> bool:
        """Whether what comes next was never calculated, because something went wrong there."""
        if self._seen.problem is None:
            return False
        following = self._phases[min(self._at + 1, len(self._phases) - 1)]
        return not self._known(following)

    def _known(self, phase: Phase) -> bool:
        if phase.name == "forward" and phase.column:
            return self._seen.layers[phase.column.end].Y is not None
        if phase.name == "backward" and phase.column:
            return bool(self._dZ(phase.column) is not None)
        return phase.name == "loss" and self._seen.loss is not None

    def _loss_known(self) -> bool:
        return self._at >= len(self._columns)

    def _reached(self, name: str, c: Column) -> bool:
        return any(p.name == name and p.column == c for p in self._phases[: self._at + 1])

    def _column(self, c: Column) -> dict[str, Any]:
        """What is known of a column by now."""
        json: dict[str, Any] = {"kind": c.kind, "layer": c.index}
        if self._reached("forward", c):
            json |= {"z": _row(self._z(c)), "a": _row(self._a(c))}
        if self._reached("backward", c):
            json |= {"dA": _row(self._dA(c)), "dZ": _row(self._dZ(c))}
        return json

    def _z(self, c: Column) -> Array | None:
        return self._seen.layers[c.index].Y

    def _a(self, c: Column) -> Array | None:
        return self._seen.layers[c.end].Y

    def _dA(self, c: Column) -> Array | None:
        return self._seen.layers[c.end].dY

    def _dZ(self, c: Column) -> Array | None:
        """∂L/∂z; of one sample that is ∂L/∂b, should the learner's `backward` keep it to itself."""
        passed: Passed = self._seen.layers[c.index]
        return passed.dY if passed.dY is not None else passed.grads.get("b")

    def _inputs_of(self, c: Column) -> Array | None:
        return self._a(self._columns[c.number - 1]) if c.number else self._seen.X

    # In words

    def _sentence(self) -> str:
        name, c = self.phase.name, self.phase.column
        if name == "forward" and c:
            return self._forward_words(c)
        if name == "backward" and c:
            return self._backward_words(c)
        if name == "loss":
            return f"The loss of this sample is {number(self._seen.loss or 0.0, 4)}."
        return self._update_words()

    def _forward_words(self, c: Column) -> str:
        a = self._a(c)
        if c.kind == "dropout" and a is not None:
            return _dropout_words(c, self._inputs_of(c), a)
        if c.kind == "batch_norm":
            return (
                f"Forward, {c.where}: one sample has no mean and variance of its own, so it takes "
                "the running ones, which stay as they are; γ and β follow."
            )
        f = "" if c.activation == "identity" else f", and sends {_activation(c)} of it on (a)"
        return f"Forward, {c.where}: each unit weighs its inputs, adds its bias (z){f}."

    def _backward_words(self, c: Column) -> str:
        if c.kind == "dropout":
            return f"Backward, {c.where}: what was silenced gets no gradient."
        if c.kind == "batch_norm":
            return f"Backward, {c.where}: the gradient is scaled as the signal was."
        source = "the loss" if c.output else "the layers behind it"
        return (
            f"Backward, {c.where}: from {source} each unit learns its error δ, and from that and "
            "its inputs the gradient of each weight."
        )

    def _update_words(self) -> str:
        if self._trainer.problem is not None:
            return self._trainer.problem.sentence
        training = self._trainer.spec.training
        name = _NAMES[training.optimiser]
        said = (
            f"Update: every weight takes one step against its gradient, by {name} "
            f"with a learning rate of {number(training.lr)}."
        )
        after = self._loss_now()
        if after is None or self._seen.loss is None:
            return said
        return f"{said} The loss of this sample: {number(self._seen.loss, 4)} → {number(after, 4)}."

    def _loss_now(self) -> float | None:
        """With the new weights; None where dropout would make it another network."""
        if self._seen.X is None or self._seen.y is None:
            return None
        if any(c.kind == "dropout" for c in self._columns):
            return None
        out = outputs(self._trainer.network.layers, self._seen.X)[-1]
        return _finite(self._trainer.loss(out, self._seen.y)[0])

    # The chosen edge

    def _formula(self, edge: Sequence[int | None] | None) -> dict[str, str] | None:
        found = Edge.of(edge, self._columns) if edge else None
        shown = self._formula_of(found) if found else None
        return shown.to_json() if shown else None

    def _formula_of(self, edge: Edge) -> Formula | None:
        c, loss = edge.column, self._trainer.loss.name
        match self.phase.name:
            case "forward" if self._reached("forward", c):
                return edges.forward(edge, self._before, self._values(c))
            case "loss":
                return edges.loss(loss, self._seen)
            case "backward" if self._reached("backward", c):
                onward = self._onward(c, edge.to)
                return edges.backward(edge, loss, self._seen, self._values(c), onward)
            case "update":
                return edges.update(edge, self._trainer, self._before, self._seen)
        return None

    def _onward(self, c: Column, unit: int) -> list[tuple[float, float]]:
        """The pairs (w, δ) of the units that take this one's output directly; none otherwise."""
        after = self._columns[c.number + 1] if c.number + 1 < len(self._columns) else None
        if after is None or after.kind != "dense" or (dZ := self._values(after).dZ) is None:
            return []
        weights = self._before[f"{after.index}.W"][:, unit]
        return list(zip(weights.tolist(), dZ.tolist(), strict=True))

    def _values(self, c: Column) -> Values:
        all_of = (self._inputs_of(c), self._z(c), self._a(c), self._dA(c), self._dZ(c))
        return Values(*(None if each is None else np.atleast_2d(each)[0] for each in all_of))


def _phases(found: Sequence[Column]) -> Iterator[Phase]:
    yield from (Phase("forward", c) for c in found)
    yield Phase("loss")
    yield from (Phase("backward", c) for c in reversed(found))
    yield Phase("update")


def _dropout_words(c: Column, before: Array | None, after: Array) -> str:
    if before is None:
        return f"Forward, {c.where}."
    gone = int(((after == 0) & (before != 0)).sum())
    return (
        f"Forward, {c.where}: {gone} of {after.size} signals are silenced, the others made larger."
    )


def _activation(c: Column) -> str:
    return c.activation.replace("_", " ")


def _row(values: Array | None) -> Any:
    return None if values is None else _plain(values[0] if values.ndim > 1 else values)


def _plain(values: Any) -> Any:
    """As JSON: lists of numbers to seven digits, None for what isn't finite."""
    if values is None:
        return None
    array = np.asarray(values, dtype=float)
    if array.ndim:
        return [_plain(each) for each in array]
    return _finite(float(array))


def _finite(value: float | None) -> float | None:
    return float(f"{value:.7g}") + 0.0 if value is not None and math.isfinite(value) else None
