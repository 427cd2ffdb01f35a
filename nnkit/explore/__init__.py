"""Something to touch before every formula: controls around a figure, computed by your functions.

ipywidgets and matplotlib load when the first explorer is made, not when this package is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnkit import nn

if TYPE_CHECKING:
    from nnkit.explore.downhill import Descend, DescentExplorer
    from nnkit.explore.hand_tuning import Neuron, NeuronExplorer
    from nnkit.explore.layer_steps import Dense, ForwardExplorer
    from nnkit.explore.squashing import ActivationExplorer, Functions
    from nnkit.explore.stepping import PerceptronExplorer
    from nnkit.explore.tangents import SlopeExplorer
    from nnkit.explore.training_run import Update
    from nnkit.explore.wide_layer import ApproximationExplorer, Bump

__all__ = ["activations", "approximation", "descent", "forward", "neuron", "perceptron", "slope"]


def activations(functions: Functions | None = None) -> ActivationExplorer:
    """Probe activations. ``{"my sigmoid": (sigmoid, sigmoid_derivative)}`` puts yours first.

    A function without its derivative will do as well: then its slope is measured.
    """
    from nnkit.explore.squashing import ActivationExplorer

    return ActivationExplorer(functions)


def approximation(
    bump: Bump = nn.relu_bump, *, two_dimensions: bool = False
) -> ApproximationExplorer:
    """Follow a curve with bumps of your ``relu_bump(x, left, peak, right)``, or fence in points."""
    from nnkit.explore.wide_layer import ApproximationExplorer

    return ApproximationExplorer(bump, two_dimensions)


def descent(descend: Descend = nn.descend) -> DescentExplorer:
    """Walk down the loss of two weights, with your ``descend(f_grad, w, lr, steps)``."""
    from nnkit.explore.downhill import DescentExplorer

    return DescentExplorer(descend)


def forward(dense: Dense = nn.dense) -> ForwardExplorer:
    """Push two numbers through a network, layer by layer, with your ``dense(X, W, b)``."""
    from nnkit.explore.layer_steps import ForwardExplorer

    return ForwardExplorer(dense)


def neuron(neuron: Neuron = nn.neuron) -> NeuronExplorer:
    """Tune one neuron by hand. It computes with your ``neuron(X, w, b, activation)``."""
    from nnkit.explore.hand_tuning import NeuronExplorer

    return NeuronExplorer(neuron)


def perceptron(update: Update = nn.perceptron_update) -> PerceptronExplorer:
    """Watch a perceptron learn, with your ``perceptron_update(w, b, x, y, lr)``."""
    from nnkit.explore.stepping import PerceptronExplorer

    return PerceptronExplorer(update)


def slope() -> SlopeExplorer:
    """Drag a point along ``y = x²`` and read the slope there."""
    from nnkit.explore.tangents import SlopeExplorer

    return SlopeExplorer()
