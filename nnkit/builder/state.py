"""One moment of a training, complete: from it training goes on with exactly the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nnkit.nn import Array, BatchNorm, Optimiser, Sequential


class Parameter(NamedTuple):
    """One array of a network: the index of its layer, its name there, and itself."""

    layer: int
    name: str
    array: Array


@dataclass(frozen=True)
class Memory:
    """What an optimiser remembers; it means something to its own kind only."""

    kind: str
    held: tuple[int, dict[str, Array]]

    @classmethod
    def of(cls, optimiser: Optimiser) -> Memory:
        """The memory of this one, copied."""
        return cls(type(optimiser).__name__, optimiser.memory())

    def into(self, optimiser: Optimiser, network: Sequential) -> None:
        """Give it back; an optimiser of another kind starts afresh."""
        mine = type(optimiser).__name__ == self.kind
        optimiser.recall(network, self.held if mine else (0, {}))


@dataclass(frozen=True)
class State:
    """Where training stood: the counts, every array, and the means of the epoch so far."""

    epoch: int
    position: int
    steps: int
    params: tuple[Array, ...]
    memory: Memory
    statistics: tuple[Array, ...] = ()  # the running ones of batch norm
    sums: tuple[float, float] = (0.0, 0.0)  # of loss and accuracy, in the epoch so far


def parameters(network: Sequential) -> list[Parameter]:
    """Every array that is learned, layer by layer; these are the network's own, no copies."""
    return [
        Parameter(i, name, array)
        for i, layer in enumerate(network.layers)
        for name, array in layer.params.items()
    ]


def copied(network: Sequential) -> tuple[Array, ...]:
    """A copy of every parameter, in the order of `parameters`."""
    return tuple(w.copy() for layer in network.layers for w in layer.params.values())


def check(network: Sequential, moment: State) -> None:
    """ValueError where the parameters of that moment aren't those of this network."""
    own = parameters(network)
    if len(own) != len(moment.params):
        raise ValueError(f"This network has {len(own)} parameters; got {len(moment.params)}.")
    for (layer, name, w), value in zip(own, moment.params, strict=True):
        if w.shape != value.shape:
            raise ValueError(f"{name} of layer {layer + 1} is {w.shape}; got {value.shape}.")


def write(network: Sequential, params: Sequence[Array]) -> None:
    """Put these values into the parameters, in place."""
    for (_, _, w), value in zip(parameters(network), params, strict=True):
        w[...] = value


def statistics(network: Sequential) -> tuple[Array, ...]:
    """Copies of all running statistics."""
    return tuple(
        each.copy() for norm in _norms(network) for each in (norm.running_mean, norm.running_var)
    )


def write_statistics(network: Sequential, kept: Sequence[Array]) -> None:
    """Put the running statistics back."""
    for norm, mean, var in zip(_norms(network), kept[::2], kept[1::2], strict=True):
        norm.running_mean, norm.running_var = mean.copy(), var.copy()


def _norms(network: Sequential) -> Iterator[BatchNorm]:
    return (layer for layer in network.layers if isinstance(layer, BatchNorm))
