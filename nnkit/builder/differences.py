"""In what two specs differ, said in a few words each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnkit.builder.spec import BatchNormSpec, DenseSpec, DropoutSpec, LayerSpec, Spec

_NAMES = {
    "data.name": "Data",
    "data.samples": "Samples",
    "data.noise": "Noise",
    "data.validation": "Validation share",
    "data.seed": "Seed of the data",
    "data.task": "Task",
    "training.optimiser": "Optimiser",
    "training.lr": "Learning rate",
    "training.batch_size": "Batch size",
    "training.l1": "L1 penalty",
    "training.l2": "L2 penalty",
    "training.init": "First weights",
    "training.seed": "Seed of the weights",
}


def differences(before: Spec, now: Spec) -> list[str]:
    """A line for each choice that differs: "Learning rate: 0.1, now 0.3". Locks aren't choices."""
    return [
        *_values("data", before, now),
        *_contents(before, now),
        *_line("Inputs", _inputs(before), _inputs(now)),
        *_line("Hidden layers", in_words(before.layers), in_words(now.layers)),
        *_values("training", before, now),
    ]


def in_words(layers: tuple[LayerSpec, ...]) -> str:
    """ "8 tanh, dropout 0.2, 4 relu", or "none"."""
    return ", ".join(map(_layer, layers)) or "none"


def _inputs(spec: Spec) -> str:
    return ", ".join(spec.features) or "the usual ones"


def _layer(layer: LayerSpec) -> str:
    match layer:
        case DenseSpec(units, activation):
            return f"{units} {activation}"
        case DropoutSpec(p):
            return f"dropout {p:g}"
        case BatchNormSpec():
            return "batch norm"


def _values(part: str, before: Spec, now: Spec) -> Iterator[str]:
    old, new = before.to_json()[part], now.to_json()[part]
    for path, name in _NAMES.items():
        of, _, choice = path.partition(".")
        if of == part:
            yield from _line(name, old[choice], new[choice])


def _contents(before: Spec, now: Spec) -> Iterator[str]:
    """Drawn points and CSV text are too long to be told."""
    if before.data.points != now.data.points:
        yield from _line("Points", len(before.data.points), f"{len(now.data.points)}, others")
    if before.data.text != now.data.text:
        yield "CSV text: another one now"


def _line(name: str, before: Any, now: Any) -> Iterator[str]:
    if before != now:
        yield f"{name}: {_told(before)}, now {_told(now)}"


def _told(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
