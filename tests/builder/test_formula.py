"""Formulas with numbers: readable by a browser, sayable, and right about the arithmetic."""

from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import nn
from nnkit.builder import formula
from nnkit.builder.formula import Formula, Taken

quick = settings(deadline=None, max_examples=40)
numbers = st.floats(-1e6, 1e6)
any_number = st.one_of(numbers, st.sampled_from([np.inf, -np.inf, np.nan]))


def readable(shown: Formula) -> None:
    json = shown.to_json()
    root = ElementTree.fromstring(f"<div>{json['mathml']}</div>")
    assert len(root) == len(shown.lines)
    assert "−" not in json["words"]
    assert "  " not in json["words"]


@given(st.lists(st.tuples(any_number, any_number), min_size=1, max_size=9), any_number, st.data())
@quick
def test_any_forward_pass_can_be_written(
    pairs: list[tuple[float, float]], bias: float, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from([None, *range(len(pairs))]))
    w, a = [w for w, _ in pairs], [a for _, a in pairs]
    name = data.draw(st.sampled_from(["relu", "leaky_relu", "identity", "My_Own<ReLU>"]))
    readable(formula.forward(w, a, bias, chosen, bias, name, 0.0))


@given(any_number, any_number, any_number)
@quick
def test_any_backward_pass_can_be_written(a: float, b: float, c: float) -> None:
    readable(formula.gradient(a, b, c))
    readable(formula.gradient(a, None, c))
    readable(formula.hidden_error(a, b, "tanh", c, a, [(a, b), (b, c)]))
    readable(formula.hidden_error(a, b, "My_Own", None, c, [(a, b)] * 9))
    readable(formula.output_error("mse", a, b, c))
    readable(formula.output_error("cross_entropy", a, b, c))
    readable(formula.loss("mse", [a], b, c))


@given(st.lists(numbers, min_size=2, max_size=10), st.data())
@quick
def test_the_loss_tells_the_probability_that_it_comes_from(
    logits: list[float], data: st.DataObject
) -> None:
    y = data.draw(st.integers(0, len(logits) - 1))
    value, _ = nn.cross_entropy([logits], [y])
    readable(formula.loss("cross_entropy", logits, y, value))
    value, _ = nn.binary_cross_entropy([logits[0]], [y % 2])
    readable(formula.loss("binary_cross_entropy", logits[:1], y % 2, value))


def test_the_lesson_says_it_so() -> None:
    shown = formula.gradient(-1.44, 0.8, -1.152)
    assert shown.lines[0].endswith(r"\delta \cdot a = -1.44 \cdot 0.8 = -1.152")
    assert shown.words.endswith("minus 1.44 times 0.8 is minus 1.152.")
    assert "(0.28 - 1)^2 = 0.5184" in formula.loss("mse", [0.28], 1, 0.5184).lines[0]
    z = formula.forward([0.4, 0.3], [1, 2], -0.2, 0, 0.8, "relu", 0.8)
    assert z.lines[0].endswith(r"= 0.4 \cdot 1 + 0.3 \cdot 2 - 0.2 = 0.8")
    assert "This connection brings 0.4 times 1, that is 0.4." in z.words
    step = formula.update(Taken("sgd", -0.3, -0.28848, -1.152, 0.01))
    assert step.lines == (r"w \leftarrow w - \alpha g = -0.3 - 0.01 \cdot (-1.152) = -0.2885",)


def test_the_error_of_a_hidden_unit_comes_from_those_behind_it() -> None:
    shown = formula.hidden_error(-1.008, 0.1, "relu", 1.0, -1.008, [(0.7, -1.44)])
    assert shown.lines[0].endswith(r"= \sum_k w_k \delta_k = 0.7 \cdot (-1.44) = -1.008")
    assert shown.lines[1].endswith(r"= -1.008 \cdot 1 = -1.008")
    bias = formula.update(Taken("sgd", 0.1, 0.2, -10, 0.01, bias=True))
    assert bias.lines[0].startswith(r"b \leftarrow b")
    assert "The bias goes from 0.1 to 0.2." in bias.words


def test_many_terms_are_summed_up() -> None:
    shown = formula.forward([1, 2, 3, 4, 5], [1] * 5, 0, 1, 15, "identity", 15)
    assert r"= 2 \cdot 1 + 13 + 0 = 15" in shown.lines[0]


@given(
    st.sampled_from(["sgd", "momentum", "adam"]),
    st.lists(st.floats(-3, 3), min_size=1, max_size=4),
    st.floats(0, 0.1),
    st.floats(0, 0.1),
)
@quick
def test_the_step_taken_can_be_worked_out_from_the_formula(
    name: str, gradients: list[float], l1: float, l2: float
) -> None:
    optimiser = nn.OPTIMISERS[name](0.1)
    w, memory, t = np.array(0.5), (), 0
    v = m = np.array(0.0)
    for g in gradients:
        before, t = float(w), t + 1
        total = formula.penalised(Taken(name, before, 0, g, 0.1, l1, l2))
        if name == "sgd":
            w = nn.sgd_step(w, np.array(total), 0.1)
        elif name == "momentum":
            w, v = nn.momentum_step(w, np.array(total), v, 0.1)
            memory = (float(v),)
        else:
            w, m, v = nn.adam_step(w, np.array(total), m, v, t, 0.1)
            memory = (float(m), float(v))
    betas = {"sgd": (), "momentum": (0.9,), "adam": (0.9, 0.999)}[name]
    taken = Taken(name, before, float(w), g, optimiser.lr, l1, l2, memory, betas, t)
    readable(formula.update(taken))


@pytest.mark.parametrize("value", [1e-9, -1e-9, 1e12, -0.0, 0.1 + 0.2])
def test_no_noise_in_the_digits(value: float) -> None:
    shown = formula.gradient(value, value, value).to_json()
    assert "0000000" not in shown["mathml"]
    assert "e-" not in shown["words"]
