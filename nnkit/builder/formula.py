r"""One connection's arithmetic with its numbers filled in, drawn (MathML) and in plain words.

Symbols as in the lessons: a comes in, z = Σ wa + b, δ = ∂L/∂z, g = ∂L/∂w and what the penalties
add, α the learning rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.builder.numerals import factor, plus, say, tex
from nnkit.nn.activations import sigmoid, softmax
from nnkit.quiz.formula import mathml

_WRITTEN_OUT = 4  # more terms than these are summed up as "the rest"


@dataclass(frozen=True)
class Formula:
    """One or more lines of LaTeX, and the same in words."""

    lines: tuple[str, ...]
    words: str

    def to_json(self) -> dict[str, str]:
        """The MathML of all lines, one block each, and the words."""
        return {"mathml": "".join(mathml(line, True) for line in self.lines), "words": self.words}


@dataclass(frozen=True)
class Taken:
    """The step of an optimiser for one parameter: what it was, what it became, and why.

    `memory` holds v for momentum, m and v for Adam, all after the step; t counts Adam's steps.
    """

    optimiser: str
    before: float
    after: float
    gradient: float  # ∂L/∂w, without penalties
    lr: float
    l1: float = 0.0
    l2: float = 0.0
    memory: tuple[float, ...] = ()
    betas: tuple[float, ...] = ()
    t: int = 1
    bias: bool = False


def forward(
    weights: Sequence[float],
    inputs: Sequence[float],
    bias: float,
    chosen: int | None,
    z: float,
    activation: str,
    a: float,
) -> Formula:
    """z = Σ wᵢaᵢ + b, then a = f(z); `chosen` is the connection looked at, None for the bias."""
    total = _sum(_terms(weights, inputs, chosen), bias)
    symbols = r"\sum_i w_i a_i + b" if len(weights) > 1 else r"w \, a + b"
    lines = [rf"z = {symbols} = {total} = {tex(z)}"]
    words = f"{_contribution(weights, inputs, bias, chosen)} Together z is {say(z)}."
    if activation != "identity":
        lines.append(rf"a = {_function(activation)}({tex(z)}) = {tex(a)}")
        words += f" The activation {activation.replace('_', ' ')} makes a = {say(a)} of it."
    return Formula(tuple(lines), words)


def loss(name: str, outputs: Sequence[float], target: float, value: float) -> Formula:
    """The loss of one sample: of a prediction, a logit or K logits, by the name of the loss."""
    if name == "mse":
        y_hat = outputs[0]
        line = rf"L = (\hat{{y}} - y)^2 = ({tex(y_hat)} - {factor(target)})^2 = {tex(value)}"
        said = f"the prediction is {say(y_hat)} and the target {say(target)}"
        return Formula((line,), f"The loss is the squared error: {said}, so L is {say(value)}.")
    p = _probability(name, outputs, target)
    line = rf"L = -\log p = -\log {tex(p)} = {tex(value)}"
    words = (
        f"The network gives the right class a probability of {say(p)}; "
        f"the loss is minus its logarithm: {say(value)}."
    )
    return Formula((_probability_line(name, outputs, target, p), line), words)


def output_error(name: str, output: float, wanted: float, delta: float) -> Formula:
    """δ of an output unit: 2(ŷ − y) for MSE, p − y for the losses that take logits.

    `output` is ŷ or p, `wanted` the target or its entry of the one-hot row.
    """
    if name == "mse":
        symbols, said = r"2 (\hat{y} - y)", "twice the error"
        numbers = rf"2 \cdot ({tex(output)} - {factor(wanted)})"
    else:
        symbols, said = "p - y", "the probability minus the label"
        numbers = f"{tex(output)} - {factor(wanted)}"
    line = rf"\delta = \frac{{\partial L}}{{\partial z}} = {symbols} = {numbers} = {tex(delta)}"
    return Formula((line,), f"The error of this output, delta, is {said}: {say(delta)}.")


def hidden_error(
    dA: float,
    z: float,
    activation: str,
    slope: float | None,
    delta: float,
    onward: Sequence[tuple[float, float]] = (),
) -> Formula:
    """δ = ∂L/∂a · f′(z), for a unit whose a is used by the layer after it.

    `onward` are pairs (w, δ) of the units it goes to, if ∂L/∂a = Σ wδ comes from them directly.
    `slope` is f′(z), None where it isn't known.
    """
    steep = f"f'({tex(z)})" if slope is None else factor(slope)
    line = (
        rf"\delta = \frac{{\partial L}}{{\partial a}} \cdot f'(z) = "
        rf"{tex(dA)} \cdot {steep} = {tex(delta)}"
    )
    words = (
        f"From the layers behind it comes the slope {say(dA)} for this unit's output; times the "
        f"slope of {activation.replace('_', ' ')} at z = {say(z)}"
        f"{'' if slope is None else f', which is {say(slope)},'} that makes delta = {say(delta)}."
    )
    return Formula((*_from_behind(onward, dA), line), words)


def _from_behind(onward: Sequence[tuple[float, float]], dA: float) -> list[str]:
    """∂L/∂a = Σ wδ, written out if the terms are few."""
    if not onward:
        return []
    terms = [rf"{tex(w)} \cdot {factor(delta)}" for w, delta in onward]
    few = len(terms) <= _WRITTEN_OUT
    total = f"{' + '.join(terms).replace('+ -', '- ')} = " if few else ""
    return [rf"\frac{{\partial L}}{{\partial a}} = \sum_k w_k \delta_k = {total}{tex(dA)}"]


def gradient(delta: float, a: float | None, g: float) -> Formula:
    """∂L/∂w = δ · a for the weight of a connection; ∂L/∂b = δ where `a` is None."""
    if a is None:
        line = rf"\frac{{\partial L}}{{\partial b}} = \delta = {tex(g)}"
        return Formula((line,), f"The gradient of the bias is delta itself: {say(g)}.")
    line = (
        rf"\frac{{\partial L}}{{\partial w}} = \delta \cdot a = "
        rf"{tex(delta)} \cdot {factor(a)} = {tex(g)}"
    )
    words = (
        f"The gradient of this weight is delta times what came in: "
        f"{say(delta)} times {say(a)} is {say(g)}."
    )
    return Formula((line,), words)


def update(step: Taken) -> Formula:
    """w ← w − (the step): αg for SGD, αv for momentum, α m̂ / (√v̂ + ε) for Adam."""
    g = penalised(step)
    lines, words = _penalty(step, g)
    of, size, said = _STEPS[step.optimiser](step, g)
    before, after = tex(step.before), tex(step.after)
    w, name = ("b", "bias") if step.bias else ("w", "weight")
    last = rf"{w} \leftarrow {w} - {of[-1]} = {before} - {size} = {after}"
    words += f"{said} The {name} goes from {say(step.before)} to {say(step.after)}."
    return Formula((*lines, *of[:-1], last), words)


def penalised(step: Taken) -> float:
    """g = ∂L/∂w + λ₂w + λ₁ sign(w)."""
    return step.gradient + step.l2 * step.before + step.l1 * float(np.sign(step.before))


def joined(*formulas: Formula) -> Formula:
    """One after another."""
    lines = tuple(line for formula in formulas for line in formula.lines)
    return Formula(lines, " ".join(formula.words for formula in formulas))


def _sgd(step: Taken, g: float) -> tuple[list[str], str, str]:
    size = rf"{tex(step.lr)} \cdot {factor(g)}"
    return [r"\alpha g"], size, f"The step is the rate {say(step.lr)} times {say(g)}."


def _momentum(step: Taken, g: float) -> tuple[list[str], str, str]:
    (v,), (beta, *_) = step.memory, step.betas
    old = (v - g) / beta if beta else 0.0
    rolling = rf"v \leftarrow \beta v + g = {tex(beta)} \cdot {factor(old)} {plus(g)} = {tex(v)}"
    said = (
        f"The velocity was {say(old)}; {say(beta)} of it is kept and the gradient "
        f"{say(g)} added, which is {say(v)}. The step is the rate {say(step.lr)} times that."
    )
    return [rolling, r"\alpha v"], rf"{tex(step.lr)} \cdot {factor(v)}", said


def _adam(step: Taken, g: float) -> tuple[list[str], str, str]:
    (m, v), (beta1, beta2, *_) = step.memory, step.betas
    m_hat, v_hat = m / (1 - beta1**step.t), v / (1 - beta2**step.t)
    lines = [
        rf"\hat{{m}} = \frac{{m}}{{1 - \beta_1^{{{step.t}}}}} = {tex(m_hat)}",
        rf"\hat{{v}} = \frac{{v}}{{1 - \beta_2^{{{step.t}}}}} = {tex(v_hat)}",
        r"\alpha \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ]
    size = rf"{tex(step.lr)} \cdot \frac{{{tex(m_hat)}}}{{\sqrt{{{tex(v_hat)}}}}}"
    said = (
        f"The gradient is {say(g)}. The mean of the latest gradients is {say(m_hat)}, that of "
        f"their squares {say(v_hat)}; the step is the rate {say(step.lr)} times the first over "
        f"the root of the second."
    )
    return lines, size, said


_STEPS = {"sgd": _sgd, "momentum": _momentum, "adam": _adam}


def _penalty(step: Taken, g: float) -> tuple[list[str], str]:
    """The line that adds the penalties to the gradient; none without penalties."""
    if not (step.l1 or step.l2):
        return [], ""
    symbols, numbers = r"\frac{\partial L}{\partial w}", tex(step.gradient)
    if step.l2:
        symbols += r" + \lambda_2 w"
        numbers += rf" + {tex(step.l2)} \cdot {factor(step.before)}"
    if step.l1:
        symbols += r" + \lambda_1 \mathrm{sign}(w)"
        numbers += rf" + {tex(step.l1)} \cdot {factor(float(np.sign(step.before)))}"
    said = f"With the penalty on large weights the gradient {say(step.gradient)} becomes {say(g)}. "
    return [f"g = {symbols} = {numbers} = {tex(g)}"], said


def _terms(
    weights: Sequence[float], inputs: Sequence[float], chosen: int | None
) -> list[tuple[float, float] | float]:
    """Pairs (w, a); where there are many, the chosen pair and the sum of the others."""
    pairs = [(float(w), float(a)) for w, a in zip(weights, inputs, strict=True)]
    if len(pairs) <= _WRITTEN_OUT:
        return list(pairs)
    rest = sum(w * a for i, (w, a) in enumerate(pairs) if i != chosen)
    return [rest] if chosen is None else [pairs[chosen], rest]


def _sum(terms: Sequence[tuple[float, float] | float], bias: float) -> str:
    """Products and numbers joined by + and −, the bias last."""
    parts = [
        rf"{tex(t[0])} \cdot {factor(t[1])}" if isinstance(t, tuple) else tex(t) for t in terms
    ]
    text = " + ".join(parts).replace("+ -", "- ")
    return f"{text} {plus(bias)}"


def _contribution(
    weights: Sequence[float], inputs: Sequence[float], bias: float, chosen: int | None
) -> str:
    if chosen is None:
        return f"The bias adds {say(bias)}."
    w, a = float(weights[chosen]), float(inputs[chosen])
    return f"This connection brings {say(w)} times {say(a)}, that is {say(w * a)}."


def _probability(name: str, outputs: Sequence[float], target: float) -> float:
    """The probability that the network gives to the right class."""
    z = np.asarray(outputs, float)
    if name == "binary_cross_entropy":
        return float(sigmoid(z[0] if target else -z[0]))
    return float(softmax(z)[int(target)])


def _probability_line(name: str, outputs: Sequence[float], target: float, p: float) -> str:
    if name == "binary_cross_entropy":
        z = tex(outputs[0])
        symbols = rf"\sigma({z})" if target else rf"1 - \sigma({z})"
        return f"p = {symbols} = {tex(p)}"
    return rf"p = \frac{{e^{{z_y}}}}{{\sum_k e^{{z_k}}}} = {tex(p)}"


def _function(activation: str) -> str:
    known = {"sigmoid": r"\sigma", "tanh": r"\tanh"}
    name = "".join(c if c.isalnum() else " " for c in activation)
    return known.get(activation, rf"\text{{{name}}}")
