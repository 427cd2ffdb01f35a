"""The kernel's side of the page: a message comes in, a frame goes out. It never raises.

A message is {"do": …, "id": …}, with what this one takes:

    frame    train: true or false, slice: {"ms"}, {"epochs"} or {"batches"},
             frames: how many answers it takes (in a notebook: `Credits`)
    step     unit: "sample", "batch" or "epoch"
    set      spec: as `Spec.to_json`
    preset   name
    seek     index: of a snapshot
    slow     to: "start", "next", "stay" or "stop", edge: [layer, to, from], null, from null: a bias
    export   as: "json", "nnkit" or "pytorch"
    import   text: as `sharing.write`, or a spec
    undo, redo, reset, pin, unpin

and what the page wants to see: view: one of VIEWS, maps: true for pictures, seen: {"layout",
"history"}, the versions that it has. An export is answered by {"text", "name"}, what can't be done
by {"error": {"where", "sentence"}}, all else by a frame. A frame always has

    epoch, position, steps      how far training is, as in `Trainer`
    loss, val_loss, accuracy, val_accuracy, norms (of the gradient of each dense layer's W)
    problem, findings           what stops training, or what the diagnosis finds
    snapshots                   {"count", "at", "epochs"}
    confusion                   rows of counts, or null
    history                     {"version", "from", "rows"}: where the rows in its buffer belong
    pinned                      the pinned run, or null
    buffers                     the names of the binary buffers, in their order

where there is something new, `slow` (`SlowStep.to_json`, null at its end); for a page that hasn't
seen it, `layout` (`Layout.to_json`, with the presets), `spec` and `can`; and in a notebook `more`,
the number of frames that follow unasked. The buffers are weights, overlay (of the view), history,
points and pinned, all float32, and maps, region and inputs, bytes as in `maps`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from nnkit.builder import sharing
from nnkit.builder.code import PROGRAMS
from nnkit.builder.edits import Edits
from nnkit.builder.fitting import fitted
from nnkit.builder.frame import Frames
from nnkit.builder.history import History
from nnkit.builder.locks import allowed, kept_locks
from nnkit.builder.phases import SlowStep
from nnkit.builder.pinned import Pinned
from nnkit.builder.presets import PRESETS
from nnkit.builder.reading import BadSpec, Fields, items
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import UNITS, Trainer
from nnkit.nn.registry import lookup

Content: TypeAlias = dict[str, Any]
Reply: TypeAlias = tuple[Content, list[bytes]]

VIEWS = ("weights", "gradients", "updates")
LONGEST = 0.03  # seconds of training for one request: other cells want the kernel too
EXPORTS: dict[str, tuple[Callable[[Trainer], str], str]] = {
    "json": (sharing.write, "network.json"),
    **{name: (write, f"network_{name}.py") for name, write in PROGRAMS.items()},
}
INTERRUPTED = "The kernel was interrupted, so training has paused. Play goes on with it."
REPORT = "If it happens again, please report it."


class Session:
    """One builder's conversation with its pages: training, edits, snapshots, slow mode, sharing.

    `saved` is called when there is something worth saving: after an edit, and when training pauses.
    """

    def __init__(self, trainer: Trainer, saved: Callable[[], None] = lambda: None) -> None:
        self.trainer, self.edits, self._saved = trainer, Edits(trainer), saved
        self.pinned: Pinned | None = None
        self._compared: tuple[object, Content] = (None, {})
        self._frames = Frames(trainer)
        self._slow: SlowStep | None = None
        self._told: Content = {}  # what else the next frame has to say
        self._plays = False
        self._does: dict[str, Callable[[Fields], Content | None]] = {
            "frame": self._frame,
            "step": self._step,
            "set": self._set,
            "undo": lambda _: self._turned(self.edits.undo),
            "redo": lambda _: self._turned(self.edits.redo),
            "reset": lambda _: self.reset(),
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

        A message that is refused changes nothing.
        """
        content, out = self._answered(message)
        if isinstance(message, dict) and "id" in message:
            content["id"] = message["id"]
        return content, out

    def change(self, spec: Spec) -> None:
        """An edit from a cell, under the same locks as the page's. BadSpec changes nothing."""
        self.edits.change(fitted(self.trainer.spec, kept_locks(self.trainer.spec, spec)))
        self._leave_slow_mode()
        self._saved()

    def _answered(self, message: object) -> Reply:
        where = "message"
        try:
            got = Fields(message, where)
            where = got.choice("do", tuple(self._does))
            allowed(self.trainer.spec.locks, where)
            asked = _asked(got)
            content = self._does[where](got)
            return (content, []) if content is not None else self._shown(asked)
        except BadSpec as error:
            return {"error": {"where": error.where, "sentence": error.sentence}}, []
        except KeyboardInterrupt:
            return {"error": {"where": where, "sentence": INTERRUPTED}}, []
        except Exception as error:  # a page can do nothing with a traceback
            sentence = f"nnkit stumbled ({type(error).__name__}: {error}). {REPORT}"
            return {"error": {"where": where, "sentence": sentence}}, []

    def _shown(self, asked: Content) -> Reply:
        content, buffers = self._frames.pack(**asked)
        new = "layout" in content
        if new:
            content["can"] = self.edits.can
            content["layout"]["presets"] = listed_presets()
        content["pinned"] = self._beside_the_pinned()
        if self.pinned and (new or "pinned" in self._told):
            content["buffers"] = [*content["buffers"], "pinned"]
            buffers = [*buffers, self.pinned.buffer]
        content |= {name: value for name, value in self._told.items() if name != "pinned"}
        self._told = {}
        return content, buffers

    def _beside_the_pinned(self) -> Content | None:
        """The pinned run and what differs from it, which is looked for only after an edit."""
        if self.pinned is None:
            return None
        moment = (self.pinned, self.trainer.layout_version)
        if self._compared[0] != moment:
            self._compared = (moment, self.pinned.beside(self.trainer.spec))
        return self._compared[1]

    def run(self, epochs: int) -> None:
        """Train from a cell."""
        self._leave_slow_mode()
        self.trainer.run(epochs)
        self._saved()

    def reset(self) -> None:
        """Back to the first weights; it can be undone."""
        self._leave_slow_mode()
        self.edits.reset()
        self._saved()

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

    def _turned(self, turn: Callable[[], bool]) -> None:
        self._leave_slow_mode()
        if turn():
            self._saved()

    # Comparing

    def _pin(self, _: Fields) -> None:
        self.pinned = Pinned.of(self.trainer)
        self._told["pinned"] = True

    def _unpin(self, _: Fields) -> None:
        self.pinned = None

    # Slow mode

    def _slowly(self, got: Fields) -> None:
        to, edge = got.choice("to", ("start", "next", "stay", "stop")), _edge(got.raw("edge"))
        if to == "stop":
            self._leave_slow_mode()
        elif to == "start" or self._slow is None or self._slow.stale:
            self._slow = SlowStep(self.trainer)
        elif to == "next":
            self._slow.next()
            if self._slow.done:
                self._saved()
        self._told = {"slow": self._slow.to_json(edge) if self._slow else None}

    def _leave_slow_mode(self) -> None:
        if self._slow is not None:
            self._slow, self._told = None, {"slow": None}

    # Sharing

    def _preset(self, got: Fields) -> None:
        self.change(lookup(PRESETS, got.choice("name", tuple(PRESETS)), "preset").spec)

    def _export(self, got: Fields) -> Content:
        write, name = EXPORTS[got.choice("as", tuple(EXPORTS))]
        return {"text": write(self.trainer), "name": name}

    def _import(self, got: Fields) -> None:
        saved = sharing.read(got.text("text", sharing.MOST_TEXT), self.trainer.own)
        spec = kept_locks(self.trainer.spec, saved.spec)
        if saved.moment is None:
            self.edits.change(spec)
        else:
            history = History()
            history.replaced_by(saved.rows)
            self.edits.resume(spec, saved.moment, history)
        self._leave_slow_mode()
        self._saved()


def _asked(got: Fields) -> Content:
    """What a message wants to see; all of it may be left out."""
    view = got.choice("view", VIEWS) if "view" in got.values else "weights"
    seen = got.raw("seen", {})
    if not isinstance(seen, dict):
        raise BadSpec("seen", f"This is an object, {{…}}; got {str(seen)[:60]}")
    return {"view": view, "seen": seen, "maps": got.flag("maps")}


def listed_presets() -> list[dict[str, str]]:
    """The presets as a menu shows them."""
    return [
        {"name": name, "title": preset.title, "sentence": preset.sentence}
        for name, preset in PRESETS.items()
    ]


def _slice(json: object) -> dict[str, float]:
    """How much to train for one request, as arguments of `Trainer.work`."""
    got = Fields(json, "slice")
    match list(got.values):
        case ["ms"]:
            return {"seconds": min(got.number("ms", 0, 10_000) / 1000, LONGEST)}
        case ["epochs" | "batches" as unit]:
            return {"seconds": LONGEST, unit: got.whole(unit, 1, 1_000_000)}
    raise BadSpec("slice", 'This is {"ms": 8}, {"epochs": 1} or {"batches": 1}')


def _edge(json: object) -> list[int | None] | None:
    """[layer, to, from] of an edge; from is null for a bias."""
    if json is None:
        return None
    edge = items(json, "edge")
    if len(edge) != 3 or not all(each is None or type(each) is int for each in edge):
        raise BadSpec("edge", "An edge is [layer, to, from], three whole numbers")
    return edge
