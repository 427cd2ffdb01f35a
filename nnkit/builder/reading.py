"""Reading JSON that anyone may have written: every mistake gets a place and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from nnkit.nn.registry import lookup


class BadSpec(ValueError):
    """A choice that can't be; `.where` is its place, like "data.noise"."""

    def __init__(self, where: str, sentence: str) -> None:
        self.where = where
        self.sentence = sentence if sentence.endswith((".", "?")) else f"{sentence}."
        super().__init__(f"{where or 'spec'}: {self.sentence}")


class Fields:
    """A JSON object whose values are read one by one, against the defaults of a dataclass.

    BadSpec for what is no object, and for names that the dataclass hasn't got (and `also` neither).
    """

    def __init__(
        self, json: object, where: str, of: type | None = None, also: Sequence[str] = ()
    ) -> None:
        self.where = where
        if not isinstance(json, dict):
            raise BadSpec(where, f"This is an object, {{…}}; got {_short(json)}")
        self.values: dict[str, Any] = json
        self.defaults = _defaults(of)
        known = {name: name for name in (*self.defaults, *also)} or {name: name for name in json}
        for name in json:
            try:
                lookup(known, name, "choice")
            except ValueError as error:
                raise BadSpec(where, str(error)) from None

    def raw(self, name: str, default: object = None) -> Any:
        """The value as it is, or the default."""
        value = self.values.get(name, self.defaults.get(name, default))
        return default if value is MISSING else value

    def number(self, name: str, low: float, high: float) -> float:
        """A number from low to high."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._bad(name, f"This is a number; got {_short(value)}")
        if not low <= value <= high:  # nor is NaN
            raise self._bad(name, f"This goes from {low:g} to {high:g}; got {_short(value)}")
        return float(value)

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number from low to high; 3.0 counts as 3, as JSON knows no difference."""
        value = self.raw(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._bad(name, f"This is a whole number; got {_short(value)}")
        if not low <= value <= high:
            raise self._bad(name, f"This goes from {low:,} to {high:,}; got {_short(value)}")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false if it is left out."""
        value = self.raw(name, False)
        if not isinstance(value, bool):
            raise self._bad(name, f"This is true or false; got {_short(value)}")
        return value

    def choice(self, name: str, among: Sequence[str]) -> str:
        """One of these names."""
        value = self.raw(name)
        if not isinstance(value, str):
            raise self._bad(name, f"This is one of {', '.join(among)}; got {_short(value)}")
        try:
            return lookup({each: each for each in among}, value, name)
        except ValueError as error:
            raise self._bad(name, str(error)) from None

    def text(self, name: str, longest: int) -> str:
        """A text of at most so many characters."""
        value = self.raw(name)
        if not isinstance(value, str):
            raise self._bad(name, f"This is a text; got {_short(value)}")
        if len(value) > longest:
            raise self._bad(
                name, f"The text has {len(value):,} characters; {longest:,} are the limit"
            )
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        values = items(self.raw(name), f"{self.where}.{name}")
        for value in values:
            if not isinstance(value, str):
                raise self._bad(name, f"This is a list of names; got {_short(value)} in it")
        return tuple(values)

    def _bad(self, name: str, sentence: str) -> BadSpec:
        return BadSpec(f"{self.where}.{name}" if self.where else name, sentence)


def items(json: object, where: str) -> list[Any]:
    """The items of a JSON list; BadSpec for anything else."""
    if not isinstance(json, list | tuple):
        raise BadSpec(where, f"This is a list, […]; got {_short(json)}")
    return list(json)


def check_version(got: object, known: int) -> None:
    """BadSpec for a version that isn't the known one."""
    if isinstance(got, bool) or got != known:
        raise BadSpec(
            "version", f"This reads version {known}; got {_short(got)}, from another nnkit perhaps"
        )


def _defaults(of: type | None) -> dict[str, Any]:
    if of is None or not is_dataclass(of):
        return {}
    return {each.name: each.default for each in fields(of)}


def _short(value: object) -> str:
    try:
        shown = repr(value)
    except ValueError:  # an integer of thousands of digits
        shown = "a very large number"
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
