"""The Interactive Network Builder: a network that is built, trained and looked into on the page.

`from nnkit.builder import NetworkBuilder` loads the widget; the rest of the room does without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnkit.builder.spec import Spec
    from nnkit.builder.trainer import Trainer
    from nnkit.builder.widget import NetworkBuilder

__all__ = ["NetworkBuilder", "Spec", "Trainer"]


def __getattr__(name: str) -> Any:
    homes = {"NetworkBuilder": "widget", "Spec": "spec", "Trainer": "trainer"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"nnkit.builder.{homes[name]}"), name)
