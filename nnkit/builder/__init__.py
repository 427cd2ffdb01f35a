"""The Interactive Network Builder: a network that is built, trained and looked into on the page.

`from nnkit.builder import NetworkBuilder` loads the widget; the rest of the room does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnkit.builder.spec import Spec
    from nnkit.builder.trainer import Trainer
    from nnkit.builder.widget import NetworkBuilder

__all__ = ["NetworkBuilder", "Spec", "Trainer"]


def __getattr__(name: str) -> Any:
    if name == "NetworkBuilder":
        from nnkit.builder.widget import NetworkBuilder

        return NetworkBuilder
    if name == "Spec":
        from nnkit.builder.spec import Spec

        return Spec
    if name == "Trainer":
        from nnkit.builder.trainer import Trainer

        return Trainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
