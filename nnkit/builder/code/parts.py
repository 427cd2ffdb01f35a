"""What both programs have in common: the data, the features, and numbers written out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from nnkit.builder.features import FEATURES
from nnkit.builder.history import in_epochs
from nnkit.data import GENERATORS
from nnkit.nn import Array

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

WIDTH = 96
MOST_TEXT = 4_000  # characters of a table that go into the program itself
MOST_POINTS = 300


def data_lines(trainer: Trainer) -> str:
    """`train` and `validation`, made as the builder makes them, or a note where data goes."""
    chosen = trainer.spec.data
    return (
        f"{_source(trainer)}\n"
        f"train, validation = data.split(dataset, {chosen.validation!r}, "
        f"np.random.default_rng([{chosen.seed}, 1]))"
    )


def _source(trainer: Trainer) -> str:
    chosen = trainer.spec.data
    arguments = f"{chosen.samples}, {chosen.noise!r}, {chosen.seed}"
    if chosen.name in GENERATORS:
        return f'dataset = data.GENERATORS["{chosen.name}"]({arguments})  # samples, noise, seed'
    if chosen.name == "digits":
        return f"dataset = data.digits({arguments})  # samples, noise, seed"
    if chosen.name == "points":
        return _points(chosen.points)
    if chosen.name == "csv":
        return _table(chosen.text, chosen.task)
    return f"dataset = data.{chosen.name}()"


def _points(points: tuple[tuple[float, float, int], ...]) -> str:
    if len(points) > MOST_POINTS:
        return (
            f"# The {len(points):,} points were drawn by hand: put them here, as [x1, x2, label].\n"
            "points = [[-0.5, -0.5, 0], [0.5, 0.5, 1]]\ndataset = data.from_points(points)"
        )
    rows = wrapped(", ".join(str(list(point)) for point in points))
    return f"points = [\n{rows}\n]\ndataset = data.from_points(points)"


def _table(text: str, task: str) -> str:
    if len(text) > MOST_TEXT:
        given = (
            "# The table was pasted into the builder: put its text into this file.\n"
            'text = open("data.csv").read()'
        )
    else:
        lines = "\n".join(f"    {line!r}," for line in text.splitlines())
        given = f'text = "\\n".join([\n{lines}\n])'
    return f'{given}\ndataset = data.read_csv(text, task="{task}")'


def feature_lines(trainer: Trainer) -> str:
    """`features(X)`: from raw samples to what the network gets."""
    inputs = trainer.data.inputs
    if inputs.scaler is not None:
        return (
            f"columns = {list(inputs.columns)}\n"
            "scaler = data.Scaler.fit(train.X[:, columns])  # on the training samples alone\n\n\n"
            "def features(X):\n    return scaler.apply(X[:, columns])"
        )
    columns = ", ".join(FEATURES[name].code for name in inputs.names)
    return f"def features(X):\n    x1, x2 = X.T\n    return np.column_stack([{columns}])"


def array(values: Array, indent: str = "    ") -> str:
    """An array as a list that reads back to the very same numbers; it stands at `indent`."""
    if values.ndim < 2:
        flat = ", ".join(map(number, values))
        return f"[{flat}]" if len(flat) < WIDTH - 24 else f"[\n{_block(flat, indent)}\n{indent}]"
    deeper = indent + "    "
    rows = "".join(f"{deeper}{array(row, deeper)},\n" for row in values)
    return f"[\n{rows}{indent}]"


def _block(flat: str, indent: str) -> str:
    return wrapped(flat, indent + "    ") + ","


def number(value: float) -> str:
    """The shortest text that reads back to the same float64."""
    return repr(float(value)) if np.isfinite(value) else f'float("{value}")'


def wrapped(text: str, indent: str = "    ") -> str:
    """Long lists in lines."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def sizes(trainer: Trainer) -> str:
    """`2-8-8-1`: the inputs, and the units of each dense layer."""
    widths = [w.shape for _, name, w in trainer.parameters() if name == "W"]
    return "-".join(map(str, [widths[0][1], *(shape[0] for shape in widths)]))


def own_note(trainer: Trainer) -> str:
    """Where the learner's own code ran, the program says that nnkit's stands for it."""
    own = getattr(trainer.network, "badges", ())
    if not own:
        return ""
    return "\n# Your own layers did this work in the builder; here stand ready-made ones like them."


def progress(trainer: Trainer) -> str:
    """`after 120 epochs`."""
    return f"after {in_epochs(trainer.epoch)}"
