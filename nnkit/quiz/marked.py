"""YAML and JSON as values that know the line on which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

Finding: TypeAlias = tuple[int, str]  # a line, and the sentence about it


@dataclass(frozen=True)
class Marked:
    """A value and its line. Inside of a mapping the line is its key's."""

    value: Any  # text, number, bool, None, a list of Marked, or a dict of Marked
    line: int

    def finding(self, sentence: str) -> Finding:
        """What is wrong with it."""
        return self.line, sentence

    def text(self, key: str) -> Marked | None:
        """The part of this name, if this is a mapping where that is a text."""
        part = self.value.get(key) if isinstance(self.value, dict) else None
        return part if part and isinstance(part.value, str) else None

    @property
    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {key: each.plain for key, each in self.value.items()}
        if isinstance(self.value, list):
            return [each.plain for each in self.value]
        return self.value


class NotYaml(ValueError):
    """The text can't be read at all."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.finding: Finding = (line, sentence)


def from_yaml(text: str) -> tuple[Marked, list[Finding]]:
    """The value of a YAML text, and the keys that are written twice.

    Raises ``NotYaml`` with the line where reading failed.
    """
    try:
        aliases = [event for event in yaml.parse(text) if isinstance(event, yaml.AliasEvent)]
        if aliases:
            said = f"*{aliases[0].anchor} repeats an earlier part. Write it out."
            raise NotYaml(_start(aliases[0]), said)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        twice: list[Finding] = []
        return (_marked(node, 1, twice) if node else Marked(None, 1)), twice
    except yaml.YAMLError as error:
        raise NotYaml(_line(error), _sentence(error)) from None


def from_json(value: Any) -> Marked:
    """A value that came from JSON. There are no lines."""
    if isinstance(value, dict):
        return Marked({str(key): from_json(each) for key, each in value.items()}, 0)
    if isinstance(value, list):
        return Marked([from_json(each) for each in value], 0)
    return Marked(value, 0)


def _marked(node: yaml.Node, line: int, twice: list[Finding]) -> Marked:
    if isinstance(node, yaml.MappingNode):
        return Marked(dict(_pairs(node, twice)), line)
    if isinstance(node, yaml.SequenceNode):
        return Marked([_marked(each, _start(each), twice) for each in node.value], line)
    return Marked(_scalar(node), line)


def _pairs(node: yaml.MappingNode, twice: list[Finding]) -> Iterator[tuple[str, Marked]]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), _start(key)
        if name in seen:
            twice.append((line, f"{name} is written twice here, first on line {seen[name]}."))
        seen.setdefault(name, line)
        yield name, _marked(value, line, twice)


def _scalar(node: yaml.Node) -> Any:
    try:
        return yaml.SafeLoader("").construct_object(node)
    except ValueError as error:  # such as the 13th month of a date
        raise NotYaml(_start(node), f"This can't be read ({error}). Put it in quotes.") from None


def _start(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1


def _sentence(error: yaml.YAMLError) -> str:
    cause = getattr(error, "problem", None) or " ".join(str(error).split())
    return (
        f"This can't be read as YAML ({cause}). "
        "Put a text with a colon, a # or a quote after |, on lines of its own."
    )
