"""The mathematics of the course: NumPy alone, and one idea a file.

A batch is `X` of shape (n, n_in); a layer has `W` (n_out, n_in), one row a neuron, and `b`
(n_out,). Numbers are float64. The loss gradient alone carries the 1/n.
"""

from nnkit.nn.activations import (
    ACTIVATIONS,
    ELU,
    Activation,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Step,
    Tanh,
    activation,
    elu,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    softmax,
    softmax_axis,
    step,
    tanh,
)
from nnkit.nn.autograd import Value
from nnkit.nn.backprop import Grads, TrainableLayer, activation_backward, backward
from nnkit.nn.batches import minibatches
from nnkit.nn.batchnorm import (
    BatchNorm,
    Normalised,
    batchnorm_backward,
    batchnorm_forward,
)
from nnkit.nn.by_hand import relu_bump, xor_network
from nnkit.nn.descent import descend
from nnkit.nn.dropout import Dropout, dropout_backward, dropout_forward
from nnkit.nn.gradients import numerical_gradient, relative_error
from nnkit.nn.history import History
from nnkit.nn.initialisers import INITIALISERS, Initialiser, he, init_weights, normal, xavier, zeros
from nnkit.nn.layers import LAYERS, Activate, Dense, Layer, dense, dense_backward
from nnkit.nn.linearity import collapse
from nnkit.nn.losses import (
    LOSSES,
    MSE,
    BinaryCrossEntropy,
    CrossEntropy,
    Loss,
    binary_cross_entropy,
    cross_entropy,
    mse,
    one_hot,
)
from nnkit.nn.metrics import accuracy
from nnkit.nn.network import Sequential
from nnkit.nn.neurons import boundary_x2, neuron, signed_distance, weighted_sum
from nnkit.nn.optimisers import (
    OPTIMISERS,
    SGD,
    Adam,
    Momentum,
    Optimiser,
    adam_step,
    momentum_step,
    sgd_step,
)
from nnkit.nn.passes import Cache, ForwardLayer, forward, predict, shapes
from nnkit.nn.penalties import add_penalties, l1_penalty, l2_penalty
from nnkit.nn.perceptron import perceptron_fit, perceptron_update, xor_from_neurons
from nnkit.nn.training import Diverged, fit, train_step
from nnkit.nn.vocabulary import Array, Rng, Seed, Targets
from nnkit.nn.xor import train_xor

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "INITIALISERS",
    "LAYERS",
    "LOSSES",
    "MSE",
    "OPTIMISERS",
    "SGD",
    "Activate",
    "Activation",
    "Adam",
    "Array",
    "BatchNorm",
    "BinaryCrossEntropy",
    "Cache",
    "CrossEntropy",
    "Dense",
    "Diverged",
    "Dropout",
    "ForwardLayer",
    "Grads",
    "History",
    "Identity",
    "Initialiser",
    "Layer",
    "LeakyReLU",
    "Loss",
    "Momentum",
    "Normalised",
    "Optimiser",
    "ReLU",
    "Rng",
    "Seed",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Step",
    "Tanh",
    "Targets",
    "TrainableLayer",
    "Value",
    "accuracy",
    "activation",
    "activation_backward",
    "adam_step",
    "add_penalties",
    "backward",
    "batchnorm_backward",
    "batchnorm_forward",
    "binary_cross_entropy",
    "boundary_x2",
    "collapse",
    "cross_entropy",
    "dense",
    "dense_backward",
    "descend",
    "dropout_backward",
    "dropout_forward",
    "elu",
    "fit",
    "forward",
    "he",
    "identity",
    "init_weights",
    "l1_penalty",
    "l2_penalty",
    "leaky_relu",
    "minibatches",
    "momentum_step",
    "mse",
    "neuron",
    "normal",
    "numerical_gradient",
    "one_hot",
    "perceptron_fit",
    "perceptron_update",
    "predict",
    "relative_error",
    "relu",
    "relu_bump",
    "sgd_step",
    "shapes",
    "sigmoid",
    "signed_distance",
    "softmax",
    "softmax_axis",
    "step",
    "tanh",
    "train_step",
    "train_xor",
    "weighted_sum",
    "xavier",
    "xor_from_neurons",
    "xor_network",
    "zeros",
]
