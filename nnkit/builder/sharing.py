"""The whole state as JSON text: choices, weights, and how far training has come.

float64 is written by repr, so that reading gives the very same numbers, and training goes on as it
would have. Nothing in it is ever executed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnkit.builder import state
from nnkit.builder.numerals import finite
from nnkit.builder.own import Own
from nnkit.builder.reading import BadSpec, check_version, items
from nnkit.builder.spec import Spec
from nnkit.builder.state import Memory, State
from nnkit.builder.trainer import Trainer
from nnkit.nn import Array

FORMAT, VERSION = "nnkit-builder", 1
NOT_SAVED = "This is no saved network. Choose a file that the builder saved"
MOST_TEXT = 20_000_000  # characters
COLUMNS = 5  # of the history


@dataclass(frozen=True)
class Saved:
    """What was read: a spec, the moment that training had reached, and the rows of its history."""

    spec: Spec
    moment: State | None  # None: a spec alone, which starts from its first weights
    rows: Array

    def into(self, trainer: Trainer) -> None:
        """Make this trainer go on where the saved one stood."""
        trainer.change(self.spec)
        trainer.reset()
        if self.moment is not None:
            trainer.restore(self.moment)
            trainer.history.replaced_by(self.rows)
            trainer.snapshots.add(trainer.capture())


def write(trainer: Trainer) -> str:
    """The state as JSON text, a line for each array and each row of the history."""
    moment = trainer.capture()
    head = {
        "format": FORMAT,
        "version": VERSION,
        "spec": trainer.spec.to_json(),
        "epoch": moment.epoch,
        "position": moment.position,
        "steps": moment.steps,
        "sums": _plain(moment.sums),
    }
    lists = {
        "weights": [
            {"layer": i, "name": name, "values": _plain(w)} for i, name, w in trainer.parameters()
        ],
        "statistics": _plain(moment.statistics),
        "history": _plain(trainer.history.rows),
    }
    t, kept = moment.memory.held
    memory = {"kind": moment.memory.kind, "t": t, "held": {k: _plain(v) for k, v in kept.items()}}
    lines = [f" {_text(name)}: {_text(value)}" for name, value in head.items()]
    lines += [f" {_text(name)}: {_lines(values)}" for name, values in lists.items()]
    lines.append(f' "memory": {_text(memory)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(text: str, own: Own | None = None) -> Saved:
    """What `write` wrote. BadSpec, with its place and a sentence, for anything else.

    A spec alone, as the page edits it, is read too. `own` is the learner's code that will run it.
    """
    got = _parsed(text)
    if "format" not in got and "weights" not in got and {"data", "layers"} & got.keys():
        return Saved(Trainer(Spec.from_json(got), own).spec, None, np.empty((0, COLUMNS)))
    _check_format(got)
    trainer = Trainer(Spec.from_json(_part(got, "spec", dict)), own)
    trainer.restore(_moment(got, trainer))
    rows = _array(_part(got, "history", list), "history", may_lack=True).reshape(-1, COLUMNS)
    if len(rows) and (not np.isfinite(rows[:, 0]).all() or (np.diff(rows[:, 0]) <= 0).any()):
        raise BadSpec("history", "The epochs of the history grow from row to row; these don't")
    return Saved(trainer.spec, trainer.capture(), rows)


def load(text: str, own: Own | None = None) -> Trainer:
    """A trainer that goes on where the saved one stood. BadSpec as `read`."""
    saved = read(text, own)
    trainer = Trainer(saved.spec, own)
    saved.into(trainer)
    return trainer


def _moment(got: dict[str, Any], trainer: Trainer) -> State:
    epoch, position, steps = (_count(got, name) for name in ("epoch", "position", "steps"))
    if position >= max(1, len(trainer.train)):
        raise BadSpec("position", f"An epoch has {len(trainer.train)} samples; got {position:,}")
    statistics = _statistics(_part(got, "statistics", list, []), trainer)
    sums = _array(_part(got, "sums", list, [0.0, 0.0]), "sums", (2,), may_lack=True)
    return State(
        epoch,
        position,
        steps,
        _weights(items(_part(got, "weights", list), "weights"), trainer),
        _memory(got.get("memory"), trainer),
        statistics,
        (float(sums[0]), float(sums[1])),
    )


def _weights(given: list[Any], trainer: Trainer) -> tuple[Array, ...]:
    """One array for each of the network's, in its order."""
    wanted = trainer.parameters()
    if len(given) != len(wanted):
        raise BadSpec(
            "weights", f"The layers take {len(wanted)} arrays; there are {len(given)} in the file"
        )
    return tuple(
        _weight(each, f"weights.{i}", layer, name, w.shape)
        for i, (each, (layer, name, w)) in enumerate(zip(given, wanted, strict=True))
    )


def _weight(given: Any, where: str, layer: int, name: str, shape: tuple[int, ...]) -> Array:
    if not isinstance(given, dict) or (given.get("layer"), given.get("name")) != (layer, name):
        raise BadSpec(where, f"This is {name} of layer {layer}, with the values of shape {shape}")
    return _array(given.get("values"), where, shape)


def _statistics(given: list[Any], trainer: Trainer) -> tuple[Array, ...]:
    wanted = state.statistics(trainer.network)
    if len(given) != len(wanted):
        raise BadSpec(
            "statistics",
            f"The batch-norm layers take {len(wanted)} arrays; there are {len(given)} in the file",
        )
    return tuple(
        _array(each, f"statistics.{i}", w.shape)
        for i, (each, w) in enumerate(zip(given, wanted, strict=True))
    )


def _memory(given: Any, trainer: Trainer) -> Memory:
    """What the optimiser remembered; without it, it starts afresh."""
    if given is None:
        return Memory("", (0, {}))
    if not isinstance(given, dict) or not isinstance(given.get("held"), dict):
        raise BadSpec("memory", 'This is an object with "kind", "t" and "held"')
    shapes = {f"{i}.{name}": w.shape for i, name, w in trainer.parameters()}
    count = {"Adam": 2, "Momentum": 1}.get(given.get("kind", ""), 0)
    kept = {}
    for name, values in given["held"].items():
        if name not in shapes or not count:
            raise BadSpec("memory", f"There is no parameter {name!r} to remember something of")
        kept[name] = _array(values, f"memory.{name}", (count, *shapes[name]))
    return Memory(str(given.get("kind", "")), (_count(given, "t"), kept))


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > MOST_TEXT:
        raise BadSpec("file", f"The text has {len(text):,} characters; {MOST_TEXT:,} are the limit")
    try:
        got = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise BadSpec(
            "file",
            f"This is no JSON: {error.msg} in line {error.lineno}, column {error.colno}. A saved "
            "network begins with { and ends with }, and all between belongs to it",
        ) from None
    except BadSpec:
        raise
    except (RecursionError, ValueError):
        raise BadSpec("file", "This is no JSON that can be read") from None
    if not isinstance(got, dict):
        raise BadSpec("file", NOT_SAVED)
    return got


def _no_number(word: str) -> float:
    raise BadSpec("file", f"There is {word} in it, which is no number to calculate with")


def _check_format(got: dict[str, Any]) -> None:
    if "weights" not in got or got.get("format", FORMAT) != FORMAT:
        raise BadSpec("file", NOT_SAVED)
    check_version(got.get("version"), VERSION)


def _part(got: dict[str, Any], name: str, kind: type, default: Any = None) -> Any:
    value = got.get(name, default)
    if not isinstance(value, kind):
        word = "an object, {…}" if kind is dict else "a list, […]"
        raise BadSpec(name, f"{name} is {word}" + "; it is missing" * (value is None))
    return value


def _count(got: dict[str, Any], name: str) -> int:
    value = got.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise BadSpec(name, f"{name} is a whole number from 0; got {str(value)[:20]}")
    return value


def _array(
    values: Any, where: str, shape: tuple[int, ...] | None = None, may_lack: bool = False
) -> Array:
    """A list of numbers of this shape. null stands for what isn't there, where that may be."""
    if not may_lack and _lacks(values):
        raise BadSpec(where, "A value is missing (null), where a number is needed")
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise BadSpec(where, "These are no numbers in rows of one length") from None
    if shape is None and array.size and (array.ndim != 2 or array.shape[1] != COLUMNS):
        raise BadSpec(where, f"Each row has {COLUMNS} numbers")
    if shape is not None and array.shape != shape:
        raise BadSpec(where, f"The network takes shape {shape}; in the file it is {array.shape}")
    if not (may_lack or np.isfinite(array).all()):
        raise BadSpec(where, "A value is too large to calculate with")
    return array


def _lacks(values: Any) -> bool:
    if isinstance(values, list):
        return any(map(_lacks, values))
    return values is None or isinstance(values, (bool, str))


def _plain(values: Any) -> Any:
    """Lists of numbers, None for those that aren't finite: JSON has no NaN."""
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if isinstance(values, (list, tuple)):
        return [_plain(value) for value in values]
    return finite(values)


def _lines(values: list[Any]) -> str:
    return "[\n  " + ",\n  ".join(map(_text, values)) + "\n ]" if values else "[]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
