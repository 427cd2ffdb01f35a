"""Lesson 01, One neuron: what is asked, the known mistakes, other right answers."""

from nnkit.exercises.neuron import (
    boundary_x2,
    neuron,
    perceptron_fit,
    perceptron_update,
    signed_distance,
    weighted_sum,
    xor_from_neurons,
)

EXERCISES = tuple(
    module.EXERCISE
    for module in (
        weighted_sum,
        neuron,
        signed_distance,
        perceptron_update,
        perceptron_fit,
        xor_from_neurons,
        boundary_x2,
    )
)
