"""Backpropagation, watched on a graph: values forward, gradients back, and a guess in between."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import traitlets

from nnkit import figures
from nnkit.explore import chain_words as words
from nnkit.explore.both_passes import WEIGHTS, Backward, Forward, Passes, run
from nnkit.explore.controls import button, choice, slider
from nnkit.explore.explorer import Explorer, View
from nnkit.figures import Picture, Sheet
from nnkit.figures.chain_graph import weight_at
from nnkit.nn import computation_graph as graph

SAMPLES = {"x = (1, 2), y = 1": ([1.0, 2.0], 1.0), "x = (2, 1), y = 0": ([2.0, 1.0], 0.0)}
NO_EDGE, NO_GUESS = "none yet", "not guessed yet"
EDGES = {NO_EDGE: ""} | {
    f"{edge.weight}, from {edge.start} to {edge.end}": edge.weight
    for name in WEIGHTS
    for edge in graph.path(name)[:1]
}
GUESSES = (NO_GUESS, *words.SIGNS.values())
# Doubled from one to the next; none of them puts a z exactly on the kink of ReLU.
CHANGES = [*(-0.01 * 2.0 ** np.arange(6, -1, -1)), 0.0, *(0.01 * 2.0 ** np.arange(7))]
FORWARD = (graph.INPUTS, graph.SUMS, graph.HIDDEN, ("ŷ",), ("L",))
BACK = (("ŷ", "L"), (*graph.W2, "b2"), graph.HIDDEN, graph.SUMS, (*graph.W1, *graph.B1))
STAGES = (*FORWARD, *BACK, graph.INPUTS)  # what appears at each step
STEPS, LOSS_STEP = len(STAGES) - 1, len(FORWARD) - 1


class BackpropExplorer(Explorer):
    """``explore.backprop(forward, backward)``."""

    title = traitlets.Unicode("Explorer: backpropagation").tag(sync=True)
    wide = traitlets.Bool(True).tag(sync=True)
    grabbable = traitlets.Bool(True).tag(sync=True)
    sample = traitlets.Enum([*SAMPLES], next(iter(SAMPLES))).tag(sync=True, state=True)
    edge = traitlets.Enum([*EDGES], NO_EDGE).tag(sync=True, state=True)
    guess = traitlets.Enum(GUESSES, NO_GUESS).tag(sync=True, state=True)
    change = traitlets.Float(0.0).tag(sync=True, state=True)
    steps = traitlets.Int(0, min=0, max=STEPS).tag(state=True)

    def __init__(self, forward: Forward | None = None, backward: Backward | None = None) -> None:
        self._functions = (forward, backward)
        self._used: Picture | None = None
        super().__init__(
            [
                button("step", "Step"),
                button("back", "Back"),
                button("end", "To the end"),
                button("reset", "Reset"),
                choice("sample", "Sample", SAMPLES),
                choice("edge", "Edge", EDGES),
                choice("guess", "Its gradient will be", GUESSES),
                slider("change", "Δw, change of the edge's weight", CHANGES),
            ]
        )

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The graph after ``at.steps`` steps, the chosen edge's gradient only once guessed."""
        name, (x, y) = EDGES[at.edge], SAMPLES[at.sample]
        before = after = run(WEIGHTS, x, y, *self._functions)
        if name and at.change:
            changed = WEIGHTS | {name: WEIGHTS[name] + at.change}
            after = run(changed, x, y, *self._functions)
        moved = words.moved(before, after) if at.steps == STEPS else []
        drawn = self._graph(at, name, after, moved, sheet)
        return View(drawn, self._told(at, name, before, after))

    def _graph(
        self, at: SimpleNamespace, name: str, now: Passes, moved: list[str], sheet: Sheet | None
    ) -> Picture:
        values, gradients = _shown(at.steps)
        if name and at.guess == NO_GUESS:
            gradients.discard(name)
        drawn = figures.chain_graph(
            {node: value for node, value in now.values.items() if node in values},
            {part: value for part, value in now.gradients.items() if part in gradients},
            {ends: slope for ends, slope in now.slopes.items() if _known(ends, values)},
            fresh=STAGES[at.steps] if now.gradients or at.steps <= LOSS_STEP else (),
            chosen=name,
            marked=moved if at.guess != NO_GUESS else [part for part in moved if part != name],
            wrong=[part for part in now.wrong if part in gradients],
            quick=True,
            used=None if sheet is None else self._used,
        )
        if sheet is not None:
            self._used = drawn
        return drawn

    def _told(self, at: SimpleNamespace, name: str, before: Passes, after: Passes) -> str:
        trouble = after.trouble or before.trouble
        if trouble and (at.steps > LOSS_STEP or (at.steps and "L" not in after.values)):
            return trouble
        walked = words.step(at.steps, STEPS, after.values, after.slopes, after.gradients)
        if not name:
            waiting = at.change or at.guess != NO_GUESS
            advice = words.CHOOSE if waiting else words.BACKWARD if at.steps == LOSS_STEP else ""
            return f"{walked} {advice}".rstrip()
        if at.guess == NO_GUESS:
            if at.steps > LOSS_STEP:  # its numbers would give the answer away
                walked = f"Step {at.steps} of {STEPS}."
            return f"{walked} {words.ask(name, WEIGHTS[name] + at.change)}"
        if at.steps < LOSS_STEP:
            return f"{walked} {words.noted(name, at.guess)}"
        if trouble:
            return f"{walked} {trouble}"
        if at.change:
            return words.changed(name, at.change, before, after, at.steps == STEPS)
        return f"{walked} {words.verdict(name, at.guess, before)}"

    def press(self, word: str) -> None:
        step = {"step": 1, "back": -1, "end": STEPS, "reset": -STEPS}.get(word, 0)
        self.steps = min(max(self.steps + step, 0), STEPS)
        if word == "reset":
            with self.hold_sync():
                self.edge, self.guess, self.change = NO_EDGE, NO_GUESS, 0.0

    def grab(self, x: float, y: float, first: bool) -> None:
        """A click on the picture chooses the edge whose weight is nearest."""
        if first:
            named = {name: label for label, name in EDGES.items()}
            self.edge = named[weight_at(x, y)]

    @traitlets.observe("sample", "edge")  # type: ignore[untyped-decorator]  # traitlets is skipped
    def _ask_again(self, _change: Any) -> None:
        with self.hold_sync():
            self.guess, self.change = NO_GUESS, 0.0


def _shown(steps: int) -> tuple[set[str], set[str]]:
    """The names of the values that are known after so many steps, and of the gradients."""
    done = STAGES[: steps + 1]
    values = {name for stage in done[: len(FORWARD)] for name in stage}
    return values, {name for stage in done[len(FORWARD) :] for name in stage}


def _known(ends: tuple[str, str], values: set[str]) -> bool:
    """A weight is there from the start; f′ and the loss's slope once they can be computed."""
    return ends[1] not in (*graph.HIDDEN, graph.LOSS) or ends[1] in values
