"""What all explorers share: controls beside a picture, and a line that says in words what is seen.

The page is one small anywidget with the browser's own sliders, menus and buttons: these have true
labels and work by keyboard (ipywidgets' sliders have no accessible name, its image no alternative
text). A picture travels as one message with its texts, so that they never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anywidget
import traitlets

from nnkit.explore.controls import Spec
from nnkit.explore.drawer import Drawer
from nnkit.figures import Picture, Sheet
from nnkit.progress import grading_mode

HERE = Path(__file__).parent


@dataclass(frozen=True)
class View:
    """A picture, and the sentences under the controls."""

    picture: Picture
    said: str


@dataclass(frozen=True)
class Frame:
    """What the page shows: the PNG, its alternative text, and the sentences."""

    png: bytes = field(repr=False)
    alt: str
    said: str

    @property
    def message(self) -> dict[str, Any]:
        return {"png": self.png, "alt": self.alt, "said": self.said}


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is untyped
    """Traits tagged ``state`` are what a picture depends on; it depends on nothing else.

    A subclass gives ``view(at, sheet)``, and ``press(word)`` if it has buttons.
    """

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"
    title = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    grabbable = traitlets.Bool(False).tag(sync=True)
    wide = traitlets.Bool(False).tag(sync=True)  # the picture takes the notebook's whole width
    frame = traitlets.Any().tag(sync=True, to_json=lambda _, explorer: explorer.shown.message)

    def __init__(self, controls: list[Spec]) -> None:
        self.shown = self._drawn()  # before the page hears of us: it must not have to ask
        super().__init__(controls=controls)
        self._drawer = Drawer(self._draw)
        self.observe(self._drawer.request, names=list(self.state))
        self.on_msg(self._receive)

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet()

    @property
    def state(self) -> dict[str, Any]:
        """The arguments with which ``figure`` draws what is shown."""
        return {name: getattr(self, name) for name in sorted(self.traits(state=True))}

    def figure(self, **state: Any) -> Picture:
        """The picture for a state, whatever the controls say; what isn't named is as at first."""
        return self._view(state).picture

    def view(self, at: SimpleNamespace, sheet: Sheet | None) -> View:
        """The picture for the state ``at``, drawn on ``sheet``, and the words."""
        raise NotImplementedError

    def _view(self, state: dict[str, Any], sheet: Sheet | None = None) -> View:
        first = {name: trait.default_value for name, trait in self.traits(state=True).items()}
        if unknown := sorted(set(state) - set(first)):
            raise TypeError(f"There is no {unknown[0]!r} here; there are {', '.join(first)}.")
        return self.view(SimpleNamespace(**{**first, **state}), sheet)

    def press(self, word: str) -> None:
        """A button was pressed."""

    def grab(self, x: float, y: float, first: bool) -> None:
        """The picture is dragged, at fractions from its left and its top."""

    def wait(self, seconds: float = 10) -> bool:
        """Wait until the newest state is drawn; False if that takes longer."""
        return self._drawer.wait(seconds)

    def _drawn(self) -> Frame:
        if grading_mode():  # no page is watching: the picture itself is drawn when it is shown
            view = self._view(self.state)
            return Frame(b"", view.picture.alt, view.said)
        view = self._view(self.state, self._sheet)
        return Frame(view.picture.quick_png, view.picture.alt, view.said)

    def _draw(self) -> None:
        self.shown = self._drawn()
        # No trait: this is another thread than the one in which the page's changes arrive.
        self.send({"alt": self.shown.alt, "said": self.shown.said}, buffers=[self.shown.png])

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"press": str(word)}:
                self.press(word)
                self._drawer.request()
            case {"grab": [x, y], "first": bool(first)}:
                self.grab(float(x), float(y), first)
                self._drawer.request()

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and for a reader without a kernel the picture as it is now."""
        data, metadata = self.figure(**self.state)._repr_mimebundle_()
        if grading_mode():
            return data, metadata
        live: dict[str, Any] = super()._repr_mimebundle_(**options)[0]
        return {**live, **data}, metadata

    def __repr__(self) -> str:
        state = ", ".join(f"{name}={value!r}" for name, value in self.state.items())
        return f"{type(self).__name__}({state})"
