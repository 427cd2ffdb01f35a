"""What an exercise is: a question as data, with its known wrong answers and other right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Inputs = Mapping[str, Any]


class NotAsAsked(Exception):
    """What an exercise's own ``observe`` raises where an answer can't even be tried. Says why."""


@dataclass(frozen=True)
class Named:
    """A function among the inputs. It travels by its name in ``FUNCTIONS``, as data must."""

    name: str


@dataclass(frozen=True)
class Case:
    """One call to make. ``inputs`` are by parameter name, in calling order.

    ``focus`` finishes the sentence "Right everywhere but …" when only cases with this focus fail.
    ``curve`` names the input that is swept, where the case can be drawn as a curve.
    """

    name: str
    inputs: Inputs
    focus: str = ""
    curve: str = ""


@dataclass(frozen=True)
class Random:
    """``count`` cases drawn by ``make(rng)``: the same for the same seed."""

    name: str
    make: Callable[[np.random.Generator], Inputs]
    count: int = 3
    focus: str = ""

    def draw(self, rng: np.random.Generator) -> list[Case]:
        return [Case(self.name, self.make(rng), self.focus) for _ in range(self.count)]


@dataclass(frozen=True)
class Mistake:
    """A plausible wrong answer that runs, and the sentence that helps whoever wrote it."""

    id: str
    function: Callable[..., Any]
    sentence: str


@dataclass(frozen=True)
class Exercise:
    """One function to write.

    ``parts`` names the pieces of a tuple answer; each earns its share of the points.
    ``observe(fn, inputs)`` replaces the plain call where the answer is not just a value.
    ``accepts(outcomes)`` replaces the comparison with the reference where many answers are right;
    it gets what was seen in each case, as ``check.observation.Outcome``.
    ``built_with`` names the parameters where a class is to be written: ``observe`` makes objects of
    it and puts them to use, so they aren't those of the cases.
    ``tolerance`` widens the relative tolerance where the algorithm is iterative.
    Stretch exercises (☆) have 0 points.
    """

    id: str
    points: float
    reference: Callable[..., Any]
    cases: tuple[Case | Random, ...]
    mistakes: tuple[Mistake, ...]
    alternatives: tuple[Callable[..., Any], ...]
    hints: tuple[str, ...]
    parts: tuple[str, ...] = ()
    observe: Callable[[Callable[..., Any], Inputs], Any] | None = None
    accepts: Callable[[Any], bool] | None = None
    built_with: tuple[str, ...] = ()
    tolerance: float = 1e-7

    @property
    def name(self) -> str:
        """The name of the function to write: ``weighted_sum`` in ``neuron.weighted_sum``."""
        return self.id.rpartition(".")[2]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in order."""
        return self.built_with or tuple(next(self._drawn(np.random.default_rng(0))).inputs)

    def draw_cases(self, seed: int = 0) -> list[Case]:
        """Every case, the random ones drawn from ``seed``."""
        return list(self._drawn(np.random.default_rng(seed)))

    def _drawn(self, rng: np.random.Generator) -> Iterator[Case]:
        for case in self.cases:
            yield from case.draw(rng) if isinstance(case, Random) else [case]
