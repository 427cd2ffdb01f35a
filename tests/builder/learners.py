"""Layers and functions as learners write them, and small networks to put them in."""

from itertools import pairwise

import numpy as np

from nnkit import nn
from nnkit.builder.own import Own

RNG = np.random.default_rng(0)
X = RNG.normal(size=(7, 2))
Y = (RNG.random((7, 1)) > 0.5).astype(float)


class MyDense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_out, n_in)  # noqa: NPY002 - as learners write it
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dY):
        self.dW = dY.T @ self.X
        self.db = dY.sum(axis=0)
        return dY @ self.W


class TurnedDense:
    """W as (n_in, n_out), b as a row, in dictionaries."""

    def __init__(self, n_in, n_out):
        self.params = {"W": np.zeros((n_in, n_out)), "b": np.zeros((1, n_out))}
        self.grads = {}

    def forward(self, X, train=False):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dY):
        self.grads = {"W": self.X.T @ dY, "b": dY.sum(axis=0, keepdims=True)}
        return dY @ self.params["W"].T


class MyReLU:
    def forward(self, Z):
        self.Z = Z
        return np.maximum(Z, 0)

    def backward(self, dA):
        return dA * (self.Z > 0)


class MyTanh(nn.Tanh):
    def derivative(self, z):
        return 1 - np.tanh(z) ** 2


def dense(X, W, b):
    return X @ W.T + b


def dense_backward(dZ, X, W):
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def activation_backward(dA, Z, activation):
    return dA * activation.derivative(Z)


def relu(z):
    return np.maximum(z, 0)


def relu_derivative(z):
    return np.where(z > 0, 1.0, 0.0)


def forward(X, layers):
    A, cache = X, []
    for W, b, activation in layers:
        Z = dense(A, W, b)
        cache.append((A, Z))
        A = activation(Z)
    return A, cache


def backward(layers, cache, dY):
    dA, grads = dY, []
    for (W, _b, activation), (A, Z) in zip(reversed(layers), reversed(cache), strict=True):
        dA, dW, db = dense_backward(activation_backward(dA, Z, activation), A, W)
        grads.append((dW, db))
    return dA, grads[::-1]


def plain(sizes=(2, 3, 4, 1), activation="relu"):
    layers = []
    for i, (n_in, n_out) in enumerate(pairwise(sizes)):
        layers += [nn.Dense(n_in, n_out, rng=i), nn.Activate(activation)]
    return nn.Sequential(*layers[:-1])


def trained(network, steps=5):
    optimiser, losses = nn.Adam(0.05), []
    for _ in range(steps):
        losses.append(nn.train_step(network, X, Y, nn.binary_cross_entropy, optimiser)[0])
    return losses


HANDED = {
    "classes": Own.of([MyDense, MyReLU]),
    "turned": Own.of([TurnedDense]),
    "an object": Own.of([MyReLU()]),
    "dense": Own.of(functions=[dense, dense_backward]),
    "slopes": Own.of(functions=[relu, relu_derivative, activation_backward]),
    "one slope": Own.of(functions=[relu_derivative]),
    "forward": Own.of(functions=[forward]),
    "backward": Own.of(functions=[backward]),
    "all": Own.of(functions=[dense, dense_backward, relu, relu_derivative, forward, backward]),
    "both": Own.of([MyDense, MyReLU], [forward, backward]),
}
