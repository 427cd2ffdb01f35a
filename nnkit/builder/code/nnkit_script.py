"""The network as a program with nnkit: run, it has the builder's numbers, and trains on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnkit import nn
from nnkit.builder.code import parts

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

CLASSES = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam"}


def as_nnkit(trainer: Trainer) -> str:
    """A complete program: data, features, network, present weights, and the training loop.

    With START_HERE = False it trains from the seed's first weights, and after as many epochs has
    the builder's numbers, if nothing was changed on the way.
    """
    return TEMPLATE.format(
        data=trainer.spec.data.name,
        sizes=parts.sizes(trainer),
        source=parts.data_lines(trainer),
        features=parts.feature_lines(trainer),
        targets="part.y" if trainer.train.task == "classes" else "part.y[:, np.newaxis]",
        own=parts.own_note(trainer),
        seed=trainer.spec.training.seed,
        layers=_layers(trainer),
        loss=trainer.loss.name,
        optimiser=_optimiser(trainer),
        progress=parts.progress(trainer),
        weights=_weights(trainer),
        statistics=_statistics(trainer),
        batch_size=trainer.spec.training.batch_size,
        dropout=_dropout(trainer),
        epoch=trainer.epoch,
        penalties=_penalties(trainer),
        memory=_memory(trainer),
    )


def _layers(trainer: Trainer) -> str:
    return "".join(f"    {_layer(trainer, layer)},\n" for layer in trainer.network.layers)


def _layer(trainer: Trainer, layer: nn.Layer) -> str:
    if isinstance(layer, nn.Dense):
        return f'nn.Dense({layer.n_in}, {layer.n_out}, "{trainer.spec.training.init}", rng)'
    if isinstance(layer, nn.Activate):
        return f'nn.Activate("{layer.activation.name}")'
    if isinstance(layer, nn.Dropout):
        return f"nn.Dropout({layer.p!r})"
    if isinstance(layer, nn.BatchNorm):
        return f"nn.BatchNorm({layer.n_in})"
    raise TypeError(f"There is no code for {layer!r}.")


def _optimiser(trainer: Trainer) -> str:
    chosen = trainer.spec.training
    return f"{CLASSES[chosen.optimiser]}(lr={chosen.lr!r})"


def _weights(trainer: Trainer) -> str:
    return "".join(f'    "{i}.{name}": {parts.array(w)},\n' for i, name, w in trainer.parameters())


def _statistics(trainer: Trainer) -> str:
    """Batch norm's running statistics are no parameters, but belong to the state."""
    return "".join(
        f"    network.layers[{i}].{name} = np.array({parts.array(getattr(layer, name))})\n"
        for i, layer in enumerate(trainer.network.layers)
        if isinstance(layer, nn.BatchNorm)
        for name in ("running_mean", "running_var")
    )


def _dropout(trainer: Trainer) -> str:
    seed = trainer.spec.training.seed
    return "".join(
        f"            network.layers[{i}].rng = np.random.default_rng([{seed}, epoch, at, {i}])\n"
        for i, layer in enumerate(trainer.network.layers)
        if isinstance(layer, nn.Dropout)
    )


def _penalties(trainer: Trainer) -> str:
    chosen = trainer.spec.training
    return "".join(
        f", {name}={value!r}" for name, value in (("l1", chosen.l1), ("l2", chosen.l2)) if value
    )


def _memory(trainer: Trainer) -> str:
    if trainer.spec.training.optimiser == "sgd":
        return ""
    return (
        "\n# What the optimiser remembers begins anew here; the builder would go on with its own."
    )


TEMPLATE = '''\
"""From the Network Builder: {sizes}, trained on {data}. Needs nnkit."""

import numpy as np

from nnkit import data, nn

EPOCHS = 100
START_HERE = True  # False: train from the first weights, as the builder did

# Data
{source}


{features}


def targets(part):
    return {targets}


X, y = features(train.X), targets(train)

# The network, its first weights drawn as in the builder{own}
rng = np.random.default_rng({seed})
network = nn.Sequential(
{layers})
loss = nn.{loss}
optimiser = nn.{optimiser}

# The weights {progress}
weights = {{
{weights}}}
if START_HERE:
    for name, values in weights.items():
        network.params[name][...] = values
{statistics}

def report(when):
    told = []
    for name, part in (("training", train), ("validation", validation)):
        if len(part):
            outputs = network.predict(features(part.X))
            told.append(f"{{name}} loss {{loss(outputs, targets(part))[0]:.6f}}")
            if hasattr(loss, "decide"):
                told[-1] += f", accuracy {{nn.accuracy(loss.decide(outputs), targets(part)):.1%}}"
    print(f"{{when}}: {{'; '.join(told)}}")


def train_epochs(first, last):
    for epoch in range(first, last):
        order = np.random.default_rng([{seed}, epoch]).permutation(len(X))
        for at in range(0, len(X), {batch_size}):
            rows = order[at : at + {batch_size}]
{dropout}            nn.train_step(network, X[rows], y[rows], loss, optimiser{penalties})

{memory}
report("before")
done = {epoch} if START_HERE else 0
train_epochs(done, done + EPOCHS)
report(f"after {{EPOCHS}} epochs")
'''
