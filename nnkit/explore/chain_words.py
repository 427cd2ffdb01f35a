"""What the backpropagation explorer says: each step with its numbers, the guess, the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from nnkit.explore.both_passes import Passes
from nnkit.figures.wording import listing, number, plus, vector
from nnkit.nn import computation_graph as graph

SIGNS = {-1.0: "negative", 0.0: "zero", 1.0: "positive"}
BACKWARD = "Now the gradients go back: choose an edge and guess first, or step on."
CHOOSE = "Choose an edge: the guess and the slider are about its weight."
Numbers = Mapping[str, float]


def step(steps: int, of: int, v: Numbers, slopes: graph.Slopes, d: Numbers) -> str:
    """What this step computed; ``v`` are the values, ``d`` the gradients."""
    told = _forward_step(steps, v, slopes) if steps < 5 else _backward_step(steps, v, slopes, d)
    return f"Step {steps} of {of}, {told}" if steps else told


def _forward_step(steps: int, v: Numbers, slopes: graph.Slopes) -> str:
    if steps == 0:
        return f"The input is x = {_all(v, graph.INPUTS)}; y = {_say(v['y'])} is due. Press Step."
    if steps == 1:
        sums = (f"{z} = {_sum(z, v)} = {_say(v[z])}" for z in graph.SUMS)
        return f"forward: {'; '.join(sums)}."
    if steps == 2:
        silent = _silent(slopes)
        note = f" {silent} silent: f′ = 0 on the way." if silent else ""
        return f"forward: h = ReLU(z) = {_all(v, graph.HIDDEN)}.{note}"
    if steps == 3:
        return f"forward: ŷ = {_sum('ŷ', v)} = {_say(v['ŷ'])}."
    error = f"({_say(v['ŷ'])} − {_say(v['y'])})²"
    return f"the loss: L = (ŷ − y)² = {error} = {_say(v['L'])}."


def _backward_step(steps: int, v: Numbers, slopes: graph.Slopes, d: Numbers) -> str:
    if not d:
        return "backward."
    delta = _say(d["ŷ"])
    if steps == 5:
        return f"backward: δ2 = ∂L/∂ŷ = 2·({_say(v['ŷ'])} − {_say(v['y'])}) = {delta}."
    if steps == 6:
        return (
            f"backward: ∂W2 = δ2 · h = {delta} · {_all(v, graph.HIDDEN)}, "
            f"and ∂b2 = δ2 = {delta}: each edge's gradient is δ at its end times the value at "
            "its start."
        )
    if steps == 7:
        weights, found = _all(v, graph.W2), _all(d, graph.HIDDEN)
        return f"backward: ∂L/∂h = δ2 · W2 = {delta} · {weights} = {found}."
    if steps == 8:
        slope = vector([slopes[z, h] for z, h in zip(graph.SUMS, graph.HIDDEN, strict=True)])
        silent = _silent(slopes)
        note = f" {silent} silent: the gradient ends there." if silent else ""
        return (
            f"backward: δ1 = ∂L/∂h ⊙ f′(z) = {_all(d, graph.HIDDEN)} ⊙ {slope} = "
            f"{_all(d, graph.SUMS)}.{note}"
        )
    if steps == 9:
        silent = _silent(slopes)
        note = f" {silent} silent and learns nothing from this sample." if silent else ""
        x = _all(v, graph.INPUTS)
        return f"backward: each row of ∂W1 is one entry of δ1 times x = {x}, and ∂b1 = δ1.{note}"
    sums = (f"∂{x} = {_back_sum(x, v, d)} = {_say(d[x])}" for x in graph.INPUTS)
    return f"backward: where ways meet, gradients add up. {'; '.join(sums)}."


def ask(name: str, weight: float) -> str:
    """Asks for the guess."""
    return (
        f"The edge of {name} = {_say(weight)}: will ∂L/∂{name} be negative, zero or positive? "
        "Guess, and the chain rule answers."
    )


def noted(name: str, guess: str) -> str:
    """A guess that came before the loss."""
    return f"Your guess for {name}, {guess}, is noted. Step on to L, and the chain rule answers."


def verdict(name: str, guess: str, at: Passes) -> str:
    """Whether the guess was right, and the chain rule with its numbers."""
    value = at.gradients[name]
    sign = _sign(value)
    judged = f"Right, {sign}" if guess == sign else f"Not {guess} but {sign}"
    wise = {
        "negative": f"a larger {name} lowers L",
        "zero": f"a little more or less of {name} leaves L as it is",
        "positive": f"a larger {name} raises L",
    }[sign]
    return f"{judged}: {_chain(name, at)} = {_say(value)}. So {wise}."


def moved(before: Passes, after: Passes) -> list[str]:
    """The weights whose gradients differ."""
    one, other = before.gradients, after.gradients
    both = [name for name in graph.WEIGHTS if name in one and name in other]
    return [name for name in both if not np.isclose(one[name], other[name], 1e-9, 1e-12)]


def changed(name: str, change: float, before: Passes, after: Passes, at_end: bool) -> str:
    """ΔL beside gradient · Δw, and which gradients moved."""
    old, new, gradient = before.values["L"], after.values["L"], before.gradients[name]
    told = (
        f"{name} goes from {_say(before.values[name])} to {_say(after.values[name])}, and L from "
        f"{_say(old)} to {_say(new)}: ΔL = {_say(new - old)}. The gradient promised "
        f"{_say(gradient)} · {_factor(change)} = {_say(gradient * change)}"
    )
    told = f"{told}, {_how_well(new - old, gradient * change)}."
    if not at_end:
        return f"{told} At the last step you see which gradients moved."
    return f"{told} {_moved_in_words(moved(before, after))}"


def _how_well(real: float, promised: float) -> str:
    if abs(real - promised) < 1e-12:
        return "and kept its word"
    off = abs(real - promised) / max(abs(real), abs(promised))
    if off < 0.05:
        return "nearly that"
    if np.sign(real) == np.sign(promised):
        return f"{_percent(off)} off: it holds for small steps only"
    return "not even the right direction: the step was too long"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _moved_in_words(names: list[str]) -> str:
    count = len(graph.WEIGHTS)
    stayed = [name for name in graph.WEIGHTS if name not in names]
    if not names:
        return f"None of the {count} gradients moved."
    if not stayed:
        return f"All {count} gradients moved."
    return f"{len(names)} of {count} gradients moved, framed; {listing(stayed)} stayed."


def _sign(value: float) -> str:
    return SIGNS[float(np.sign(value)) + 0.0]


def _chain(name: str, at: Passes) -> str:
    pairs = graph.factors(name, at.values, at.slopes)
    names, values = zip(*pairs, strict=True)
    return f"∂L/∂{name} = {' · '.join(names)} = {_product(values)}"


def _product(values: Iterable[float]) -> str:
    first, *rest = values
    return " · ".join([_say(first), *map(_factor, rest)])


def _factor(value: float) -> str:
    """A factor behind a dot: in brackets if it is negative."""
    return f"({_say(value)})" if value < 0 else _say(value)


def _sum(node: str, v: Numbers) -> str:
    into = [edge for edge in graph.EDGES if edge.end == node]
    terms = (
        _say(v[e.weight]) if e.start == "1" else f"{_say(v[e.weight])}·{_factor(v[e.start])}"
        for e in into
    )
    return plus(terms)


def _back_sum(node: str, v: Numbers, d: Numbers) -> str:
    out = [edge for edge in graph.EDGES if edge.start == node]
    return plus(f"{_say(d[edge.end])}·{_factor(v[edge.weight])}" for edge in out)


def _silent(slopes: graph.Slopes) -> str:
    pairs = zip(graph.SUMS, graph.HIDDEN, strict=True)
    names = [str(i) for i, ends in enumerate(pairs, start=1) if not slopes[ends]]
    if not names:
        return ""
    return f"Unit {names[0]} is" if len(names) == 1 else f"Units {listing(names)} are"


def _all(numbers: Numbers, names: Iterable[str]) -> str:
    return vector([round(numbers[name], 9) for name in names], 4)


def _say(value: float) -> str:
    return number(round(value, 9), 4)
