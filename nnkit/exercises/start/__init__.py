"""Lesson 00, Start here: one toy exercise, to see how exercises work."""

from nnkit.exercises.start import celsius

EXERCISES = (celsius.EXERCISE,)
