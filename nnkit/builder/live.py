"""Which choices can change while training goes on, and how they do."""

from __future__ import annotations

from dataclasses import replace

from nnkit.builder.spec import DropoutSpec, Locks, Spec, Training
from nnkit.nn import Dropout, Optimiser, Sequential


def is_live(old: Spec, new: Spec) -> bool:
    """Whether the network of `old` can go on under `new`.

    So it can for another optimiser, learning rate, batch size, penalty or probability to drop, and
    for other drawn points, as long as they take the same outputs.
    """
    return _lasting(old) == _lasting(new)


def adjust(network: Sequential, optimiser: Optimiser, spec: Spec) -> None:
    """Give the running network and optimiser the live choices that they hold themselves."""
    optimiser.lr = spec.training.lr
    chosen = iter([layer for layer in spec.layers if isinstance(layer, DropoutSpec)])
    for layer in network.layers:
        if isinstance(layer, Dropout):
            layer.p = next(chosen).p


def _lasting(spec: Spec) -> Spec:
    """The spec with everything live as usual."""
    training = Training(init=spec.training.init, seed=spec.training.seed)
    layers = tuple(
        DropoutSpec() if isinstance(layer, DropoutSpec) else layer for layer in spec.layers
    )
    data = replace(spec.data, points=()) if spec.data.name == "points" else spec.data
    return replace(spec, data=data, training=training, layers=layers, locks=Locks())
