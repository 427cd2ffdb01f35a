"""Networks to begin with, each with what to look for. The tests see to it that it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nnkit.builder.spec import Spec


@dataclass(frozen=True)
class Preset:
    """A network to begin with: its title, what to look for in it, and its spec."""

    title: str
    sentence: str
    spec: Spec


def _dense(activation: str, *units: int) -> list[dict[str, Any]]:
    return [{"kind": "dense", "units": n, "activation": activation} for n in units]


def _preset(
    title: str,
    sentence: str,
    data: dict[str, Any],
    layers: list[dict[str, Any]],
    **training: Any,
) -> Preset:
    json = {"data": data, "layers": layers, "training": training}
    return Preset(title, sentence, Spec.from_json(json))


CORNERS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]

PRESETS: dict[str, Preset] = {
    "neuron": _preset(
        "One neuron, two blobs",
        "A single neuron draws a straight line: watch it turn until all points are on their side, "
        "and then the weights grow on, because the loss still falls when it gets surer.",
        {"name": "blobs", "samples": 200, "noise": 0.1},
        [],
        lr=0.1,
    ),
    "xor": _preset(
        "XOR with three hidden neurons",
        "No straight line parts these points. Each hidden neuron draws a line of its own, and the "
        "output combines the three. Take the hidden layer away, and at least a quarter of the "
        "points stays wrong.",
        {"name": "xor", "samples": 200, "noise": 0.05},
        _dense("tanh", 3),
        optimiser="adam",
        lr=0.05,
    ),
    "circle": _preset(
        "A circle from straight lines",
        "Three lines are enough to fence in a disc. Then take x₁² and x₂² as inputs instead, and "
        "do it without any hidden layer.",
        {"name": "circle", "samples": 200, "noise": 0.05},
        _dense("tanh", 3),
        optimiser="adam",
        lr=0.05,
    ),
    "spiral": _preset(
        "The spiral",
        "Two arms wind around each other. The first layer draws lines, the next ones bend them: "
        "compare the small pictures from left to right. After some hundred epochs nearly all "
        "points are right.",
        {"name": "spiral", "samples": 250, "noise": 0.05},
        _dense("elu", 8, 8, 8),
        optimiser="adam",
        lr=0.02,
        batch_size=16,
        init="he",
        seed=1,
    ),
    "dead": _preset(
        "Dead ReLUs",
        "The learning rate is far too large. The first steps throw neurons so far that they are "
        "silent for every point: their slope is 0, so nothing brings them back. Set the rate to "
        "0.05 and reset.",
        {"name": "circle", "samples": 200, "noise": 0.1},
        _dense("relu", 8),
        optimiser="momentum",
        lr=3,
        batch_size=16,
        init="he",
    ),
    "vanishing": _preset(
        "Vanishing gradients",
        "Six layers of sigmoids: each slope is at most a quarter, so hardly anything arrives at "
        "the first layer. Look at the gradient norms, then choose ReLU for every layer, and He "
        "for the start. A few of the ReLUs die on the way; the others are enough.",
        {"name": "circle", "samples": 200, "noise": 0.1},
        _dense("sigmoid", 8, 8, 8, 8, 8, 8),
        lr=0.5,
    ),
    "overfitting": _preset(
        "Over-fitting",
        "Few points, much noise, many weights: the training loss goes to 0 and the validation "
        "loss climbs. The border winds around single points. Try L2, dropout, fewer neurons, or "
        "more points.",
        {"name": "circle", "samples": 40, "noise": 0.6, "validation": 0.5},
        _dense("tanh", 16, 16),
        optimiser="adam",
        lr=0.03,
        batch_size=10,
    ),
    "rate": _preset(
        "Too high a learning rate",
        "Each step jumps over the valley and lands higher on the other side: the loss grows until "
        "it is no number any more, and training stops. With 0.1 it falls.",
        {"name": "gaussian", "samples": 200, "noise": 0.1},
        _dense("relu", 6),
        lr=3,
    ),
    "plane": _preset(
        "A plane, by regression",
        "The target is a number, (x₁ + x₂)/2, and one neuron without an activation finds the two "
        "weights: 0.5 and 0.5. The loss can't fall below the noise.",
        {"name": "plane", "samples": 200, "noise": 0.1},
        [],
        lr=0.1,
    ),
    "gaussian": _preset(
        "A hill and a hollow, by regression",
        "The target rises to a hill and sinks to a hollow. The neurons of the first layer lay "
        "slopes, and the next layer piles them up.",
        {"name": "gaussian", "samples": 300, "noise": 0.05},
        _dense("tanh", 8, 4),
        optimiser="adam",
        lr=0.02,
    ),
    "penguins": _preset(
        "Penguins: real data, three classes",
        "Four measurements tell three species apart, with an output for each. Look at the "
        "confusion matrix: which two are hard to tell apart at first?",
        {"name": "penguins"},
        _dense("relu", 6),
        optimiser="adam",
        lr=0.01,
        init="he",
    ),
    "digits": _preset(
        "Digits of 8 × 8 pixels",
        "Numerals that nnkit's pen drew: 64 pixels go in, ten classes come out. The small pictures "
        "show the weights of the first layer: which strokes each neuron looks for.",
        {"name": "digits", "samples": 1797, "noise": 0.1},
        _dense("relu", 16),
        optimiser="adam",
        lr=0.005,
        init="he",
    ),
    "lesson 03": _preset(
        "Lesson 03: the forward pass",
        "The shape of the lesson: 2 inputs, 3 ReLUs, 1 output that is a plain sum. Step sample by "
        "sample, choose a neuron, and check its sum with its numbers by hand.",
        {"name": "plane", "samples": 100, "noise": 0.0},
        _dense("relu", 3),
        lr=0.1,
        init="he",
        seed=1,
    ),
    "lesson 04": _preset(
        "Lesson 04: backpropagation on XOR",
        "The four corners of XOR, one sample at a time. In slow mode each phase is on the picture: "
        "forward, loss, backward, update. Predict the sign of a gradient before you go on.",
        {"name": "points", "points": CORNERS, "validation": 0.0},
        _dense("tanh", 3),
        lr=0.5,
        batch_size=4,
    ),
}
