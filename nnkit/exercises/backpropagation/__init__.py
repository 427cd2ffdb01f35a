"""Lesson 04, Backpropagation: what is asked, the known mistakes, other right answers."""

from __future__ import annotations

from nnkit.exercises.definition import Exercise

EXERCISES: tuple[Exercise, ...] = ()
