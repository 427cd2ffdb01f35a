"""Lesson 02, Activations: what is asked, the known mistakes, other right answers."""

from nnkit.exercises.activations import (
    collapse,
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_axis,
    tanh_derivative,
)

EXERCISES = tuple(
    module.EXERCISE
    for module in (
        collapse,
        sigmoid,
        sigmoid_derivative,
        relu,
        relu_derivative,
        softmax,
        tanh_derivative,
        leaky_relu,
        leaky_relu_derivative,
        elu,
        elu_derivative,
        softmax_axis,
    )
)
