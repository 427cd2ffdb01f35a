"""The learner's loss function in the place of the course's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnkit import nn
from nnkit.builder.own.calls import Place, called, numbers
from nnkit.nn import Array


class OwnLoss(nn.Loss):
    """(value, gradient) by the learner's function; labels are decided as `like` decides them."""

    def __init__(self, like: nn.Loss, fn: Callable[..., Any], layer: int) -> None:
        self.name, self.formula, self.own = like.name, like.formula, fn
        self.place = Place(layer, like.name, "the loss")
        if hasattr(like, "decide"):
            self.decide = like.decide

    def __call__(self, outputs: ArrayLike, targets: ArrayLike) -> tuple[float, Array]:
        """The learner's loss and gradient. Raises OwnError for whatever goes wrong in there."""
        Z, Y = np.asarray(outputs, dtype=float), np.asarray(targets)
        doing = f"`{self.name}`"
        value = called(self.place, doing, self.own, {"Z": Z, "Y": Y})
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise self.place.failed(f"{doing} returns two things: the loss and its gradient.")
        loss = numbers(self.place, f"the loss of {doing}", np.squeeze(value[0]), ())
        return float(loss), numbers(self.place, f"the gradient of {doing}", value[1], Z.shape)
