"""The kernel's side of the page: a message comes in, a frame goes out. It never raises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from nnkit.builder.edits import Edits
from nnkit.builder.fitting import fitted
from nnkit.builder.frame import pack
from nnkit.builder.locks import allowed, kept_locks
from nnkit.builder.pinned import Pinned
from nnkit.builder.reading import BadSpec, Fields
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import UNITS, Trainer

Content: TypeAlias = dict[str, Any]
Reply: TypeAlias = tuple[Content, list[bytes]]

VIEWS = ("weights", "gradients", "updates")
LONGEST = 0.1  # seconds of training for one request: other cells want the kernel too
NO_CHANGE = "Nothing was changed. If it happens again, please report it."


class Session:
    """One builder's conversation with its pages: training, edits, snapshots, slow mode, sharing.

    `saved` is called when there is something worth saving: after an edit, and when training pauses.
    """

    def __init__(self, trainer: Trainer, saved: Callable[[], None] = lambda: None) -> None:
        self.trainer, self.edits, self._saved = trainer, Edits(trainer), saved
        self.pinned: Pinned | None = None
        self._slow: Any = None
        self._plays = self._just_pinned = False
        self._does: dict[str, Callable[[Fields], Content | None]] = {
            "frame": self._frame,
            "step": self._step,
            "set": self._set,
            "undo": lambda _: self._turned(self.edits.undo),
            "redo": lambda _: self._turned(self.edits.redo),
            "reset": self._reset,
            "preset": self._preset,
            "seek": self._seek,
            "pin": self._pin,
            "unpin": self._unpin,
            "slow": self._slowly,
            "export": self._export,
            "import": self._import,
        }

    def handle(self, message: object, buffers: Sequence[Any] = ()) -> Reply:
        """The answer to a message: its content, with the message's "id", and binary buffers.

        {"error": {"where", "sentence"}} where it can't be done; then nothing has changed.
        """
        content, out = self._answered(message)
        if isinstance(message, dict) and "id" in message:
            content["id"] = message["id"]
        return content, out

    def change(self, spec: Spec) -> None:
        """An edit from a cell, under the same locks as the page's. BadSpec changes nothing."""
        self._leave_slow_mode()
        spec = fitted(self.trainer.spec, kept_locks(self.trainer.spec, spec))
        self.edits.change(spec)
        self._saved()

    def _answered(self, message: object) -> Reply:
        where = "message"
        try:
            got = Fields(message, where)
            where = got.choice("do", tuple(self._does))
            allowed(self.trainer.spec.locks, where)
            asked = _asked(got)
            content = self._does[where](got)
            return (content, []) if content is not None else self._shown(*asked)
        except BadSpec as error:
            return {"error": {"where": error.where, "sentence": error.sentence}}, []
        except Exception as error:  # a page can do nothing with a traceback
            sentence = f"nnkit stumbled ({type(error).__name__}: {error}). {NO_CHANGE}"
            return {"error": {"where": where, "sentence": sentence}}, []

    def _shown(self, view: str, maps: bool, seen: dict[str, Any]) -> Reply:
        trainer = self.trainer
        content, buffers = pack(trainer, view=view, maps=maps, seen=seen)
        if "layout" in content:
            content["spec"], content["can"] = trainer.spec.to_json(), self.edits.can
        snapshots = trainer.snapshots
        at, epochs = snapshots.at, snapshots.epochs
        content["snapshots"] = {"count": len(epochs), "at": at, "epochs": epochs}
        content["pinned"] = self.pinned.told if self.pinned else None
        if self.pinned and ("layout" in content or self._just_pinned):
            content["buffers"] = [*content["buffers"], "pinned"]
            buffers = [*buffers, self.pinned.buffer]
            self._just_pinned = False
        return content, buffers

    # Training

    def _frame(self, got: Fields) -> None:
        train = got.flag("train")
        if train:
            how = _slice(got.raw("slice", {"ms": 8}))
            self._leave_slow_mode()
            self.trainer.work(**how)
        elif self._plays:
            self._saved()
        self._plays = train

    def _step(self, got: Fields) -> None:
        unit = got.choice("unit", UNITS)
        self._leave_slow_mode()
        self.trainer.step(unit)
        self._saved()

    def _seek(self, got: Fields) -> None:
        i = got.whole("index", 0, max(len(self.trainer.snapshots) - 1, 0))
        self._leave_slow_mode()
        self.trainer.seek(i)
        self._saved()

    # Editing

    def _set(self, got: Fields) -> None:
        self.change(Spec.from_json(got.raw("spec")))

    def _reset(self, _: Fields) -> None:
        self._leave_slow_mode()
        self.edits.reset()
        self._saved()

    def _turned(self, turn: Callable[[], bool]) -> None:
        self._leave_slow_mode()
        if turn():
            self._saved()

    # Comparing

    def _pin(self, _: Fields) -> None:
        self.pinned = Pinned.of(self.trainer)
        self._just_pinned = True

    def _unpin(self, _: Fields) -> None:
        self.pinned = None

    # Slow mode and sharing

    def _preset(self, got: Fields) -> None:
        raise BadSpec("preset", "There are no presets yet")

    def _slowly(self, got: Fields) -> None:
        raise BadSpec("slow", "There is no slow mode yet")

    def _leave_slow_mode(self) -> None:
        self._slow = None

    def _export(self, got: Fields) -> Content:
        raise BadSpec("export", "Nothing can be exported yet")

    def _import(self, got: Fields) -> None:
        raise BadSpec("import", "Nothing can be imported yet")


def _asked(got: Fields) -> tuple[str, bool, dict[str, Any]]:
    """(view, maps, seen) of a message; all three may be left out."""
    view = got.choice("view", VIEWS) if "view" in got.values else "weights"
    seen = got.raw("seen", {})
    if not isinstance(seen, dict):
        raise BadSpec("seen", f"This is an object, {{…}}; got {seen!r:.60}")
    return view, got.flag("maps"), seen


def _slice(json: object) -> dict[str, float]:
    """How much to train for one request, as arguments of `Trainer.work`."""
    got = Fields(json, "slice")
    match list(got.values):
        case ["ms"]:
            return {"seconds": min(got.number("ms", 0, 10_000) / 1000, LONGEST)}
        case ["epochs" | "batches" as unit]:
            return {"seconds": LONGEST, unit: got.whole(unit, 1, 1_000_000)}
    raise BadSpec("slice", 'This is {"ms": 8}, {"epochs": 1} or {"batches": 1}')
