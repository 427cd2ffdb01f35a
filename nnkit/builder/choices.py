"""What a cell asks for, as a spec: a preset, a whole spec, or single choices by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from nnkit.builder.locks import CHOICES, PANELS, THINGS
from nnkit.builder.presets import PRESETS
from nnkit.builder.reading import BadSpec, items
from nnkit.builder.spec import DATA, Data, Spec, Training
from nnkit.nn.registry import lookup

DATA_CHOICES = tuple(each.name for each in fields(Data) if each.name not in ("name", "seed"))
TRAINING_CHOICES = tuple(each.name for each in fields(Training) if each.name != "seed")


def chosen(
    preset: str | None = None,
    spec: Spec | Mapping[str, Any] | None = None,
    data: str | Mapping[str, Any] | None = None,
    hidden: Iterable[Mapping[str, Any] | int] | None = None,
    hide: Iterable[str] = (),
    freeze: Iterable[str] = (),
    **single: Any,
) -> Spec:
    """The spec of a preset, or of `spec`, with what else is given in the place of its parts.

    `data` is a name ("moons"), CSV text, or {"name": …, …}. `hidden` are the hidden layers, a
    number standing for so many tanh units. `single` choices are `lr`, `noise` and so on; `seed` is
    for data and training alike. BadSpec or TypeError for what can't be.
    """
    json = started(preset, spec).to_json()
    if data is not None:
        json["data"] = _data(data, json["data"])
        json.pop("features", None)
    if hidden is not None:
        json["layers"] = [_layer(layer) for layer in _layers(hidden)]
    for name, value in single.items():
        _choose(json, name, value)
    json["locks"]["hidden"] += _known(hide, (*CHOICES, *PANELS, *THINGS), "part to hide")
    json["locks"]["frozen"] += _known(freeze, CHOICES, "choice to freeze")
    return Spec.from_json(json)


def started(preset: str | None, spec: Spec | Mapping[str, Any] | None) -> Spec:
    """What to begin with: the preset of that name, that spec, or the usual one."""
    if preset is not None:
        return lookup(PRESETS, preset, "preset").spec
    if spec is None:
        return Spec()
    return spec if isinstance(spec, Spec) else Spec.from_json(spec)


def _data(data: object, before: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(data, str):
        if not isinstance(data, Mapping):
            kinds = 'a name such as "moons", CSV text, or {"name": …}'
            raise BadSpec("data", f"This is {kinds}; got {type(data).__name__}")
        same = dict(data).get("name", before["name"]) == before["name"]
        return (before if same else {}) | dict(data)
    if "\n" in data:
        return {"name": "csv", "text": data}
    if data not in DATA:
        lookup({name: name for name in DATA}, data, "data set")
    return before | {"name": data, "points": [], "text": ""}


def _layers(hidden: object) -> list[Any]:
    if isinstance(hidden, int):
        raise BadSpec("hidden", f"This is a list, [{hidden}] for one layer of {hidden} units")
    return items(hidden, "hidden")


def _layer(layer: Mapping[str, Any] | int) -> Mapping[str, Any]:
    return {"kind": "dense", "units": layer} if isinstance(layer, int) else layer


def _choose(json: dict[str, Any], name: str, value: Any) -> None:
    if name in ("features", "training"):
        json[name] = value if name == "features" else json[name] | dict(value)
    elif name == "seed":
        json["data"]["seed"] = json["training"]["seed"] = value
    elif name in DATA_CHOICES:
        json["data"][name] = value
    elif name in TRAINING_CHOICES:
        json["training"][name] = value
    else:
        known = ("features", "training", "seed", *DATA_CHOICES, *TRAINING_CHOICES)
        try:
            lookup({each: each for each in known}, name, "choice")
        except ValueError as error:
            raise TypeError(str(error)) from None


def _known(names: Iterable[str], among: tuple[str, ...], kind: str) -> list[str]:
    names = [names] if isinstance(names, str) else names
    try:
        return [lookup({each: each for each in among}, name, kind) for name in names]
    except ValueError as error:
        raise BadSpec("locks", str(error)) from None
