"""What ails a network, each in a sentence: what, where, what to try. Of a healthy one, nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnkit import nn
from nnkit.builder.columns import Column, dense_columns
from nnkit.builder.maps import outputs
from nnkit.figures.wording import listing, number
from nnkit.nn import Array

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

Units = npt.NDArray[np.intp]

_LOOKED_AT = 500  # samples; more cost time and hardly change a verdict
_FLAT = 0.05  # of the steepest slope: less is saturated
_NEARLY_ALL = 0.95
# Healthy networks stay above 0.05 (tried: 1 to 8 layers of each activation but sigmoid); seven
# layers of sigmoids waver between 0.00002 and 0.004 from batch to batch.
_VANISHED, _EXPLODED = 5e-3, 1e3
_SPARED = "The others can do the work: mind it only if the network gets no better."
_KILLED = "Reset with a smaller learning rate, or take leaky ReLU."
_MOST_NAMED = 6  # units; a longer list is for nobody
_PATIENCE = 20  # epochs
_RISE, _WORTH = 1.15, 0.05  # of the best validation loss; of the first one


@dataclass(frozen=True)
class Finding:
    """`kind` is "dead", "saturated", "symmetric", "vanishing", "exploding", "nan", "overfitting".

    `layer` is an index in `network.layers`, `unit` one of its units; None for more than one.
    """

    kind: str
    layer: int | None
    unit: int | None
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """As the page gets it."""
        return asdict(self)


@dataclass(frozen=True)
class Patient:
    """What is looked at: the layers, training samples X (n, n_in), gradients by name, the curves.

    `rows` are (epoch, loss, val_loss, accuracy, val_accuracy). `of_all` is the number of training
    samples, of which X may be a part.
    """

    layers: Sequence[nn.Layer]
    X: Array
    of_all: int
    grads: Mapping[str, Array]
    rows: Array
    lr: float = 0.0


def diagnose(trainer: Trainer) -> list[Finding]:
    """What ails the trainer's network now; nothing where its problem tells why training stopped."""
    if trainer.problem is not None:
        return []
    X = trainer.train.X
    return findings(
        Patient(
            trainer.network.layers,
            some(X),
            len(X),
            trainer.network.grads,
            trainer.history.rows,
            trainer.optimiser.lr,
        )
    )


def findings(patient: Patient) -> list[Finding]:
    """All that is found; where numbers overflow, only in which layer that began."""
    found = outputs(patient.layers, patient.X)
    dense = dense_columns(patient.layers, patient.X.shape[1])
    with np.errstate(all="ignore"):
        if sick := _not_finite(patient, dense, found):
            return [sick]
        return [
            *(f for c in dense if (f := _symmetric(patient, c))),
            *(f for c in dense if (f := _dead(patient, c, found[c.end]))),
            *(f for c in dense if (f := _saturated(patient, c, found[c.index]))),
            *_gradients(patient, dense),
            *_overfitting(patient.rows),
        ]


def some(X: Array) -> Array:
    """At most 500 samples of X, evenly taken."""
    return X[:: -(-len(X) // _LOOKED_AT)] if len(X) > _LOOKED_AT else X


def _not_finite(p: Patient, dense: Sequence[Column], found: Sequence[Array]) -> Finding | None:
    for c in dense:
        weights = all(np.isfinite(w).all() for w in p.layers[c.index].params.values())
        if weights and np.isfinite(found[c.index]).all():
            continue
        what = "The sums" if weights else "The weights"
        cure = f"{number(p.lr)} is" if p.lr else "it is"
        return Finding(
            "nan",
            c.index,
            None,
            f"{what} of {c.where} are no longer finite, and there it began: the steps were too "
            f"large. The learning rate is the likely cause, {cure} too much here. Make it ten "
            "times smaller and reset.",
        )
    return None


def _symmetric(p: Patient, c: Column) -> Finding | None:
    params = p.layers[c.index].params
    if c.output or c.units < 2 or any(np.ptp(w, axis=0).any() for w in params.values()):
        return None
    return Finding(
        "symmetric",
        c.index,
        None,
        f"All {c.units} units of {c.where} have the same weights, so they get the same gradients "
        f"and stay equal: together they do the work of one. Choose another initialisation than "
        "zeros, and reset.",
    )


def _dead(p: Patient, c: Column, a: Array) -> Finding | None:
    if c.activation != "relu" or not len(a):
        return None
    dead = np.flatnonzero(~a.any(axis=0))
    if not len(dead):
        return None
    return Finding(
        "dead",
        c.index,
        _only(dead),
        f"{_units(dead, c, 'ReLU unit')} dead: 0 for {_samples(p)}, so the slope is 0 too and no "
        f"gradient changes {'its' if len(dead) == 1 else 'their'} weights. "
        + (_SPARED if 2 * len(dead) < c.units else _KILLED),
    )


def _saturated(p: Patient, c: Column, z: Array) -> Finding | None:
    steepest = {"sigmoid": 0.25, "tanh": 1.0}.get(c.activation)
    if steepest is None or not len(z):
        return None
    slope = nn.ACTIVATIONS[c.activation].derivative(z)
    flat = np.flatnonzero((slope < _FLAT * steepest).mean(axis=0) >= _NEARLY_ALL)
    if 2 * len(flat) < c.units:  # a few sharp borders are no illness
        return None
    return Finding(
        "saturated",
        c.index,
        _only(flat),
        f"{_units(flat, c, f'{c.activation} unit')} saturated: for nearly all training points on "
        "the flat part of the curve, where hardly any gradient passes. Reset with smaller weights "
        "(Xavier), use a smaller learning rate, or take ReLU.",
    )


def _gradients(p: Patient, dense: Sequence[Column]) -> Iterator[Finding]:
    sizes = [_rms(p.grads.get(f"{c.index}.W")) for c in dense]
    if not sizes or not np.isfinite(sizes).all():
        return
    largest = max(sizes)
    first, biggest = dense[0], dense[int(np.argmax(sizes))]
    if 0 < sizes[0] < _VANISHED * largest:
        yield Finding(
            "vanishing",
            first.index,
            None,
            f"The gradients vanish on their way back: in {first.where} they are "
            f"{_times(largest / sizes[0])} smaller than in {biggest.where}, so it hardly learns. "
            "Try ReLU or tanh, fewer layers, He or Xavier initialisation, or batch norm.",
        )
    elif largest > _EXPLODED or 0 < sizes[-1] * _EXPLODED < sizes[0]:
        yield Finding(
            "exploding",
            biggest.index,
            None,
            f"The gradients explode: in {biggest.where} a weight's gradient is about "
            f"{number(largest, 2)}. Try a smaller learning rate, Xavier or He initialisation, "
            "fewer layers, and targets of the size of 1.",
        )


def _overfitting(rows: Array) -> Iterator[Finding]:
    """The validation loss has been rising for long while the training loss went on falling."""
    rows = rows[np.isfinite(rows[:, 1:3]).all(axis=1)] if len(rows) else rows
    if len(rows) < 8:
        return
    best = int(rows[:, 2].argmin())
    since, end = rows[best, 0], rows[-1, 0]
    train, validation = np.median(rows[-3:, 1]), np.median(rows[-3:, 2])
    if end - since < max(_PATIENCE, 0.2 * end):
        return
    lowest = rows[best, 2]
    if validation < max(_RISE * lowest, lowest + _WORTH * rows[0, 2]):
        return
    if train < 0.95 * rows[best, 1]:
        yield Finding(
            "overfitting",
            None,
            None,
            f"Over-fitting since epoch {max(since, 1):.0f}: the validation loss has risen from "
            f"{number(lowest)} to {number(float(validation))} while the training loss fell "
            f"to {number(float(train))}. Stop there, or try more data, fewer units, dropout or L2.",
        )


def _rms(g: Array | None) -> float:
    return float(np.sqrt(np.mean(g * g))) if g is not None and g.size else 0.0


def _only(units: Units) -> int | None:
    return int(units[0]) if len(units) == 1 else None


def _units(which: Units, c: Column, name: str) -> str:
    """ "2 of 8 ReLU units of hidden layer 1 (numbers 3 and 5) are"."""
    verb = "is" if len(which) == 1 else "are"
    plural = name if c.units == 1 else f"{name}s"
    if len(which) == c.units:
        all_of = f"All {c.units} {plural}" if c.units > 1 else f"The {name}"
        return f"{all_of} of {c.where} {verb}"
    some = f"{len(which)} of {c.units} {plural} of {c.where}"
    if len(which) > _MOST_NAMED:
        return f"{some} {verb}"
    numbers = listing(str(unit + 1) for unit in which)
    label = "number" if len(which) == 1 else "numbers"
    return f"{some} ({label} {numbers}) {verb}"


def _samples(p: Patient) -> str:
    if len(p.X) < p.of_all:
        return f"all {len(p.X)} training points looked at"
    return f"all {p.of_all:,} training points"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times" if ratio < 1e7 else f"{number(ratio, 2)} times"
