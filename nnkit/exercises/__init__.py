"""The exercises of the course, a package for each lesson, found by id: ``neuron.weighted_sum``."""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module

from nnkit.exercises.definition import Case, Exercise, Inputs, Mistake, Named, NotAsAsked, Random

__all__ = [
    "LESSONS",
    "Case",
    "Exercise",
    "Inputs",
    "Mistake",
    "Named",
    "NotAsAsked",
    "Random",
    "UnknownExercise",
    "all_exercises",
    "exercise",
]

# The packages beside this file, in the order of the lessons.
LESSONS = ("start", "neuron", "activations", "forward", "backpropagation")


class UnknownExercise(LookupError):
    """No exercise has this id."""


@cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise by its id, in the order in which the lessons meet them."""
    modules = [import_module(f"nnkit.exercises.{lesson}") for lesson in LESSONS]
    return {exercise.id: exercise for module in modules for exercise in module.EXERCISES}


def exercise(exercise_id: str) -> Exercise:
    """The exercise with this id, or with this name: ``weighted_sum``.

    Raises ``UnknownExercise``, which offers the nearest ids.
    """
    known = all_exercises()
    named = [one for one in known.values() if exercise_id in (one.id, one.name)]
    if named:
        return named[0]
    near = difflib.get_close_matches(str(exercise_id), known, n=3, cutoff=0.5)
    meant = "Did you mean " + " or ".join(f'"{name}"' for name in near) + "?"
    offer = meant if near else f"There are: {', '.join(known)}."
    raise UnknownExercise(f'There is no exercise "{exercise_id}". {offer}')
