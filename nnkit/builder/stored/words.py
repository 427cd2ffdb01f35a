"""The same as the picture, in sentences."""

from __future__ import annotations

import math

from nnkit.builder.code.parts import sizes
from nnkit.builder.columns import Column
from nnkit.builder.diagnosis import diagnose
from nnkit.builder.history import Row, in_epochs
from nnkit.builder.layout import Layout
from nnkit.builder.trainer import Trainer
from nnkit.figures.wording import listing
from nnkit.figures.wording import number as rounded

MOST_NAMED = 8


def words(trainer: Trainer) -> str:
    """The network, its data, how far training has come, and what is to be noticed."""
    layout = Layout(trainer.layout_version, trainer)
    told = [_layers(layout), _data(trainer), _progress(trainer), *_noticed(trainer)]
    return " ".join(sentence for sentence in told if sentence)


def title(trainer: Trainer) -> str:
    """`Network 2-8-8-1 on spiral`."""
    return f"Network {sizes(trainer)} on {trainer.spec.data.name}"


def progress(row: Row) -> str:
    """`training loss 0.12, accuracy 97 %; validation loss …`, of what was measured."""
    parts = [
        _measured("training", row.loss, row.accuracy),
        _measured("validation", row.val_loss, row.val_accuracy),
    ]
    return "; ".join(part for part in parts if part)


def _measured(name: str, loss: float, accuracy: float) -> str:
    if math.isnan(loss):
        return ""
    share = "" if math.isnan(accuracy) else f", accuracy {accuracy:.1%}"
    return f"{name} loss {rounded(loss)}{share}"


def _layers(layout: Layout) -> str:
    labels = layout.trainer.data.inputs.labels
    named = f" ({', '.join(labels)})" if len(labels) <= MOST_NAMED else ""
    parts = [f"{len(labels)} input{'s' * (len(labels) != 1)}{named}"]
    parts += [_layer(column) for column in layout.columns]
    count = sum(w.size for _, _, w in layout.trainer.parameters())
    return f"A network with {listing(parts)}; {count:,} parameters."


def _layer(column: Column) -> str:
    if column.kind != "dense":
        return column.kind.replace("_", " ")
    units = f"{column.units} unit{'s' * (column.units != 1)}"
    if column.output:
        return f"the output layer of {units}"
    return f"{column.where} of {units} ({column.activation})"


def _data(trainer: Trainer) -> str:
    held = len(trainer.validation)
    back = f", {held:,} held back for validation" if held else ""
    return f"Data: {trainer.spec.data.name}, {len(trainer.train):,} samples to train on{back}."


def _progress(trainer: Trainer) -> str:
    start = f"After {in_epochs(trainer.epoch)}" if trainer.steps else "Not trained yet"
    try:
        return f"{start}: {progress(trainer.measure())}."
    except Exception:  # the learner's code has stopped it: the problem says how
        return f"{start}."


def _noticed(trainer: Trainer) -> list[str]:
    """Badges that were not passed, the problem, and what the diagnosis finds."""
    badges = [b.sentence for b in getattr(trainer.network, "badges", ()) if not b.passed]
    said = [trainer.problem] if trainer.problem else diagnose(trainer)
    return [*badges, *(each.sentence for each in said)]
