"""Automatic differentiation: numbers that remember how they were made."""

from __future__ import annotations

import math
from numbers import Real


class Value:
    """A number, `data`; and `grad` = ∂result/∂this, once some result's `backward()` was called.

    `sources` are pairs (value, slope): what it was computed from, and ∂this/∂value there. Values
    mix with plain numbers on either side. Raises TypeError for an array: one number, one Value.
    Source: Wengert 1964; Griewank & Walther 2008, §3.2; Baydin et al. 2018.
    """

    __array_ufunc__ = None  # NumPy's numbers on the left leave the operation to this class

    def __init__(self, data: float | Real, *sources: tuple[Value, float], operation: str = ""):
        if not isinstance(data, Real):
            raise TypeError(f"Value takes a single real number; got {type(data).__name__}.")
        self.data, self.grad = float(data), 0.0
        self.sources, self.operation = sources, operation

    def __repr__(self) -> str:
        return f"Value({self.data:g}, grad {self.grad:g})"

    def __add__(self, other: Value | float) -> Value:
        """∂(a + b)/∂a = 1, ∂(a + b)/∂b = 1."""
        other = _value(other)
        return Value(self.data + other.data, (self, 1.0), (other, 1.0), operation="+")

    def __mul__(self, other: Value | float) -> Value:
        """∂(ab)/∂a = b, ∂(ab)/∂b = a."""
        other = _value(other)
        return Value(self.data * other.data, (self, other.data), (other, self.data), operation="*")

    def __pow__(self, n: Value | float) -> Value:
        """∂aⁿ/∂a = n aⁿ⁻¹, for a plain number n. Raises TypeError for a Value as n."""
        if isinstance(n, Value):
            raise TypeError("An exponent is a plain number here; write (b * a.log()).exp() for aᵇ.")
        return Value(self.data**n, (self, n and n * self.data ** (n - 1)), operation=f"**{n:g}")

    def relu(self) -> Value:
        """∂relu(a)/∂a = 1 if a > 0, else 0."""
        return Value(max(0.0, self.data), (self, float(self.data > 0)), operation="relu")

    def tanh(self) -> Value:
        """∂tanh(a)/∂a = 1 − tanh²(a)."""
        return Value(t := math.tanh(self.data), (self, 1 - t * t), operation="tanh")

    def exp(self) -> Value:
        """∂eᵃ/∂a = eᵃ. Raises OverflowError above 709."""
        return Value(e := math.exp(self.data), (self, e), operation="exp")

    def log(self) -> Value:
        """∂ln(a)/∂a = 1/a. Raises ValueError unless a > 0."""
        if not self.data > 0:
            raise ValueError(f"Only a positive number has a logarithm; got {self.data:g}.")
        return Value(math.log(self.data), (self, 1 / self.data), operation="log")

    def backward(self) -> None:
        """Adds ∂self/∂v = Σ ∂self/∂u · ∂u/∂v, over every u made from v, to v.grad.

        For each v that self was computed from, and for self: 1. A second call adds it all again.
        """
        order, path = dict[Value, None](), [self]  # each after its sources: a topological order
        while path:
            new = [v for v, _ in path[-1].sources if v not in order]
            if new:
                path.append(new[0])
            else:
                order[path.pop()] = None
        grads = dict.fromkeys(order, 0.0) | {self: 1.0}
        for u in reversed(order):
            u.grad += grads[u]
            for v, slope in u.sources:
                grads[v] += grads[u] * slope

    def __neg__(self) -> Value:
        return Value(-self.data, (self, -1.0), operation="-")

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __truediv__(self, other: Value | float) -> Value:
        return self * other**-1.0

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __rtruediv__(self, other: float) -> Value:
        return self**-1 * other

    __radd__, __rmul__ = __add__, __mul__


def _value(x: Value | float) -> Value:
    return x if isinstance(x, Value) else Value(x)
