"""A network as the columns of its picture: one for each dense layer, dropout and batch norm.

An activation is no column of its own: it belongs to the dense layer before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nnkit import nn


@dataclass(frozen=True)
class Column:
    """Layers `index` to `end` of a network: a dense layer and its activation, or one layer alone.

    `number` counts the columns from 0, as the layers of a spec do; `nth` counts the dense layers
    from 1. `activation` is "identity" where there is none.
    """

    kind: str  # "dense", "dropout", "batch_norm" or, for anything else, "own"
    number: int
    nth: int
    index: int
    end: int
    units: int
    fan_in: int
    activation: str = "identity"
    output: bool = False

    @property
    def where(self) -> str:
        """As a sentence calls it: "hidden layer 2", "the output layer", "the dropout"."""
        if self.kind == "dense":
            return "the output layer" if self.output else f"hidden layer {self.nth}"
        name = {"dropout": "the dropout", "batch_norm": "the batch norm"}.get(
            self.kind, "the layer"
        )
        return f"{name} after hidden layer {self.nth}" if self.nth else f"{name} after the inputs"


def columns(layers: Sequence[nn.Layer], n_in: int) -> tuple[Column, ...]:
    """The columns of these layers, of which the first takes `n_in` inputs. The inputs are none."""
    found = list(_found(layers, n_in))
    last = max((c.number for c in found if c.kind == "dense"), default=-1)
    return tuple(replace(c, output=c.number == last) for c in found)


def dense_columns(layers: Sequence[nn.Layer], n_in: int) -> tuple[Column, ...]:
    """Only the dense ones."""
    return tuple(c for c in columns(layers, n_in) if c.kind == "dense")


def _found(layers: Sequence[nn.Layer], width: int) -> Iterator[Column]:
    i, number, nth = 0, 0, 0
    while i < len(layers):
        kind, fan_in, end, name = _kind(layers[i]), width, i, "identity"
        if kind == "dense":
            nth += 1
            width = len(layers[i].params["W"])
            if i + 1 < len(layers) and isinstance(layers[i + 1], nn.Activate):
                end, name = i + 1, _activation(layers[i + 1])
        yield Column(kind, number, nth, i, end, width, fan_in, name)
        i, number = end + 1, number + 1


def _kind(layer: nn.Layer) -> str:
    if "W" in layer.params:
        return "dense"
    if isinstance(layer, nn.Dropout):
        return "dropout"
    return "batch_norm" if isinstance(layer, nn.BatchNorm) else "own"


def _activation(layer: nn.Layer) -> str:
    return str(getattr(getattr(layer, "activation", None), "name", "identity"))
