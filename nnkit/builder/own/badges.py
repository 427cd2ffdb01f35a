"""A badge for each layer of the learner's: do its gradients agree with the slopes by trial?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from nnkit import nn
from nnkit.builder.own.calls import OwnError, watched
from nnkit.builder.own.causes import Trial, cause

TOLERANCE = 1e-6
SAMPLES = (5, 7)  # beside 3 inputs and 4 units: a wrong factor gives itself away
CHANCE = (
    "`forward` gives other numbers for the same ones the second time, so no slope can be measured. "
    "Is there chance in it (`np.random`), or does it keep something from the call before?"
)


@dataclass(frozen=True)
class Badge:
    """Whether the layer at this index of `network.layers` passed, and the sentence about it."""

    layer: int
    sentence: str
    passed: bool

    def to_json(self) -> dict[str, object]:
        """As the page reads it."""
        return asdict(self)


def badge(index: int, title: str, make: Callable[[], nn.Layer], n_in: int = 3) -> Badge:
    """The badge of a layer like the one that `make` makes, tried on two batches.

    Passed if the relative error of every gradient is at most 1e-6, away from kinks.
    """
    try:
        with watched():
            wrong = _wrong(make, n_in)
    except OwnError as error:
        return Badge(index, error.sentence, False)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return Badge(index, f"{title}: the gradient check could not be done: {error}", False)
    if wrong:
        return Badge(index, f"{title}: {wrong}", False)
    return Badge(
        index, f"{title}: gradient check passed, all gradients agree with slopes by trial.", True
    )


def _wrong(make: Callable[[], nn.Layer], n_in: int) -> str:
    """What is wrong with the first wrong gradient; empty if all are right."""
    trials = [Trial.of(make(), n, n_in) for n in SAMPLES]
    layer = make()
    if not trials[0].steady(layer):
        return CHANCE
    for name in trials[0].yours:
        pairs = [(trial, trial.slope(layer, name)) for trial in trials]
        error = max(nn.relative_error(trial.yours[name], slope) for trial, slope in pairs)
        if not error <= TOLERANCE:
            return _sentence(name, error) + cause(layer, name, pairs)
        if not trials[0].repeats(layer, name):
            return (
                f"{_called(name)} is right at the first call and another one at the second, with "
                "the same numbers. Does it add up? Write it new each time: `=`, not `+=`."
            )
    return ""


def _sentence(name: str, error: float) -> str:
    return (
        f"{_called(name)} is not the slope of the loss: the relative error is {error:.2g}, and at "
        "most 1e-6 would pass."
    )


def _called(name: str) -> str:
    """`dW`, or "`dW` of layer 2" in a network, where the name is "2.W"."""
    layer, _, part = name.rpartition(".")
    return f"`d{part}`" + (f" of layer {int(layer) // 2 + 1}" if layer else "")
