"""A teacher's locks: what is hidden or frozen stays as it is, whoever asks."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from nnkit.builder.reading import BadSpec
from nnkit.builder.spec import Data, Locks, Spec, Training

CHOICES = (
    *("data", "features", "layers", "training"),
    *(f"data.{each.name}" for each in fields(Data)),
    *(f"training.{each.name}" for each in fields(Training)),
)
# What can be left out of the page beside these: its panels, and single things on them.
PANELS = ("network", "inspect", "slow", "plane", "curves", "time", "sharing")
THINGS = ("export", "import", "presets", "reset", "pin")
# The messages that are refused where a part of the page is hidden.
PARTS: dict[str, tuple[str, ...]] = {
    "export": ("export", "sharing"),
    "import": ("import", "sharing"),
    "preset": ("presets", "sharing"),
    "slow": ("slow",),
    "seek": ("time",),
    "pin": ("pin", "time"),
    "unpin": ("pin", "time"),
    "reset": ("reset",),
}
LOCKED = "The teacher has fixed this choice for this notebook; everything else can be changed."


def kept_locks(old: Spec, new: Spec) -> Spec:
    """`new` under the locks of `old`. BadSpec where it changes what they hold."""
    before, after = old.to_json(), new.to_json()
    for path in (*old.locks.frozen, *old.locks.hidden):
        if path in CHOICES and _at(before, path) != _at(after, path):
            raise BadSpec(path, LOCKED)
    return replace(new, locks=old.locks)


def allowed(locks: Locks, do: str) -> None:
    """BadSpec for a message to a part of the page that is hidden."""
    for part in PARTS.get(do, ()):
        if part in locks.hidden:
            raise BadSpec(do, f"The teacher has left out {part} in this notebook.")


def _at(json: dict[str, Any], path: str) -> Any:
    value: Any = json
    for name in path.split("."):
        value = value.get(name)
    return value
