"""Other data bring other features: those that were chosen stay only where they exist."""

from __future__ import annotations

from nnkit.builder.network import prepare
from nnkit.builder.reading import BadSpec
from nnkit.builder.spec import Spec


def fitted(old: Spec, new: Spec) -> Spec:
    """`new`, with the usual features if its data aren't those of `old` and lack the chosen ones."""
    if new.data == old.data or new.features != old.features:
        return new
    try:
        prepare(new)
    except BadSpec as error:
        if error.where == "features":
            return new.with_features(())
    return new
