"""A figure that can be seen, and heard: the drawing with its text alternative."""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from nnkit.figures.style import PIXELS_PER_INCH
from nnkit.progress import grading_mode

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image as Drawing
    from PIL.Image import Quantize


def drawing() -> bool:
    """Whether pictures are drawn at all: with ``NNKIT_DRAW=0`` they are told in words only."""
    return os.environ.get("NNKIT_DRAW") != "0"


@dataclass(frozen=True)
class Picture:
    """A matplotlib ``figure`` and ``alt``, the sentences that say what is seen in it."""

    figure: Figure
    alt: str

    @cached_property
    def png(self) -> bytes:
        """The drawing as PNG: the same figure gives the same bytes. Empty if nothing is drawn."""
        if not drawing():
            return b""
        from PIL import Image

        # 128 colours hold every smoothed edge, in a third of the bytes: notebooks stay light.
        # Packing them a tenth tighter takes a sixth of the time; what is graded isn't kept long.
        options: dict[str, Any] = {} if grading_mode() else {"optimize": True}
        return _encoded(self._drawn(), Image.Quantize.MEDIANCUT, **options)

    @cached_property
    def quick_png(self) -> bytes:
        """The same drawing for a moment's look: in a sixth of the time, twice the bytes."""
        if not drawing():
            return b""
        from PIL import Image

        return _encoded(self._drawn(), Image.Quantize.FASTOCTREE, compress_level=1)

    def _drawn(self) -> Drawing:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        canvas: Any = self.figure.canvas  # matplotlib leaves its canvas untyped
        if not isinstance(canvas, FigureCanvasAgg):
            canvas = FigureCanvasAgg(self.figure)
        canvas.draw()
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")

    @property
    def width(self) -> int:
        """The width on the page, in CSS pixels; the PNG holds twice as many, for sharp screens."""
        return round(self.figure.get_figwidth() * PIXELS_PER_INCH)

    def _repr_html_(self) -> str:
        if not drawing():
            return f"<p>A picture, not drawn here: {escape(self.alt)}</p>"
        source = f"data:image/png;base64,{b64encode(self.png).decode()}"
        return f'<img alt="{escape(self.alt)}" width="{self.width}" src="{source}">'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        if not drawing():
            return {"text/html": self._repr_html_(), "text/plain": self.alt}, {}
        # JupyterLab's renderer of image/png sets no alt attribute. The one of text/html, which it
        # prefers, keeps ours, also in a notebook it doesn't trust. nbconvert reads the metadata.
        data = {
            "text/html": self._repr_html_(),
            "image/png": b64encode(self.png).decode(),
            "text/plain": self.alt,
        }
        return data, {"image/png": {"alt": self.alt, "width": self.width}}

    def __repr__(self) -> str:
        return self.alt


def _encoded(drawn: Drawing, method: Quantize, **options: Any) -> bytes:
    from PIL import Image

    buffer = BytesIO()
    drawn.quantize(128, method, dither=Image.Dither.NONE).save(buffer, "png", **options)
    return buffer.getvalue()
