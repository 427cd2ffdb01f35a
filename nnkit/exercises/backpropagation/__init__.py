"""Lesson 04, Backpropagation: what is asked, the known mistakes, other right answers."""

from nnkit.exercises.backpropagation import (
    activation_backward,
    backward,
    dense_backward,
    numerical_gradient,
    train_xor,
)

EXERCISES = tuple(
    module.EXERCISE
    for module in (numerical_gradient, dense_backward, activation_backward, backward, train_xor)
)
