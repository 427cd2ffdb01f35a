"""Nothing new can be forgotten: whatever is public in nnkit.nn is in the registry of its kind.

The tests of activations, losses, initialisers, layers and optimisers run over the registries, so
what is registered is tested, and what isn't registered fails here.
"""

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from nnkit import nn
from tests.nn.test_initialisers import VARIANCE
from tests.nn.test_losses import TARGETS
from tests.nn.test_optimisers import PURE, SETTINGS

Found = dict[str, object]


def public() -> Found:
    """Everything public that a module of nnkit.nn defines, by module and name."""
    return {
        f"{module.name}.{name}": thing
        for module in iter_modules(nn.__path__)
        for name, thing in vars(import_module(f"nnkit.nn.{module.name}")).items()
        if not name.startswith("_")
    }


def forgotten(found: Found, kind: Callable[[object], bool], known: Iterable[object]) -> list[str]:
    """The names of what is of that kind, but isn't known."""
    known = list(known)
    return [
        name for name, thing in found.items() if kind(thing) and not any(thing is k for k in known)
    ]


def subclass_of(base: type) -> Callable[[object], bool]:
    return lambda thing: (
        isinstance(thing, type) and issubclass(thing, base) and not inspect.isabstract(thing)
    )


def an_initialiser(thing: object) -> bool:
    return inspect.isfunction(thing) and [*inspect.signature(thing).parameters] == [
        "n_in",
        "n_out",
        "rng",
    ]


def a_layer(thing: object) -> bool:
    return (
        isinstance(thing, type)
        and hasattr(thing, "forward")
        and hasattr(thing, "backward")
        and thing not in (nn.Layer, nn.Sequential)
    )


def layers() -> list[type]:
    return [type(make(3, np.random.default_rng(0))) for make in nn.LAYERS.values()]


KINDS: dict[str, tuple[Callable[[object], bool], list[object]]] = {
    "activation": (lambda x: isinstance(x, nn.Activation), [*nn.ACTIVATIONS.values()]),
    "activation class": (subclass_of(nn.Activation), [type(f) for f in nn.ACTIVATIONS.values()]),
    "loss": (lambda x: isinstance(x, nn.Loss), [*nn.LOSSES.values()]),
    "loss class": (subclass_of(nn.Loss), [type(loss) for loss in nn.LOSSES.values()]),
    "initialiser": (an_initialiser, [*nn.INITIALISERS.values()]),
    "layer": (a_layer, [*layers()]),
    "optimiser": (subclass_of(nn.Optimiser), [*nn.OPTIMISERS.values()]),
}
every_kind = pytest.mark.parametrize(("kind", "known"), KINDS.values(), ids=KINDS)


@every_kind
def test_nothing_public_is_missing(kind: Callable[[object], bool], known: list[object]) -> None:
    assert forgotten(public(), kind, known) == []


@every_kind
def test_and_this_would_be_noticed(kind: Callable[[object], bool], known: list[object]) -> None:
    missing, *rest = known
    names = forgotten(public(), kind, rest)
    assert names, "the search finds what the registry lacks"
    assert all(public()[name] is missing for name in names)


def test_names_are_their_own() -> None:
    for registry in (nn.ACTIVATIONS, nn.LOSSES):
        for key, thing in registry.items():
            assert key == thing.name
            assert getattr(nn, key) is thing


def test_each_test_has_something_to_try_each_entry_on() -> None:
    assert TARGETS.keys() == nn.LOSSES.keys()
    assert VARIANCE.keys() == nn.INITIALISERS.keys()
    assert PURE.keys() == SETTINGS.keys() == nn.OPTIMISERS.keys()


def test_what_is_exported_is_there_and_said_once() -> None:
    assert len(set(nn.__all__)) == len(nn.__all__)
    assert all(hasattr(nn, name) for name in nn.__all__)


@pytest.mark.parametrize("name", [name for name in nn.__all__ if callable(getattr(nn, name))])
def test_a_learner_can_read_its_signature(name: str) -> None:
    try:
        signature = str(inspect.signature(getattr(nn, name)))
    except ValueError:  # a type of NumPy's, not a function of ours
        return
    assert "numpy" not in signature.replace("np.", "")


def test_importing_it_loads_numpy_and_nothing_heavy() -> None:
    code = "import sys, numpy; had = {*sys.modules}; import nnkit.nn; print(*{*sys.modules} - had)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert "nnkit.nn" in loaded
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert foreign <= {"nnkit", "numpy"}
    assert "numpy.random" not in loaded, "as much again, and not needed before the first weight"
