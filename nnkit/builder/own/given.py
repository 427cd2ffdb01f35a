"""What the learner hands over, sorted: which of their classes and functions stands for what."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nnkit import nn
from nnkit.builder.own.activations import maker, stands_for
from nnkit.builder.own.calls import OwnError, Place
from nnkit.builder.own.layers import turned
from nnkit.builder.own.losses import OwnLoss
from nnkit.builder.spec import HIDDEN_ACTIVATIONS, DenseSpec, Spec
from nnkit.nn.registry import lookup

PASSES = ("dense", "dense_backward", "activation_backward", "forward", "backward")
SLOPES = tuple(f"{name}_derivative" for name in nn.ACTIVATIONS)
USED = (*PASSES, *nn.LOSSES, *nn.ACTIVATIONS, *SLOPES)


class BadOwn(TypeError):
    """Something was handed over that can't be used; the sentence says what to change."""


@dataclass(frozen=True)
class Own:
    """The learner's code: a class for dense layers, activations by name, functions by name.

    `everywhere` is an activation that the course doesn't know: it stands at every hidden layer.
    """

    dense: type | None = None
    activations: Mapping[str, Any] = field(default_factory=dict)
    everywhere: Any = None
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, layers: Iterable[Any] = (), functions: Iterable[Any] = ()) -> Own:
        """Sort them. Raises BadOwn for what can't be used, and says why."""
        dense: type | None = None
        activations: dict[str, Any] = {}
        everywhere: list[Any] = []
        for given in _listed(layers):
            if _is_dense(given):
                dense = _tried(given)
            elif name := stands_for(title_of(given), getattr(given, "name", None)):
                activations[name] = _as_activation(given)
            else:
                everywhere.append(_as_activation(given))
        if len(everywhere) > 1:
            raise BadOwn(_cannot_tell(everywhere))
        return cls(dense, activations, next(iter(everywhere), None), _by_name(functions))

    def __bool__(self) -> bool:
        return bool(self.dense or self.activations or self.everywhere or self.functions)

    def activation(self, name: str) -> Any:
        """The learner's activation where the course would have the one called `name`, or None."""
        if name == "identity":
            return self.activations.get(name)
        return self.activations.get(name, self.everywhere)

    def suiting(self, spec: Spec) -> Spec:
        """The spec with the learner's first activation in all hidden layers, so that it is used.

        As it is, if one of theirs is among them already.
        """
        names = [name for name in self._named() if name in HIDDEN_ACTIVATIONS and name != "step"]
        hidden = [layer for layer in spec.layers if isinstance(layer, DenseSpec)]
        if self.everywhere or not names or any(layer.activation in names for layer in hidden):
            return spec
        layers = tuple(
            replace(layer, activation=names[0]) if isinstance(layer, DenseSpec) else layer
            for layer in spec.layers
        )
        return replace(spec, layers=layers)

    def _named(self) -> list[str]:
        """The course's activations that something of the learner's stands for."""
        return [*self.activations, *(name.removesuffix("_derivative") for name in self.functions)]

    def loss(self, loss: nn.Loss, layer: int = -1) -> nn.Loss:
        """The learner's function of that name as a loss; `loss` itself if there is none."""
        fn = self.functions.get(loss.name)
        return OwnLoss(loss, fn, layer) if fn else loss


def _listed(given: Any) -> list[Any]:
    """A single class or function counts as a list of one."""
    return list(given) if isinstance(given, Iterable) else [given]


def title_of(given: Any) -> str:
    """`MyReLU`, for the class and for an object of it; a function's own name."""
    if isinstance(given, (nn.Activation, nn.Loss)) and type(given).__module__.startswith("nnkit."):
        return given.name
    return str(getattr(given, "__name__", None) or type(given).__name__)


def is_layer(given: Any) -> bool:
    """Whether it has the two passes of a layer."""
    return hasattr(given, "forward") and hasattr(given, "backward")


def _is_dense(given: Any) -> bool:
    if isinstance(given, nn.Activation) or (
        inspect.isclass(given) and issubclass(given, nn.Activation)
    ):
        return False
    if not inspect.isclass(given):
        if hasattr(given, "W") or "W" in (getattr(given, "params", None) or {}):
            name = type(given).__name__
            raise BadOwn(
                f"Give the class itself, `{name}`, not an object of it: the builder makes one for "
                "each layer, with as many inputs and units as it needs."
            )
        return False
    return _can_be_made(given, 2) and not _is_slope_class(given)


def _is_slope_class(given: type) -> bool:
    return hasattr(given, "derivative") and not is_layer(given)


def _can_be_made(given: type, arguments: int) -> bool:
    try:
        inspect.signature(given).bind(*range(arguments))
    except TypeError:
        return False
    except ValueError:  # a class that hides its signature
        return True
    return True


def _tried(given: type) -> type:
    """The class, once it has shown that it can make a layer with weights."""
    name = given.__name__
    for method in ("forward", "backward"):
        if not callable(getattr(given, method, None)):
            raise BadOwn(
                f"`{name}` has no `{method}`. A layer needs `forward(X)`, which returns Z, and "
                "`backward(dY)`, which returns dX."
            )
    try:
        turned(given, Place(0, name))
    except OwnError as error:
        raise BadOwn(error.sentence) from None
    return given


def _as_activation(given: Any) -> Any:
    """The class or object of an activation; of a class that is called, an object."""
    title = title_of(given)
    if not (is_layer(given) or hasattr(given, "derivative")):
        raise BadOwn(_neither(given, title))
    if inspect.isclass(given):
        if not _can_be_made(given, 0):
            raise BadOwn(
                f"`{title}` can be made neither as a dense layer, `{title}(n_in, n_out)`, nor as "
                f"an activation, `{title}()`. Change its `__init__`."
            )
        if "W" in vars(made := maker(given)()):
            raise BadOwn(
                f"`{title}` has weights, but its `__init__` takes no sizes. The builder makes one "
                "for each layer: write `def __init__(self, n_in, n_out):`."
            )
        return given if _by_passes(given) else made
    return given


def _by_passes(given: type) -> bool:
    return is_layer(given) and not issubclass(given, nn.Activation)


def _neither(given: Any, title: str) -> str:
    if inspect.isfunction(given):
        return f"`{title}` is a function: give it as `functions=[{title}]`."
    missing = next((m for m in ("forward", "backward") if not hasattr(given, m)), "forward")
    return (
        f"`{title}` has no `{missing}`. A layer needs `forward(X)` and `backward(dY)`; an "
        "activation can also be a callable with a `derivative`."
    )


def _cannot_tell(given: list[Any]) -> str:
    names = " and ".join(f"`{title_of(one)}`" for one in given)
    return (
        f"Which activations do {names} stand for? Name them as the course does (`MyReLU`, "
        '`MyTanh`), or write `name = "relu"` into the class.'
    )


def _by_name(functions: Iterable[Any]) -> dict[str, Callable[..., Any]]:
    pairs = (
        functions.items()
        if isinstance(functions, Mapping)
        else ((None, f) for f in _listed(functions))
    )
    found: dict[str, Callable[..., Any]] = {}
    for name, fn in pairs:
        name = name or title_of(fn)
        if not callable(fn):
            raise BadOwn(f"`functions` takes functions; {fn!r} is none.")
        try:
            lookup(dict.fromkeys(USED), name, "function that a network uses called")
        except ValueError as error:
            raise BadOwn(str(error)) from None
        found[name] = fn
    return found
