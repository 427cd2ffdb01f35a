"""One frame: a trainer's present state as small JSON and a few binary buffers, for the page.

Arrays go as float32, pictures as bytes; what stands still goes only to a page that hasn't seen it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from nnkit.builder import maps
from nnkit.builder.confusion import confusion_matrix
from nnkit.builder.diagnosis import Finding, diagnose
from nnkit.builder.layout import Layout
from nnkit.builder.numerals import finite
from nnkit.nn import Array

if TYPE_CHECKING:
    from nnkit.builder.trainer import Trainer

Buffers = list[bytes]
Value = TypeVar("Value")

_MEASURED = 2000  # samples that may be measured for every frame
_CLASSES = 20  # more make no readable table
_RUNNING = 0.2  # seconds from one frame to the next; clicks come more slowly


class Frames:
    """Packs the frames of one trainer, and keeps what would be dear to make for every one."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self._layout = Layout(trainer.layout_version, trainer)
        self._findings = _Seldom[list[Finding]](lambda: diagnose(trainer), 0.5)
        self._confusion = _Seldom[list[list[int]] | None](lambda: _confusion(trainer), 0.25)
        self._latest = (0.0, trainer.steps)
        self._maps = _Seldom[dict[str, bytes]](lambda: _pictures(self.layout), 0.0)

    @property
    def layout(self) -> Layout:
        """The present layout."""
        if self._layout.version != self.trainer.layout_version:
            self._layout = Layout(self.trainer.layout_version, self.trainer)
        return self._layout

    def pack(
        self, *, view: str = "weights", maps: bool = True, seen: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Any], Buffers]:
        """The frame for a page that has `seen` so much, {"layout": version, "history": version}.

        `view` "gradients" or "updates" adds the overlay, `maps` the pictures. Raises nothing of the
        learner's code.
        """
        trainer, seen = self.trainer, seen or {}
        running = self._running()
        with np.errstate(all="ignore"):
            content = self._numbers(running)
            buffers = dict(self._buffers(view, maps, running))
            if seen.get("layout") != trainer.layout_version:
                content |= {"layout": self.layout.to_json(), "spec": trainer.spec.to_json()}
                buffers |= self._still()
            content["history"], buffers["history"] = _history(trainer, seen.get("history"))
        buffers = {name: buffer for name, buffer in buffers.items() if buffer}
        content["buffers"] = list(buffers)
        return content, list(buffers.values())

    def _running(self) -> bool:
        """Whether frames follow each other with training in between: then some things can wait."""
        now, steps = perf_counter(), self.trainer.steps
        running = steps != self._latest[1] and now - self._latest[0] < _RUNNING
        self._latest = (now, steps)
        return running

    def _numbers(self, running: bool) -> dict[str, Any]:
        trainer = self.trainer
        moment = (trainer.layout_version, trainer.steps, trainer.epoch, trainer.problem)
        problem = trainer.problem
        return {
            "epoch": trainer.epoch,
            "position": trainer.position,
            "steps": trainer.steps,
            **_measures(trainer, running),
            "norms": [_norm(trainer.network.grads.get(f"{c.index}.W")) for c in self.layout.dense],
            "findings": [f.to_json() for f in self._findings.get(moment, running)],
            "problem": problem.to_json() if problem else None,
            "snapshots": {
                "count": len(trainer.snapshots),
                "at": trainer.snapshots.at,
                "epochs": trainer.snapshots.epochs,
            },
            "confusion": self._confusion.get(moment, running),
        }

    def _buffers(self, view: str, maps: bool, running: bool) -> Iterator[tuple[str, bytes]]:
        trainer = self.trainer
        yield "weights", _flat([p.array for p in trainer.parameters()])
        if view in ("gradients", "updates"):
            yield (
                "overlay",
                _flat(_gradients(trainer) if view == "gradients" else _updates(trainer)),
            )
        if maps:
            moment = (trainer.layout_version, trainer.steps)
            yield from self._maps.get(moment, running).items()

    def _still(self) -> dict[str, bytes]:
        """The buffers that change with the layout only."""
        layout = self.layout
        return {"points": layout.points.tobytes(), "inputs": layout.input_maps.tobytes()}


class _Seldom(Generic[Value]):
    """A value that is made anew only when something has changed, and in training not too often.

    `pause` is the least time between two makings in seconds; dear ones wait longer.
    """

    _SHARE = 20  # at most one part in so many of the time goes into making it

    def __init__(self, make: Callable[[], Value], pause: float) -> None:
        self._make, self._pause = make, pause
        self._moment: object = None
        self._due = 0.0
        self._value: Value | None = None

    def get(self, moment: tuple[Any, ...], running: bool) -> Value:
        """The value for that moment (which begins with the layout's version), or a slightly older
        one of the same layout."""
        now = perf_counter()
        same_layout = isinstance(self._moment, tuple) and self._moment[0] == moment[0]
        waits = running and same_layout and now < self._due
        if self._value is None or (moment != self._moment and not waits):
            self._value, self._moment = self._make(), moment
            cost = perf_counter() - now
            self._due = now + (max(self._pause, self._SHARE * cost) if cost > 5e-3 else self._pause)
        return self._value


def _measures(trainer: Trainer, running: bool) -> dict[str, float | None]:
    """Loss and accuracy now; where that is dear, while training runs, those of the latest epoch."""
    dear = trainer.own or len(trainer.train) + len(trainer.validation) > _MEASURED
    row = trainer.history.latest if running and dear else trainer.measure()
    if row is None:
        row = trainer.measure()
    return {name: finite(value) for name, value in row._asdict().items() if name != "epoch"}


def _norm(g: Array | None) -> float | None:
    return None if g is None else finite(math.sqrt(float(np.vdot(g, g))))


def _flat(arrays: list[Array]) -> bytes:
    return np.concatenate([a.ravel() for a in arrays]).astype(np.float32).tobytes()


def _gradients(trainer: Trainer) -> list[Array]:
    """∂L/∂ each parameter, from the latest step; 0 before the first."""
    grads = trainer.network.grads
    return [grads.get(f"{p.layer}.{p.name}", np.zeros_like(p.array)) for p in trainer.parameters()]


def _updates(trainer: Trainer) -> list[Array]:
    """What the latest step has changed."""
    return [p.array - b for p, b in zip(trainer.parameters(), trainer.before, strict=True)]


def _history(trainer: Trainer, cursor: object) -> tuple[dict[str, int], bytes]:
    """The rows that the page hasn't seen. "version" says where it stands: it gives that back."""
    history = trainer.history
    run = trainer.layout_version * 10_000 + history.version
    known, count = divmod(cursor, 1000) if isinstance(cursor, int) else (None, 0)
    first, rows = history.since(history.version if known == run else None, count)
    told = {"version": run * 1000 + len(history), "from": first, "rows": len(rows)}
    return told, rows.astype(np.float32).tobytes()


def _pictures(layout: Layout) -> dict[str, bytes]:
    """The buffers "maps" and "region"; none if the learner's code stops them."""
    try:
        return _on_the_plane(layout) if layout.plane else {"maps": _without_a_plane(layout)}
    except Exception:  # training tells of it, on the layer where it happens
        return {}


def _on_the_plane(layout: Layout) -> dict[str, bytes]:
    plane, layers = layout.plane, layout.trainer.network.layers
    assert plane is not None
    cells = len(plane.small)
    found = maps.outputs(layers, np.concatenate([plane.small, plane.large]))
    responses = np.concatenate([found[c.end][:cells] for c in layout.dense], axis=1)
    task, (low, high) = layout.trainer.train.task, layout.target_range
    region = maps.region(found[-1][cells:], task, low, high)
    return {"maps": maps.grey(responses).tobytes(), "region": region.tobytes()}


def _without_a_plane(layout: Layout) -> bytes:
    """The mean response to each class; of an image, the weights of the first layer as pictures."""
    X, which, count = layout.looked_at
    if not len(X):
        return b""
    layers = layout.trainer.network.layers
    found = maps.outputs(layers, X)
    pictures = [maps.grey(maps.group_means(found[c.end], which, count)) for c in layout.dense]
    if layout.image:
        pictures[0] = maps.grey(layers[layout.dense[0].index].params["W"].T)
    return b"".join(picture.tobytes() for picture in pictures)


def _confusion(trainer: Trainer) -> list[list[int]] | None:
    """Of the validation samples, or of the training samples if none are held back."""
    decide = getattr(trainer.loss, "decide", None)
    data = trainer.validation if len(trainer.validation) else trainer.train
    classes = max(len(data.classes), 2)
    if decide is None or classes > _CLASSES or not len(data):
        return None
    try:
        decided = decide(maps.outputs(trainer.network.layers, data.X)[-1]).reshape(-1)
    except Exception:  # training tells of it, on the layer where it happens
        return None
    counts: list[list[int]] = confusion_matrix(data.y, decided, classes).tolist()
    return counts
