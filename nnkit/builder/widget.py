"""The builder in a notebook: a thin face of `Session` towards the page, and of `Trainer` to cells.

Nothing runs unless the page asks. The one trait of ours holds the saved state, which is written
when training pauses and after an edit.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import anywidget
import traitlets

from nnkit.builder import sharing
from nnkit.builder.assets import CSS, ESM
from nnkit.builder.choices import chosen
from nnkit.builder.code import PROGRAMS
from nnkit.builder.credits import Credits
from nnkit.builder.history import History, in_epochs
from nnkit.builder.own import Own
from nnkit.builder.pinned import label
from nnkit.builder.reading import Fields
from nnkit.builder.session import Session
from nnkit.builder.spec import Spec
from nnkit.builder.stored import bundle
from nnkit.builder.trainer import Trainer
from nnkit.nn import Sequential
from nnkit.nn.registry import lookup
from nnkit.progress import grading_mode

MOST_EPOCHS = 1_000_000
REST = 0.002  # seconds between two slices: for other messages and cells, and to send the frame


class NetworkBuilder(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is untyped
    """A network to build, train and look into, on the page and from cells.

    `NetworkBuilder()`, `NetworkBuilder("xor")` (a preset), `NetworkBuilder(data="moons", lr=0.1,
    hidden=[4, 4])`. With `layers=[MyDense, MyReLU]` or `functions=[dense, relu, …]` your own code
    does the work. `hide` and `freeze` are for teachers: parts to leave out, choices to fix.
    """

    _esm = ESM
    _css = CSS
    state = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        preset: str | None = None,
        *,
        layers: Iterable[Any] = (),
        functions: Iterable[Any] = (),
        data: str | Mapping[str, Any] | None = None,
        spec: Spec | Mapping[str, Any] | None = None,
        hidden: Sequence[Mapping[str, Any] | int] | None = None,
        hide: Iterable[str] = (),
        freeze: Iterable[str] = (),
        **choices: Any,
    ) -> None:
        """BadSpec, with the place and a sentence, for choices that can't be."""
        own = Own.of(layers, functions)
        start = chosen(preset, spec, data, hidden, hide, freeze, **choices)
        if spec is None and all(isinstance(layer, int) for layer in hidden or ()):
            start = own.suiting(start)  # nobody has asked for other activations
        self._session = Session(Trainer(start, own or None), self._save)
        self._credits, self._planned = Credits(), False
        super().__init__(state=self.save())
        self.on_msg(self._receive)

    @classmethod
    def load(
        cls, text: str, *, layers: Iterable[Any] = (), functions: Iterable[Any] = ()
    ) -> NetworkBuilder:
        """The builder that `save` wrote, trained as it was. BadSpec for other text."""
        saved = sharing.read(text, Own.of(layers, functions) or None)
        builder = cls(spec=saved.spec, layers=layers, functions=functions)
        saved.into(builder.trainer)
        builder._save()
        return builder

    @property
    def trainer(self) -> Trainer:
        """What trains: step it, look into it."""
        return self._session.trainer

    @property
    def spec(self) -> Spec:
        """What is chosen."""
        return self.trainer.spec

    @property
    def network(self) -> Sequential:
        """The network itself, as in the lessons: `builder.network.predict(X)`."""
        return self.trainer.network

    @property
    def history(self) -> History:
        """Loss and accuracy, epoch by epoch."""
        return self.trainer.history

    def run(self, epochs: int) -> History:
        """Train so many epochs, without the page: the same numbers as with it.

        It ends early at a problem, which is then in `builder.trainer.problem`.
        """
        self._session.run(Fields({"epochs": epochs}, "run").whole("epochs", 0, MOST_EPOCHS))
        self._tell()
        return self.history

    def change(self, **choices: Any) -> None:
        """Choose something else: `builder.change(lr=0.1)`, `builder.change(hidden=[4, 4])`.

        Training goes on where it can. BadSpec for what can't be, or is frozen.
        """
        self._session.change(chosen(spec=self.spec, **choices))
        self._tell()

    def reset(self) -> None:
        """Back to the first weights."""
        self._session.reset()
        self._tell()

    def save(self) -> str:
        """Everything, with the weights, as JSON text for `NetworkBuilder.load`."""
        return sharing.write(self.trainer)

    def code(self, language: str = "nnkit") -> str:
        """The present network as a program: "nnkit" or "pytorch"."""
        return lookup(PROGRAMS, language, "language")(self.trainer)

    def _receive(self, _widget: object, message: object, buffers: Sequence[Any]) -> None:
        content, out = self._session.handle(message, buffers)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.send(content, buffers=out)  # nothing can follow: the page asks again
            return
        self._credits.note(message, content)
        self.send(content, buffers=out)
        if self._credits and not self._planned:
            self._planned = True
            loop.call_later(REST, self._follow)

    def _follow(self) -> None:
        """One more frame that a page has asked for in advance."""
        self._planned = False
        if self.comm is None:
            self._credits.clear()  # it was closed
        if self._credits:
            with _interruptible():
                self._receive(self, self._credits.next(), ())

    def _save(self) -> None:
        self.state = self.save()

    def _tell(self) -> None:
        """Let the pages ask for what a cell has changed."""
        self.send({"event": "changed"})

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and for a reader without a kernel the picture and the words."""
        data: dict[str, Any] = bundle(self.trainer)
        if grading_mode():
            return data, {}
        live: dict[str, Any] = super()._repr_mimebundle_(**options)[0]
        return {**live, **data}, {}

    def __repr__(self) -> str:
        return f"NetworkBuilder({label(self.spec)}; {in_epochs(self.trainer.epoch)})"


@contextmanager
def _interruptible() -> Iterator[None]:
    """Between two messages the kernel doesn't hear the interrupt button; in here it does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass  # just beside the training, where it would end the kernel
    finally:
        signal.signal(signal.SIGINT, before)
