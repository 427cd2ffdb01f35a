"""The formula of one connection in one phase of slow mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnkit import nn
from nnkit.builder import formula
from nnkit.builder.columns import Column
from nnkit.builder.formula import Formula, Taken
from nnkit.nn import Array

if TYPE_CHECKING:
    from nnkit.builder.recording import Rehearsal
    from nnkit.builder.trainer import Trainer


@dataclass(frozen=True)
class Edge:
    """The weight from unit `source` of the column before to unit `to`; source None: the bias."""

    column: Column
    to: int
    source: int | None

    @classmethod
    def of(cls, edge: Sequence[int | None], columns: Sequence[Column]) -> Edge | None:
        """From [layer, to, from]; from None is the bias. None if there is no such edge."""
        layer, to, source = (*edge, None, None, None)[:3]
        c = next((c for c in columns if c.kind == "dense" and c.index == layer), None)
        if c is None or to is None or not 0 <= to < c.units:
            return None
        if source is None:
            return cls(c, to, None)
        return cls(c, to, source) if 0 <= source < c.fan_in else None

    @property
    def parameter(self) -> tuple[str, tuple[int, ...]]:
        """The name and the place of its number: "0.W" at (to, source), or "0.b" at (to,)."""
        if self.source is None:
            return f"{self.column.index}.b", (self.to,)
        return f"{self.column.index}.W", (self.to, self.source)


@dataclass(frozen=True)
class Values:
    """What a dense column has for one sample; each of shape (units,), None while not known."""

    inputs: Array | None
    z: Array | None
    a: Array | None
    dA: Array | None
    dZ: Array | None


def forward(edge: Edge, before: Mapping[str, Array], v: Values) -> Formula | None:
    """z = Σ wa + b, a = f(z), for the unit that the edge leads to."""
    if v.inputs is None or v.z is None or v.a is None:
        return None
    c, to = edge.column, edge.to
    W, b = before[f"{c.index}.W"], before[f"{c.index}.b"]
    z, a = float(v.z[to]), float(v.a[to])
    return formula.forward(
        W[to].tolist(), v.inputs.tolist(), float(b[to]), edge.source, z, c.activation, a
    )


def loss(name: str, seen: Rehearsal) -> Formula | None:
    """The loss from the outputs and the target."""
    if seen.outputs is None or seen.y is None or seen.loss is None:
        return None
    target = float(np.ravel(seen.y)[0])
    return formula.loss(name, np.ravel(seen.outputs).tolist(), target, seen.loss)


def backward(
    edge: Edge,
    name: str,
    seen: Rehearsal,
    v: Values,
    onward: Sequence[tuple[float, float]] = (),
) -> Formula | None:
    """δ of the unit that the edge leads to, then ∂L/∂w = δ · a.

    `onward` as in `formula.hidden_error`.
    """
    if v.dZ is None or v.inputs is None:
        return None
    delta = float(v.dZ[edge.to])
    a = None if edge.source is None else float(v.inputs[edge.source])
    parts = [
        _error(edge, name, seen, v, onward),
        formula.gradient(delta, a, delta if a is None else delta * a),
    ]
    return formula.joined(*(part for part in parts if part))


def update(
    edge: Edge, trainer: Trainer, before: Mapping[str, Array], seen: Rehearsal
) -> Formula | None:
    """w ← w − the step that the optimiser has taken."""
    name, place = edge.parameter
    g = seen.layers[edge.column.index].grads.get(name.rpartition(".")[2])
    if g is None or trainer.problem is not None:
        return None
    training, optimiser = trainer.spec.training, trainer.optimiser
    t, kept = optimiser.memory()
    free = edge.source is None  # penalties are for weights
    return formula.update(
        Taken(
            optimiser=training.optimiser,
            before=float(before[name][place]),
            after=float(trainer.network.params[name][place]),
            gradient=float(g[place]),
            lr=optimiser.lr,
            l1=0.0 if free else training.l1,
            l2=0.0 if free else training.l2,
            memory=tuple(float(each[place]) for each in kept.get(name, ())),
            betas=_betas(optimiser),
            t=t,
            bias=free,
        )
    )


def _error(
    edge: Edge, name: str, seen: Rehearsal, v: Values, onward: Sequence[tuple[float, float]]
) -> Formula | None:
    assert v.dZ is not None
    delta = float(v.dZ[edge.to])
    if not edge.column.output:
        if v.dA is None or v.z is None:
            return None
        dA, z = float(v.dA[edge.to]), float(v.z[edge.to])
        f = edge.column.activation
        slope = float(nn.ACTIVATIONS[f].derivative(z)) if f in nn.ACTIVATIONS else None
        return formula.hidden_error(dA, z, f, slope, delta, onward)
    if seen.outputs is None or seen.y is None:
        return None
    said, wanted = _said_and_wanted(name, seen.outputs[0], seen.y)
    return formula.output_error(name, float(said[edge.to]), float(wanted[edge.to]), delta)


def _said_and_wanted(name: str, out: Array, y: Array) -> tuple[Array, Array]:
    """What the output layer says, as prediction or probabilities, and what it should say."""
    if name == "cross_entropy":
        return nn.softmax(out), nn.one_hot(np.ravel(y).astype(int), len(out))[0]
    target = np.ravel(y).astype(float)
    return (out if name == "mse" else nn.sigmoid(out)), target


def _betas(optimiser: nn.Optimiser) -> tuple[float, ...]:
    if isinstance(optimiser, nn.Adam):
        return optimiser.beta1, optimiser.beta2
    return (optimiser.beta,) if isinstance(optimiser, nn.Momentum) else ()
