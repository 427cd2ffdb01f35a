"""What happened while a network was trained, epoch by epoch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(repr=False)
class History:
    """L(1), L(2), …: the mean training loss of each epoch, and what else was measured.

    `loss` and `accuracy` are taken on the way, before each batch's update; `val_loss` and
    `val_accuracy` at the end of the epoch. Accuracies run from 0 to 1. What wasn't measured is an
    empty list.
    """

    loss: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)

    def add(self, **measured: float) -> None:
        """Append each value to the list of that name."""
        for name, value in measured.items():
            getattr(self, name).append(float(value))

    def to_dict(self) -> dict[str, list[float]]:
        """What was measured, by name: copies of the lists, ready for JSON or a table."""
        return {name: list(values) for name, values in vars(self).items() if values}

    def __repr__(self) -> str:
        epochs = f"{len(self.loss)} epoch{'' if len(self.loss) == 1 else 's'}"
        courses = [_course(name, values) for name, values in self.to_dict().items()]
        return "History: " + ", ".join([epochs, *courses])


def _course(name: str, values: list[float]) -> str:
    shown = "{:.1%}" if name.endswith("accuracy") else "{:.4g}"
    return f"{name} {shown.format(values[0])} → {shown.format(values[-1])}"
