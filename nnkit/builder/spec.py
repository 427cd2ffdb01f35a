"""What a learner has chosen: data, features, layers, training. The page edits its JSON form."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, TypeAlias

from nnkit.builder.reading import BadSpec, Fields, check_version, items
from nnkit.data import GENERATORS, MOST_ROWS, TASKS
from nnkit.nn import ACTIVATIONS, INITIALISERS, OPTIMISERS

VERSION = 1
MOST_DENSE, MOST_LAYERS, MOST_UNITS = 8, 24, 16
MOST_TEXT = 2_000_000  # characters of CSV
DATA = (*GENERATORS, "digits", "penguins", "csv", "points")
HIDDEN_ACTIVATIONS = tuple(name for name, f in ACTIVATIONS.items() if f.elementwise)

__all__ = ["BadSpec", "BatchNormSpec", "Data", "DenseSpec", "DropoutSpec", "Locks", "Spec"]


@dataclass(frozen=True)
class Data:
    """What to learn from: made up, shipped, CSV text, or points that were drawn."""

    name: str = "spiral"
    samples: int = 250
    noise: float = 0.1
    validation: float = 0.3
    seed: int = 0
    text: str = ""
    task: str = "auto"
    points: tuple[tuple[float, float, int], ...] = ()

    @property
    def plane(self) -> bool:
        """Whether samples are points (x₁, x₂), so that squares, products and sines are offered."""
        return self.name in GENERATORS or self.name == "points"

    @classmethod
    def read(cls, json: object) -> Data:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        got = Fields(json, "data", cls)
        points = items(got.raw("points"), "data.points")
        if len(points) > MOST_ROWS:  # before they are read: that would take its time
            raise BadSpec("data.points", f"At most {MOST_ROWS:,} points; there are {len(points):,}")
        return cls(
            name=got.choice("name", DATA),
            samples=got.whole("samples", 2, MOST_ROWS),
            noise=got.number("noise", 0, 1),
            validation=got.number("validation", 0, 0.9),
            seed=got.whole("seed", 0, 2**31 - 1),
            text=got.text("text", MOST_TEXT),
            task=got.choice("task", ("auto", *TASKS)),
            points=tuple(_point(point, i) for i, point in enumerate(points)),
        )


@dataclass(frozen=True)
class DenseSpec:
    """A dense layer and the activation after it."""

    units: int = 8
    activation: str = "tanh"
    kind: ClassVar[str] = "dense"

    @classmethod
    def read(cls, json: object, where: str) -> DenseSpec:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        got = Fields(json, where, cls, also=("kind",))
        return cls(got.whole("units", 1, MOST_UNITS), got.choice("activation", HIDDEN_ACTIVATIONS))


@dataclass(frozen=True)
class DropoutSpec:
    """A dropout layer; p is the probability to drop."""

    p: float = 0.2
    kind: ClassVar[str] = "dropout"

    @classmethod
    def read(cls, json: object, where: str) -> DropoutSpec:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        return cls(Fields(json, where, cls, also=("kind",)).number("p", 0, 0.9))


@dataclass(frozen=True)
class BatchNormSpec:
    """A batch-norm layer."""

    kind: ClassVar[str] = "batch_norm"

    @classmethod
    def read(cls, json: object, where: str) -> BatchNormSpec:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        Fields(json, where, cls, also=("kind",))
        return cls()


LayerSpec: TypeAlias = DenseSpec | DropoutSpec | BatchNormSpec
KINDS: dict[str, type[LayerSpec]] = {
    "dense": DenseSpec,
    "dropout": DropoutSpec,
    "batch_norm": BatchNormSpec,
}


@dataclass(frozen=True)
class Training:
    """How the weights are found."""

    optimiser: str = "sgd"
    lr: float = 0.03
    batch_size: int = 32
    l1: float = 0.0
    l2: float = 0.0
    init: str = "xavier"
    seed: int = 0

    @classmethod
    def read(cls, json: object) -> Training:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        got = Fields(json, "training", cls)
        return cls(
            optimiser=got.choice("optimiser", tuple(OPTIMISERS)),
            lr=got.number("lr", 1e-9, 1000),
            batch_size=got.whole("batch_size", 1, MOST_ROWS),
            l1=got.number("l1", 0, 10),
            l2=got.number("l2", 0, 10),
            init=got.choice("init", tuple(INITIALISERS)),
            seed=got.whole("seed", 0, 2**31 - 1),
        )


@dataclass(frozen=True)
class Locks:
    """The teacher's: `hidden` controls are left out, `frozen` choices can't be changed.

    Both name a part of the spec ("data", "training.lr"); hidden may also name a part of the page
    ("export", "presets", "slow" …). What is hidden can't be changed either.
    """

    hidden: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()

    @classmethod
    def read(cls, json: object) -> Locks:
        """From its JSON form; BadSpec for anything that doesn't fit."""
        got = Fields(json, "locks", cls)
        return cls(got.names("hidden"), got.names("frozen"))


@dataclass(frozen=True)
class Spec:
    """Everything that was chosen. The output layer isn't in it: it follows from the task.

    Empty `features` stand for the usual ones: x₁ and x₂, or every column of a table.
    """

    data: Data = field(default_factory=Data)
    features: tuple[str, ...] = ()
    layers: tuple[LayerSpec, ...] = (DenseSpec(), DenseSpec())
    training: Training = field(default_factory=Training)
    locks: Locks = field(default_factory=Locks)

    @classmethod
    def from_json(cls, json: object) -> Spec:
        """A spec from its JSON form; what is left out is as usual. BadSpec says where it is wrong.

        Whether the features exist is known only once the data is there: `nnkit.builder.network`.
        """
        got = Fields(json, "", cls, also=("version",))
        check_version(got.values.get("version", VERSION), VERSION)
        return cls(
            data=Data.read(got.raw("data", {})),
            features=_features(got.values.get("features")),
            layers=_layers(got.values["layers"]) if "layers" in got.values else cls.layers,
            training=Training.read(got.raw("training", {})),
            locks=Locks.read(got.raw("locks", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """The JSON form, which `from_json` reads back to an equal spec."""
        json: dict[str, Any] = {
            "version": VERSION,
            "data": asdict(self.data) | {"points": [list(point) for point in self.data.points]},
            "features": list(self.features),
            "layers": [{"kind": layer.kind, **asdict(layer)} for layer in self.layers],
            "training": asdict(self.training),
            "locks": {"hidden": list(self.locks.hidden), "frozen": list(self.locks.frozen)},
        }
        if not self.features:
            del json["features"]
        return json

    def with_features(self, features: tuple[str, ...]) -> Spec:
        """The same with these features."""
        return replace(self, features=features)


def _features(json: object) -> tuple[str, ...]:
    if json is None:
        return ()
    names = items(json, "features")
    if not names:
        raise BadSpec("features", "Choose at least one feature: a network needs an input")
    for name in names:
        if not isinstance(name, str):
            raise BadSpec("features", f"A feature is named by a text; got {name!r}")
        if names.count(name) > 1:
            raise BadSpec("features", f"{name} is there twice. Leave one of them out")
    return tuple(names)


def _layers(json: object) -> tuple[LayerSpec, ...]:
    layers = tuple(_layer(layer, i) for i, layer in enumerate(items(json, "layers")))
    dense = sum(layer.kind == "dense" for layer in layers)
    if dense > MOST_DENSE:
        raise BadSpec("layers", f"At most {MOST_DENSE} dense layers; there are {dense}")
    if len(layers) > MOST_LAYERS:
        raise BadSpec("layers", f"At most {MOST_LAYERS} layers in all; there are {len(layers)}")
    return layers


def _layer(json: object, i: int) -> LayerSpec:
    where = f"layers.{i}"
    if not isinstance(json, dict) or json.get("kind") not in KINDS:
        kind = json.get("kind") if isinstance(json, dict) else json
        raise BadSpec(where, f"There is no layer {kind!r}. There are: {', '.join(KINDS)}")
    return KINDS[json["kind"]].read(json, where)


def _point(json: object, i: int) -> tuple[float, float, int]:
    where = f"data.points.{i}"
    match json:
        case [x1, x2, label]:
            point = Fields({"x1": x1, "x2": x2, "label": label}, where)
            return (
                point.number("x1", -1e6, 1e6),
                point.number("x2", -1e6, 1e6),
                point.whole("label", 0, 9),
            )
    raise BadSpec(where, f"A point is [x1, x2, label]; got {str(json)[:60]}")
