r"""One connection's arithmetic with its numbers filled in, drawn (MathML) and in plain words.

Symbols as in the lessons: a comes in, z = Σ wa + b, δ = ∂L/∂z, g = ∂L/∂w and what the penalties
add, α the learning rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnkit.figures.wording import number
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
    lines = [rf"z = {symbols} = {total} = {_tex(z)}"]
    words = f"{_contribution(weights, inputs, bias, chosen)} Together z is {_say(z)}."
    if activation != "identity":
        lines.append(rf"a = {_function(activation)}({_tex(z)}) = {_tex(a)}")
        words += f" The activation {activation.replace('_', ' ')} makes a = {_say(a)} of it."
    return Formula(tuple(lines), words)


def loss(name: str, outputs: Sequence[float], target: float, value: float) -> Formula:
    """The loss of one sample: of a prediction, a logit or K logits, by the name of the loss."""
    if name == "mse":
        y_hat = outputs[0]
        line = rf"L = (\hat{{y}} - y)^2 = ({_tex(y_hat)} - {_factor(target)})^2 = {_tex(value)}"
        said = f"the prediction is {_say(y_hat)} and the target {_say(target)}"
        return Formula((line,), f"The loss is the squared error: {said}, so L is {_say(value)}.")
    p = _probability(name, outputs, target)
    line = rf"L = -\log p = -\log {_tex(p)} = {_tex(value)}"
    words = (
        f"The network gives the right class a probability of {_say(p)}; "
        f"the loss is minus its logarithm: {_say(value)}."
    )
    return Formula((_probability_line(name, outputs, target, p), line), words)


def output_error(name: str, output: float, wanted: float, delta: float) -> Formula:
    """δ of an output unit: 2(ŷ − y) for MSE, p − y for the losses that take logits.

    `output` is ŷ or p, `wanted` the target or its entry of the one-hot row.
    """
    if name == "mse":
        symbols, said = r"2 (\hat{y} - y)", "twice the error"
        numbers = rf"2 \cdot ({_tex(output)} - {_factor(wanted)})"
    else:
        symbols, said = "p - y", "the probability minus the label"
        numbers = f"{_tex(output)} - {_factor(wanted)}"
    line = rf"\delta = \frac{{\partial L}}{{\partial z}} = {symbols} = {numbers} = {_tex(delta)}"
    return Formula((line,), f"The error of this output, delta, is {said}: {_say(delta)}.")


def hidden_error(dA: float, z: float, activation: str, delta: float) -> Formula:
    """δ = ∂L/∂a · f′(z), for a unit whose a is used by the layer after it."""
    slope = "1" if activation == "identity" else f"f'({_tex(z)})"
    line = (
        rf"\delta = \frac{{\partial L}}{{\partial a}} \cdot f'(z) = "
        rf"{_tex(dA)} \cdot {slope} = {_tex(delta)}"
    )
    words = (
        f"From the layers behind it comes the slope {_say(dA)} for this unit's output; times the "
        f"slope of {activation.replace('_', ' ')} at z = {_say(z)} that makes delta = "
        f"{_say(delta)}."
    )
    return Formula((line,), words)


def gradient(delta: float, a: float | None, g: float) -> Formula:
    """∂L/∂w = δ · a for the weight of a connection; ∂L/∂b = δ where `a` is None."""
    if a is None:
        line = rf"\frac{{\partial L}}{{\partial b}} = \delta = {_tex(g)}"
        return Formula((line,), f"The gradient of the bias is delta itself: {_say(g)}.")
    line = (
        rf"\frac{{\partial L}}{{\partial w}} = \delta \cdot a = "
        rf"{_tex(delta)} \cdot {_factor(a)} = {_tex(g)}"
    )
    words = (
        f"The gradient of this weight is delta times what came in: "
        f"{_say(delta)} times {_say(a)} is {_say(g)}."
    )
    return Formula((line,), words)


def update(step: Taken) -> Formula:
    """w ← w − (the step): αg for SGD, αv for momentum, α m̂ / (√v̂ + ε) for Adam."""
    g = penalised(step)
    lines, words = _penalty(step, g)
    of, size, said = _STEPS[step.optimiser](step, g)
    before, after = _tex(step.before), _tex(step.after)
    last = rf"w \leftarrow w - {of[-1]} = {before} - {size} = {after}"
    words += f"{said} The weight goes from {_say(step.before)} to {_say(step.after)}."
    return Formula((*lines, *of[:-1], last), words)


def penalised(step: Taken) -> float:
    """g = ∂L/∂w + λ₂w + λ₁ sign(w)."""
    return step.gradient + step.l2 * step.before + step.l1 * float(np.sign(step.before))


def joined(*formulas: Formula) -> Formula:
    """One after another."""
    lines = tuple(line for formula in formulas for line in formula.lines)
    return Formula(lines, " ".join(formula.words for formula in formulas))


def _sgd(step: Taken, g: float) -> tuple[list[str], str, str]:
    size = rf"{_tex(step.lr)} \cdot {_factor(g)}"
    return [r"\alpha g"], size, f"The step is the rate {_say(step.lr)} times {_say(g)}."


def _momentum(step: Taken, g: float) -> tuple[list[str], str, str]:
    (v,), (beta, *_) = step.memory, step.betas
    old = (v - g) / beta if beta else 0.0
    rolling = (
        rf"v \leftarrow \beta v + g = {_tex(beta)} \cdot {_factor(old)} {_plus(g)} = {_tex(v)}"
    )
    said = (
        f"The velocity was {_say(old)}; {_say(beta)} of it is kept and the gradient "
        f"{_say(g)} added, which is {_say(v)}. The step is the rate {_say(step.lr)} times that."
    )
    return [rolling, r"\alpha v"], rf"{_tex(step.lr)} \cdot {_factor(v)}", said


def _adam(step: Taken, g: float) -> tuple[list[str], str, str]:
    (m, v), (beta1, beta2, *_) = step.memory, step.betas
    m_hat, v_hat = m / (1 - beta1**step.t), v / (1 - beta2**step.t)
    lines = [
        rf"\hat{{m}} = \frac{{m}}{{1 - \beta_1^{{{step.t}}}}} = {_tex(m_hat)}",
        rf"\hat{{v}} = \frac{{v}}{{1 - \beta_2^{{{step.t}}}}} = {_tex(v_hat)}",
        r"\alpha \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ]
    size = rf"{_tex(step.lr)} \cdot \frac{{{_tex(m_hat)}}}{{\sqrt{{{_tex(v_hat)}}}}}"
    said = (
        f"The gradient is {_say(g)}. The mean of the latest gradients is {_say(m_hat)}, that of "
        f"their squares {_say(v_hat)}; the step is the rate {_say(step.lr)} times the first over "
        f"the root of the second."
    )
    return lines, size, said


_STEPS = {"sgd": _sgd, "momentum": _momentum, "adam": _adam}


def _penalty(step: Taken, g: float) -> tuple[list[str], str]:
    """The line that adds the penalties to the gradient; none without penalties."""
    if not (step.l1 or step.l2):
        return [], ""
    symbols, numbers = r"\frac{\partial L}{\partial w}", _tex(step.gradient)
    if step.l2:
        symbols += r" + \lambda_2 w"
        numbers += rf" + {_tex(step.l2)} \cdot {_factor(step.before)}"
    if step.l1:
        symbols += r" + \lambda_1 \mathrm{sign}(w)"
        numbers += rf" + {_tex(step.l1)} \cdot {_factor(float(np.sign(step.before)))}"
    said = (
        f"With the penalty on large weights the gradient {_say(step.gradient)} becomes {_say(g)}. "
    )
    return [f"g = {symbols} = {numbers} = {_tex(g)}"], said


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
        rf"{_tex(t[0])} \cdot {_factor(t[1])}" if isinstance(t, tuple) else _tex(t) for t in terms
    ]
    text = " + ".join(parts).replace("+ -", "- ")
    return f"{text} {_plus(bias)}"


def _contribution(
    weights: Sequence[float], inputs: Sequence[float], bias: float, chosen: int | None
) -> str:
    if chosen is None:
        return f"The bias adds {_say(bias)}."
    w, a = float(weights[chosen]), float(inputs[chosen])
    return f"This connection brings {_say(w)} times {_say(a)}, that is {_say(w * a)}."


def _probability(name: str, outputs: Sequence[float], target: float) -> float:
    """The probability that the network gives to the right class."""
    z = np.asarray(outputs, float)
    if name == "binary_cross_entropy":
        return float(sigmoid(z[0] if target else -z[0]))
    return float(softmax(z)[int(target)])


def _probability_line(name: str, outputs: Sequence[float], target: float, p: float) -> str:
    if name == "binary_cross_entropy":
        z = _tex(outputs[0])
        symbols = rf"\sigma({z})" if target else rf"1 - \sigma({z})"
        return f"p = {symbols} = {_tex(p)}"
    return rf"p = \frac{{e^{{z_y}}}}{{\sum_k e^{{z_k}}}} = {_tex(p)}"


def _function(activation: str) -> str:
    known = {"sigmoid": r"\sigma", "tanh": r"\tanh"}
    name = "".join(c if c.isalnum() else " " for c in activation)
    return known.get(activation, rf"\text{{{name}}}")


def _tex(value: float) -> str:
    """To four digits: −1.44, or 1.2 × 10⁻⁵."""
    text = number(value, 4).replace("−", "-").replace("∞", r"\infty")
    if text == "NaN":
        return r"\text{NaN}"
    head, _, power = text.partition("e")
    return rf"{head} \times 10^{{{int(power)}}}" if power else head


def _factor(value: float) -> str:
    """With brackets where a sign or a power would be misread after a dot or a minus."""
    text = _tex(value)
    return f"({text})" if text.startswith("-") else text


def _plus(value: float) -> str:
    """+ 0.3 or − 0.3, to be put behind a sum."""
    text = _tex(value)
    return f"- {text[1:]}" if text.startswith("-") else f"+ {text}"


def _say(value: float) -> str:
    """As a screen reader should say it: no sign that it could swallow."""
    text = number(value, 4)
    if not np.isfinite(value):
        return {"∞": "infinity", "−∞": "minus infinity"}.get(text, "not a number")
    head, _, power = text.partition("e")
    spoken = head.replace("−", "minus ")
    return f"{spoken} times ten to the power of {_whole(power)}" if power else spoken


def _whole(power: str) -> str:
    n = int(power.replace("−", "-"))
    return f"minus {-n}" if n < 0 else str(n)
