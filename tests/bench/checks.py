"""How long a check takes: the median over right answers, known mistakes and an unknown one."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Any

from nnkit.check import run_check
from nnkit.exercises import Exercise, all_exercises

ROUNDS = 5


def shown(exercise: Exercise, fn: Any) -> float:
    """Milliseconds from the call to the report's HTML, as in a notebook."""
    start = perf_counter()
    run_check(exercise.id, fn)._repr_mimebundle_()
    return 1000 * (perf_counter() - start)


def rows() -> Iterator[tuple[str, float, str, str]]:
    for exercise in all_exercises().values():
        answers = [mistake.function for mistake in exercise.mistakes] + [*exercise.alternatives]
        times = [shown(exercise, fn) for _ in range(ROUNDS) for fn in answers]
        note = f"goal: at most 100; slowest {max(times):.1f} (the first drawing loads Matplotlib)"
        yield f"check {exercise.id}, median", median(times), "ms", note
