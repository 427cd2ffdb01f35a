"""Right and wrong ways to write ``Value``."""

from __future__ import annotations

import math
from itertools import count
from typing import Any


class Compact:
    """Slopes on a tape. Right, and made so that a subclass can get a single line wrong."""

    def __init__(self, data: Any, sources: Any = ()) -> None:
        self.data, self.grad, self.sources = data, 0.0, sources

    def made(self, data: Any, *sources: Any) -> Any:
        return type(self)(data, sources)

    def lifted(self, other: Any) -> Any:
        return other if isinstance(other, Compact) else type(self)(other)

    def __add__(self, other: Any) -> Any:
        other = self.lifted(other)
        return self.made(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other: Any) -> Any:
        other = self.lifted(other)
        return self.made(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n: Any) -> Any:
        return self.made(self.data**n, (self, n * self.data ** (n - 1)))

    def relu(self) -> Any:
        return self.made(max(self.data, 0), (self, 1.0 if self.data > 0 else 0.0))

    def tanh(self) -> Any:
        t = math.tanh(self.data)
        return self.made(t, (self, 1 - t**2))

    def exp(self) -> Any:
        return self.made(math.exp(self.data), (self, math.exp(self.data)))

    def log(self) -> Any:
        return self.made(math.log(self.data), (self, 1 / self.data))

    def __neg__(self) -> Any:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __truediv__(self, other: Any) -> Any:
        return self * other**-1

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __rtruediv__(self, other: Any) -> Any:
        return self**-1 * other

    def backward(self) -> None:
        self.grad = 1.0
        for value in reversed(self.order([])):
            for source, slope in value.sources:
                self.pass_on(value, source, slope)

    def pass_on(self, value: Any, source: Any, slope: Any) -> None:
        source.grad += value.grad * slope

    def order(self, found: Any) -> Any:
        """Each value once, after its sources."""
        for source, _ in self.sources:
            if source not in found:
                source.order(found)
        found.append(self)
        return found


class Numbered(Compact):
    """In the order in which they were made: the newest passes on first."""

    made_so_far = count()

    def __init__(self, data: Any, sources: Any = ()) -> None:
        super().__init__(data, sources)
        self.number = next(self.made_so_far)

    def order(self, found: Any) -> Any:
        reached, waiting = {self}, [self]
        while waiting:
            new = {source for source, _ in waiting.pop().sources} - reached
            reached |= new
            waiting += new
        return sorted(reached, key=lambda value: value.number)


class EveryPath(Compact):
    """No order at all: each path from the result to a value brings its own product of slopes."""

    def backward(self, product: float = 1.0) -> None:
        self.grad += product
        for source, slope in self.sources:
            source.backward(product * slope)


class Forwards(Compact):
    """Each value carries its slopes along every leaf from the start, and hands them out at last."""

    def __init__(self, data: Any, sources: Any = ()) -> None:
        super().__init__(data, sources)
        self.along: dict[Any, float] = {} if sources else {self: 1.0}
        for source, slope in sources:
            for leaf, before in source.along.items():
                self.along[leaf] = self.along.get(leaf, 0.0) + slope * before

    def backward(self) -> None:
        for leaf, slope in self.along.items():
            leaf.grad += slope


class Closures:
    """Every result keeps a function that passes its gradient on; tanh is made of exp."""

    def __init__(self, data: Any, parents: Any = ()) -> None:
        self.data, self.grad, self.parents = data, 0.0, parents
        self.pass_on: Any = lambda: None

    def __add__(self, other: Any) -> Any:
        other = other if isinstance(other, Closures) else Closures(other)
        out = Closures(self.data + other.data, (self, other))

        def pass_on() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out.pass_on = pass_on
        return out

    def __mul__(self, other: Any) -> Any:
        other = other if isinstance(other, Closures) else Closures(other)
        out = Closures(self.data * other.data, (self, other))

        def pass_on() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pass_on = pass_on
        return out

    def of(self, data: Any, slope: Any) -> Any:
        out = Closures(data, (self,))

        def pass_on() -> None:
            self.grad += slope * out.grad

        out.pass_on = pass_on
        return out

    def __pow__(self, n: Any) -> Any:
        return self.of(self.data**n, n * self.data**n / self.data)

    def relu(self) -> Any:
        return self.of(self.data if self.data > 0 else 0.0, self.data > 0)

    def tanh(self) -> Any:
        e = math.exp(-2 * abs(self.data))
        return self.of(math.copysign((1 - e) / (1 + e), self.data), 4 * e / (1 + e) ** 2)

    def exp(self) -> Any:
        return self.of(math.e**self.data, math.e**self.data)

    def log(self) -> Any:
        return self.of(math.log2(self.data) / math.log2(math.e), self.data**-1)

    def __neg__(self) -> Any:
        return self.of(-self.data, -1)

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __truediv__(self, other: Any) -> Any:
        return self * (other.upside_down() if isinstance(other, Closures) else 1 / other)

    def upside_down(self) -> Any:
        return self.of(1 / self.data, -1 / self.data**2)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Any) -> Any:
        return Closures(other) - self

    def __rtruediv__(self, other: Any) -> Any:
        return Closures(other) / self

    def backward(self) -> None:
        order: list[Any] = []
        seen: set[Any] = set()

        def visit(value: Any) -> None:
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            value.pass_on()


def wrong(**lines: Any) -> Any:
    """``Compact`` with these methods in place of its own."""
    return type("Value", (Compact,), lines)


def overwriting(self: Any, value: Any, source: Any, slope: Any) -> None:
    source.grad = value.grad * slope


def without_chain(self: Any, value: Any, source: Any, slope: Any) -> None:
    source.grad += slope


def at_first_sight(self: Any, found: Any) -> Any:
    """Walks on from a value as soon as it is met, whatever else it still waits for."""
    met = [self]
    for value in met:
        met += [source for source, _ in value.sources if source not in met]
    return met[::-1]


def sources_only(self: Any) -> None:
    for source, slope in self.sources:
        source.grad += slope


def unseeded(self: Any) -> None:
    for value in reversed(self.order([])):
        for source, slope in value.sources:
            source.grad += value.grad * slope


def seeded_with_data(self: Any) -> None:
    self.grad = self.data
    unseeded(self)


def seed_added(self: Any) -> None:
    self.grad += 1.0
    unseeded(self)


def own_partner(self: Any, other: Any) -> Any:
    other = self.lifted(other)
    return self.made(self.data * other.data, (self, self.data), (other, other.data))


def power_kept(self: Any, n: Any) -> Any:
    return self.made(self.data**n, (self, n * self.data**n))


def slope_of_itself(self: Any) -> Any:
    """tanh, its slope worked out from what went in."""
    return self.made(math.tanh(self.data), (self, 1 - self.data**2))
