"""The learner's own code in the builder's network: classes or functions, checked and guarded."""

from nnkit.builder.own.badges import Badge
from nnkit.builder.own.calls import OwnError
from nnkit.builder.own.given import BadOwn, Own
from nnkit.builder.own.losses import OwnLoss
from nnkit.builder.own.network import OwnNetwork

__all__ = ["BadOwn", "Badge", "Own", "OwnError", "OwnLoss", "OwnNetwork"]
