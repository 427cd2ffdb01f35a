"""A perceptron's way, sample by sample, as far as somebody wants to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from typing import Any

import numpy as np

from nnkit import nn
from nnkit.explore.datasets import Points
from nnkit.explore.guard import Floats, Puzzled, called, name_of, numbers

Update = Callable[..., tuple[Any, Any]]  # perceptron_update(w, b, x, y, lr)
EPOCHS = 50  # a run that hasn't settled by then is stopped


@dataclass(frozen=True)
class Neuron:
    """The weights and the bias at one moment."""

    w: Floats
    b: float

    def same_as(self, other: Neuron) -> bool:
        return bool((self.w == other.w).all()) and self.b == other.b


@dataclass(frozen=True)
class Lesson:
    """One sample seen: what the neuron said, and the neuron before and after."""

    index: int
    label: int
    said: int
    before: Neuron
    after: Neuron
    trouble: str = ""  # what went wrong in the learner's function, which ends the run

    @property
    def mistaken(self) -> bool:
        return self.said != self.label


class Run:
    """From zero weights over the samples in the given order, again and again.

    It ends with an epoch without a mistake, after ``EPOCHS`` epochs, or where the function fails.
    """

    def __init__(self, points: Points, rate: float, update: Update) -> None:
        self.points = points
        self._rate = rate
        self._update = update
        self._lessons: list[Lesson] = []
        self._lock = RLock()

    def reach(self, steps: int) -> int:
        """How many of so many steps can be taken."""
        with self._lock:
            while len(self._lessons) < steps and not self._over():
                self._lessons.append(self._next())
            return min(steps, len(self._lessons))

    def lesson(self, step: int) -> Lesson:
        """The ``step``-th sample seen, counted from 1."""
        return self._lessons[step - 1]

    def mistakes(self, steps: int) -> list[int]:
        """In each epoch, as far as it went."""
        wrong = [lesson.mistaken for lesson in self._lessons[:steps]]
        size = len(self.points)
        return [sum(wrong[start : start + size]) for start in range(0, len(wrong), size)]

    def settled(self, steps: int) -> bool:
        """Whether the last of so many steps ended an epoch without a mistake."""
        return steps > 0 and steps % len(self.points) == 0 and self.mistakes(steps)[-1] == 0

    def _over(self) -> bool:
        taken = len(self._lessons)
        stuck = taken > 0 and bool(self._lessons[-1].trouble)
        return stuck or taken == EPOCHS * len(self.points) or self.settled(taken)

    def _next(self) -> Lesson:
        index = len(self._lessons) % len(self.points)
        before = self._lessons[-1].after if self._lessons else Neuron(np.zeros(2), 0.0)
        x, label = self.points.X[index], int(self.points.y[index])
        said = int(nn.neuron(x, before.w, before.b, nn.step))
        try:
            return Lesson(index, label, said, before, self._updated(before, x, label))
        except Puzzled as trouble:
            return Lesson(index, label, said, before, before, str(trouble))

    def _updated(self, before: Neuron, x: Floats, label: int) -> Neuron:
        result = called(self._update, before.w, before.b, x, label, self._rate)
        name = name_of(self._update)
        if not isinstance(result, tuple | list) or len(result) != 2:
            raise Puzzled(f"Your {name} should return two things, w and b.")
        w = numbers(result[0], before.w.shape, f"The w that your {name} returned")
        return Neuron(w, float(numbers(result[1], (), f"The b that your {name} returned")))
