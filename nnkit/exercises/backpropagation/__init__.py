"""Lesson 04, Backpropagation: what is asked, the known mistakes, other right answers."""

from __future__ import annotations

from nnkit.exercises.backpropagation import value
from nnkit.exercises.definition import Exercise

EXERCISES: tuple[Exercise, ...] = tuple(module.EXERCISE for module in (value,))
