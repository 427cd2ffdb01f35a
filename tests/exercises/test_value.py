"""`Value` as a learner writes it: line by line, each check naming the next thing to do."""

from __future__ import annotations

import pytest

from nnkit.check import run_check

ID = "backpropagation.Value"

# In closures, as most people write it first; the pieces in the order in which they are asked for.
PIECES = {
    "__init__": """
    def __init__(self, data, sources=(), operation=""):
        self.data = data
        self.grad = 0.0
        self.sources = sources
        self.pass_on = lambda: None
""",
    "__add__": """
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def pass_on():
            self.grad += out.grad
            other.grad += out.grad
        out.pass_on = pass_on
        return out
""",
    "backward": """
    def backward(self):
        order = []
        def visit(value):
            if value not in order:
                for source in value.sources:
                    visit(source)
                order.append(value)
        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            value.pass_on()
""",
    "__mul__": """
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def pass_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.pass_on = pass_on
        return out
""",
    "__radd__": "    __radd__ = __add__\n",
    "__rmul__": "    __rmul__ = __mul__\n",
    "__pow__": """
    def __pow__(self, n):
        out = Value(self.data ** n, (self,))
        def pass_on():
            self.grad += n * self.data ** (n - 1) * out.grad
        out.pass_on = pass_on
        return out
""",
    "__neg__": "    def __neg__(self): return self * -1\n",
    "__sub__": "    def __sub__(self, other): return self + -other\n",
    "__rsub__": "    def __rsub__(self, other): return -self + other\n",
    "__truediv__": "    def __truediv__(self, other): return self * other ** -1\n",
    "__rtruediv__": "    def __rtruediv__(self, other): return self ** -1 * other\n",
    "relu": """
    def relu(self):
        out = Value(max(0, self.data), (self,))
        def pass_on():
            self.grad += (self.data > 0) * out.grad
        out.pass_on = pass_on
        return out
""",
    "tanh": """
    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        def pass_on():
            self.grad += (1 - t ** 2) * out.grad
        out.pass_on = pass_on
        return out
""",
    "exp": """
    def exp(self):
        out = Value(math.exp(self.data), (self,))
        def pass_on():
            self.grad += out.data * out.grad
        out.pass_on = pass_on
        return out
""",
    "log": """
    def log(self):
        out = Value(math.log(self.data), (self,))
        def pass_on():
            self.grad += out.grad / self.data
        out.pass_on = pass_on
        return out
""",
}
WHOLE = "".join(PIECES.values())


def written(body: str):
    names: dict = {}
    exec(f"import math\nclass Value:\n{body}", names)
    return names["Value"]


def told(*changes: tuple[str, str], body: str = WHOLE):
    """What the check says of this body with some of its text exchanged."""
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return run_check(ID, written(body))


def test_it_is_right_when_all_is_there():
    assert told().passed


@pytest.mark.parametrize("count", range(1, len(PIECES)))
def test_it_can_grow_and_hears_what_comes_next(count):
    pieces = list(PIECES)
    report = told(body="".join(PIECES[name] for name in pieces[:count]))
    assert report.mistake == "not-as-asked"
    assert f"`{pieces[count]}`" in report.message


TWO = "".join(PIECES[name] for name in ("__init__", "__add__", "backward"))


@pytest.mark.parametrize(
    ("changes", "body", "mistake"),
    [
        ((("self.grad = 1.0\n", "pass\n"),), TWO, "unseeded"),
        ((("self.grad = 1.0", "self.grad = self.data"),), TWO, "seeded-with-data"),
        ((("+= out.grad", "= out.grad"),), TWO + PIECES["__mul__"], "value"),
        ((("reversed(order)", "order"),), WHOLE, "sources-only"),
        ((("grad +=", "grad ="),), WHOLE, "overwritten"),
        ((("+= out.grad /", "+= 1 /"), (" * out.grad", ""), ("+= out.grad", "+= 1")), WHOLE,
         "no-chain"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_every_stage(changes, body, mistake):
    assert told(*changes, body=body).mistake == mistake


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("(1 - t ** 2) * out.grad", "1 - t ** 2", "Part `grad`: Right everywhere but where `tanh`"),
        ("out.data * out.grad", "self.data * out.grad", "but where `exp` takes part"),
        ("+= out.grad / self.data", "= out.grad / self.data", "but where `log` takes part"),
        ("+= out.grad / self.data", "-= out.grad / self.data", "but where `log` takes part"),
        ("(self.data > 0) *", "1 *", "but for `relu` of 0 or less"),
        ("(self.data > 0) *", "(self.data >= 0) *", "but for `relu` of 0 or less"),
        ("return -self + other", "return self - other", "Part `data`: Right everywhere but for `3"),
        ("self.grad = 1.0", "for v in order: v.grad = 0.0\n        self.grad = 1.0", "second time"),
        ("sources\n", "list(dict.fromkeys(sources))[:1]\n", "Part `grad`: "),
        ("self.grad = 0.0", "self.grad = None", "has a `grad` of 0.0"),
        ("self.data = data", "self.data = int(data)", "`data` of `Value(0.5)` isn't 0.5"),
        (
            "out = Value(self.data +",
            "self.data += 1; out = Value(self.data +",
            "changed the `data`",
        ),
        (
            "out = Value(self.data + other.data, (self, other))",
            "return self.data + other.data",
            "`a + b` gives something of type `float`",
        ),
        ("return self + -other", "print(self + -other)", "`a * (a - b)` can't be computed yet"),
        ("out.pass_on = pass_on", "out.pass_on = pass_on()", "without the brackets"),
        ("t = math.tanh(self.data)", "raise NotImplementedError", "`tanh` of your `Value` is not"),
        ("t = math.tanh(self.data)", "t = math.tan(self.data)", "Part `data`: "),
    ],
)
def test_what_else_goes_wrong_is_told_by_where_it_goes_wrong(old, new, sentence):
    report = told((old, new))
    assert not report.passed
    assert sentence in report.message


def test_numbers_are_no_values_until_they_are_made_so():
    guard = "other = other if isinstance(other, Value) else Value(other)"
    assert "One side is a plain number" in told((guard, "pass")).message


def test_the_blank_class_is_not_written_yet():
    blank = (
        "    def __init__(self, data, *sources, operation=''):\n        raise NotImplementedError\n"
    )
    assert run_check(ID, written(blank)).mistake == "unwritten"


def test_with_nothing_but_the_given_lines_it_is_only_not_written_yet():
    class Value:
        def __init__(self, data, *sources, operation=""):
            self.data, self.grad, self.sources, self.operation = data, 0.0, sources, operation

        def __add__(self, other):
            raise NotImplementedError

    assert run_check(ID, Value).mistake == "unwritten"
