"""The network as a program with PyTorch: the same layers, weights, loss and optimiser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnkit import nn
from nnkit.builder.code import parts

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

ACTIVATIONS = {
    "identity": "nn.Identity()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "elu": "nn.ELU()",
    "step": "Step()",
}
LOSSES = {
    "binary_cross_entropy": "nn.BCEWithLogitsLoss()",
    "cross_entropy": "nn.CrossEntropyLoss()",
    "mse": "nn.MSELoss()",
}
OPTIMISERS = {
    "sgd": "torch.optim.SGD(network.parameters(), lr={lr!r})",
    "momentum": "torch.optim.SGD(network.parameters(), lr={lr!r}, momentum=0.9)",
    "adam": "torch.optim.Adam(network.parameters(), lr={lr!r})",
}
INITIALISERS = {
    "xavier": "nn.init.xavier_normal_(layer.weight)",
    "he": 'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")',
    "normal": "nn.init.normal_(layer.weight)",
    "zeros": "nn.init.zeros_(layer.weight)",
}
DECISIONS = {"binary": "(outputs >= 0) == (y > 0.5)", "classes": "outputs.argmax(dim=1) == y"}
ALONE = """\
            if len(rows) == 1:
                continue  # PyTorch's batch norm takes no batch of one
"""
STEP = '''

class Step(nn.Module):
    """1 where z ≥ 0, else 0. Its slope is 0: nothing in front of it learns."""

    def forward(self, z):
        return (z >= 0).to(z.dtype) + 0 * z
'''


def as_pytorch(trainer: Trainer) -> str:
    """A complete program; its data comes from nnkit, or from wherever you have yours.

    Its predictions are those of the builder. Training on from the same weights, SGD without dropout
    takes the same steps too, for the order of the samples is the same.
    """
    classes = trainer.train.task == "classes"
    decision = DECISIONS.get(trainer.train.task)
    return TEMPLATE.format(
        data=trainer.spec.data.name,
        sizes=parts.sizes(trainer),
        source=parts.data_lines(trainer),
        features=parts.feature_lines(trainer),
        targets="torch.tensor(part.y)"
        if classes
        else "torch.tensor(part.y[:, np.newaxis]).double()",
        step=STEP if "Step()" in _layers(trainer) else "",
        own=parts.own_note(trainer),
        seed=trainer.spec.training.seed,
        layers=_layers(trainer),
        loss=LOSSES[trainer.loss.name],
        optimiser=OPTIMISERS[trainer.spec.training.optimiser].format(lr=trainer.spec.training.lr),
        init=INITIALISERS[trainer.spec.training.init],
        progress=parts.progress(trainer),
        weights=_weights(trainer),
        batch_size=trainer.spec.training.batch_size,
        epoch=trainer.epoch,
        penalties=_penalties(trainer),
        alone=ALONE if "BatchNorm1d" in _layers(trainer) else "",
        accuracy=f'\n            told[-1] += f", accuracy {{({decision}).double().mean():.1%}}"'
        if decision
        else "",
    )


def _layers(trainer: Trainer) -> str:
    return "".join(f"    {_layer(layer)},\n" for layer in trainer.network.layers)


def _layer(layer: nn.Layer) -> str:
    if isinstance(layer, nn.Dense):
        return f"nn.Linear({layer.n_in}, {layer.n_out})"
    if isinstance(layer, nn.Activate):
        return ACTIVATIONS[layer.activation.name]
    if isinstance(layer, nn.Dropout):
        return f"nn.Dropout({layer.p!r})"
    if isinstance(layer, nn.BatchNorm):
        return f"nn.BatchNorm1d({layer.n_in})"
    raise TypeError(f"There is no code for {layer!r}.")


def _weights(trainer: Trainer) -> str:
    """A state_dict: PyTorch's names for the same arrays, of the same shapes."""
    names = {"W": "weight", "b": "bias", "gamma": "weight", "beta": "bias"}
    lines = [(f"{i}.{names[name]}", w) for i, name, w in trainer.parameters()]
    for i, layer in enumerate(trainer.network.layers):
        if isinstance(layer, nn.BatchNorm):
            lines += [
                (f"{i}.{name}", getattr(layer, name)) for name in ("running_mean", "running_var")
            ]
    return "".join(f'    "{name}": {parts.array(w)},\n' for name, w in lines)


def _penalties(trainer: Trainer) -> str:
    """Added to the loss, for weights alone; weight_decay would take the biases too."""
    chosen = trainer.spec.training
    prices = (("L1", chosen.l1, "W.abs().sum()"), ("L2", chosen.l2 / 2, "(W**2).sum()"))
    return "".join(
        f"            cost = cost + {price!r} * sum({term} for W in dense_weights)  # {name}\n"
        for name, price, term in prices
        if price
    )


TEMPLATE = '''\
"""From the Network Builder: {sizes}, trained on {data}. Needs PyTorch; the data is nnkit's."""

import numpy as np
import torch
from torch import nn

from nnkit import data

EPOCHS = 100
START_HERE = True  # False: train from new weights (PyTorch draws others than nnkit)

torch.set_default_dtype(torch.float64)
torch.manual_seed({seed})

# Data: put your own here, if you like
{source}


{features}


def tensors(part):
    return torch.tensor(features(part.X)), {targets}


X, y = tensors(train)
{step}
# The network{own}
network = nn.Sequential(
{layers})
loss = {loss}
optimiser = {optimiser}
dense_weights = [layer.weight for layer in network if isinstance(layer, nn.Linear)]

# The weights {progress}
weights = {{
{weights}}}
if START_HERE:
    state = {{name: torch.tensor(values) for name, values in weights.items()}}
    network.load_state_dict(state, strict=False)
else:
    for layer in network:
        if isinstance(layer, nn.Linear):
            {init}
            nn.init.zeros_(layer.bias)


@torch.no_grad()
def report(when):
    network.eval()
    told = []
    for name, part in (("training", train), ("validation", validation)):
        if len(part):
            X, y = tensors(part)
            outputs = network(X)
            told.append(f"{{name}} loss {{loss(outputs, y):.6f}}"){accuracy}
    print(f"{{when}}: {{'; '.join(told)}}")


def train_epochs(first, last):
    network.train()
    for epoch in range(first, last):
        order = np.random.default_rng([{seed}, epoch]).permutation(len(X))
        for at in range(0, len(X), {batch_size}):
            rows = torch.tensor(order[at : at + {batch_size}])
{alone}            optimiser.zero_grad()
            cost = loss(network(X[rows]), y[rows])
{penalties}            cost.backward()
            optimiser.step()


report("before")
done = {epoch} if START_HERE else 0
train_epochs(done, done + EPOCHS)
report(f"after {{EPOCHS}} epochs")
'''
