"""A perceptron, watched while it learns: one sample at a time, forward and back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import traitlets

from nnkit import figures, nn
from nnkit.explore.controls import button, choice
from nnkit.explore.datasets import DATA
from nnkit.explore.explorer import Explorer, View
from nnkit.explore.training_run import EPOCHS, Lesson, Run, Update
from nnkit.figures import Picture, Sheet
from nnkit.figures.wording import number, vector

RATES = (0.1, 0.5, 1.0, 4.0)


class PerceptronExplorer(Explorer):
    """``explore.perceptron(update)``."""

    title = traitlets.Unicode("Explorer: a perceptron learns").tag(sync=True)
    data = traitlets.Enum([*DATA], "AND").tag(sync=True, state=True)
    rate = traitlets.Enum(RATES, 1.0).tag(sync=True, state=True)
    steps = traitlets.Int(0, min=0).tag(state=True)

    def __init__(self, update: Update = nn.perceptron_update) -> None:
        self._update = update
        self._runs: dict[tuple[str, float], Run] = {}
        super().__init__(
            [
                choice("data", "Data", DATA),
                choice("rate", "Learning rate", RATES),
                button("step", "Step"),
                button("epoch", "Epoch"),
                button("end", "Run to the end"),
                button("back", "Back"),
                button("reset", "Reset"),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """After ``at.steps`` samples, or as many as there are until the end."""
        run = self._run(at.data, at.rate)
        steps = run.reach(at.steps)
        lesson = run.lesson(steps) if steps else None
        return View(_drawn(run, steps, lesson, sheet), _told(run, steps, lesson))

    def press(self, word: str) -> None:
        run, size = self._run(self.data, self.rate), len(DATA[self.data])
        goals = {
            "step": self.steps + 1,
            "epoch": (self.steps // size + 1) * size,
            "end": EPOCHS * size,
            "back": max(self.steps - 1, 0),
            "reset": 0,
        }
        self.steps = run.reach(goals.get(word, self.steps))

    @traitlets.observe("data", "rate")  # type: ignore[untyped-decorator]  # traitlets is skipped
    def _start_again(self, _change: Any) -> None:
        self.steps = 0

    def _run(self, data: str, rate: float) -> Run:
        return self._runs.setdefault((data, rate), Run(DATA[data], rate, self._update))


def _drawn(run: Run, steps: int, lesson: Lesson | None, sheet: Sheet | None) -> Picture:
    X, y = run.points.X, run.points.y
    if lesson is None:
        return figures.one_sample(X, y, [0, 0], 0, sheet=sheet)
    after, before = lesson.after, lesson.before
    return figures.one_sample(
        X,
        y,
        after.w,
        after.b,
        before=None if after.same_as(before) else (before.w, before.b),
        seen=lesson.index,
        mistaken=lesson.mistaken,
        mistakes=run.mistakes(steps),
        unfinished=steps % len(X) > 0,
        sheet=sheet,
    )


def _told(run: Run, steps: int, lesson: Lesson | None) -> str:
    if lesson is None:
        return "It starts at zero: w = (0, 0), b = 0. Press Step to show it the first sample."
    size = len(run.points)
    where = f"Epoch {(steps - 1) // size + 1}, sample {lesson.index + 1} of {size}"
    if lesson.trouble:
        return f"{where}: {lesson.trouble}"
    now = f"w = {vector(lesson.after.w)}, b = {number(lesson.after.b)}."
    what = f"{_answer(lesson)}: {_change(lesson, run.points.X[lesson.index])}"
    return f"{where}: {what} {now} {_ending(run, steps)}".rstrip()


def _answer(lesson: Lesson) -> str:
    should = f"should be {lesson.label}" if lesson.mistaken else "which is right"
    return f"it says {lesson.said}, {should}"


def _change(lesson: Lesson, x: Any) -> str:
    before, after = lesson.before, lesson.after
    if not lesson.mistaken:
        if after.same_as(before):
            return "nothing changes."
        return "your function changed the neuron all the same."
    if after.same_as(before):
        return "but your function changed nothing."
    if (after.w == before.w).all():
        return f"only b moves, since x = {vector(x)}." if not x.any() else "only b moves."
    way = float((after.w - before.w) @ x)
    return f"w moves {'towards' if way > 0 else 'away from'} x."


def _ending(run: Run, steps: int) -> str:
    if run.settled(steps):
        return "An epoch without a mistake: it has finished."
    if steps == EPOCHS * len(run.points):
        last = run.mistakes(steps)[-1]
        return f"Stopped after {EPOCHS} epochs: the last one still had {last} mistakes."
    return ""
