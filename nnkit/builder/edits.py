"""Undo and redo: what was chosen before, with the weights that it had been trained to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from nnkit.builder.history import History
from nnkit.builder.spec import Spec
from nnkit.builder.state import State
from nnkit.builder.trainer import Trainer

MOST = 50
TOGETHER = 1.0  # seconds within which moves of one slider are one edit


@dataclass(frozen=True)
class Moment:
    """What an edit replaced. Without `state` the training goes on: the edit was a live one."""

    spec: Spec
    state: State | None = None
    history: History | None = None


class Edits:
    """What can be undone and redone on a trainer, at most 50 edits back.

    Undoing a live edit (a learning rate, say) takes back the choice and keeps the training; undoing
    any other brings back the network as it was trained then.
    """

    def __init__(self, trainer: Trainer, clock: Callable[[], float] = monotonic) -> None:
        self.trainer, self._clock = trainer, clock
        self._undo: list[Moment] = []
        self._redo: list[Moment] = []
        self._live_since = -TOGETHER

    @property
    def can(self) -> dict[str, bool]:
        """Whether there is anything to undo, and to redo."""
        return {"undo": bool(self._undo), "redo": bool(self._redo)}

    def change(self, spec: Spec) -> None:
        """Change the trainer, so that it can be undone. BadSpec changes nothing."""
        self._done(lambda: self.trainer.change(spec))

    def reset(self) -> None:
        """Reset the trainer; undone, it is trained again as it was."""
        self._done(self.trainer.reset)

    def resume(self, spec: Spec, state: State, history: History) -> None:
        """Take over a saved training."""
        self._done(lambda: self.trainer.resume(spec, state, history))

    def undo(self) -> bool:
        """Take back the latest edit; False if there is none."""
        return self._swap(self._undo, self._redo)

    def redo(self) -> bool:
        """Do again what was undone last; False if there is none."""
        return self._swap(self._redo, self._undo)

    def _done(self, edit: Callable[[], object]) -> None:
        before = self._moment()
        live = edit() is True
        if live and self.trainer.spec == before.spec:
            return
        if not (live and self._goes_on(before.spec)):
            self._undo.append(Moment(before.spec) if live else before)
        del self._undo[:-MOST]
        self._redo.clear()

    def _goes_on(self, before: Spec) -> bool:
        """Whether this live edit belongs to the one just before it, as a slider's moves do."""
        now, moved = self._clock(), _difference(before, self.trainer.spec)
        latest = self._undo[-1] if self._undo else None
        together = (
            now - self._live_since < TOGETHER
            and latest is not None
            and latest.state is None
            and not self._redo
            and "data.points" not in moved  # each point is an edit of its own
            and _difference(latest.spec, before) in ([], moved)
        )
        self._live_since = now
        return together

    def _moment(self) -> Moment:
        trainer = self.trainer
        return Moment(trainer.spec, trainer.capture(), trainer.history.copy())

    def _swap(self, source: list[Moment], other: list[Moment]) -> bool:
        if not source:
            return False
        goal, here = source.pop(), self._moment()
        self._live_since = -TOGETHER
        if goal.state is None or goal.history is None:
            self.trainer.change(goal.spec)
            other.append(Moment(here.spec))
        else:
            self.trainer.resume(goal.spec, goal.state, goal.history)
            other.append(here)
        return True


def _difference(old: Spec, new: Spec) -> list[str]:
    """The paths of the live choices that differ."""
    before, after = old.to_json(), new.to_json()
    changed = [
        f"training.{name}"
        for name in before["training"]
        if before["training"][name] != after["training"][name]
    ]
    pairs = enumerate(zip(before["layers"], after["layers"], strict=False))
    changed += ["data.points"] * (old.data != new.data)
    return changed + [f"layers.{i}" for i, (one, other) in pairs if one != other]
