"""Lesson 04, Backpropagation: what is asked, the known mistakes, other right answers."""

from nnkit.exercises.backpropagation import (
    activation_backward,
    backward,
    binary_cross_entropy,
    cross_entropy,
    dense_backward,
    descend,
    mse,
    numerical_gradient,
    train_xor,
    value,
)

EXERCISES = tuple(
    module.EXERCISE
    for module in (
        mse,
        binary_cross_entropy,
        cross_entropy,
        descend,
        numerical_gradient,
        dense_backward,
        activation_backward,
        backward,
        train_xor,
        value,
    )
)
