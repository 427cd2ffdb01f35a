"""Lesson 04, Backpropagation: what is asked, the known mistakes, other right answers."""

from nnkit.exercises.backpropagation import binary_cross_entropy, cross_entropy, descend, mse

EXERCISES = tuple(
    module.EXERCISE
    for module in (
        mse,
        binary_cross_entropy,
        cross_entropy,
        descend,
    )
)
