"""What every kernel needs, done once: imports, a first drawing, a first traceback."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
from pathlib import Path
from pkgutil import iter_modules

from nnkit.grading.rehearsal import rehearse_named

INLINE = "module://matplotlib_inline.backend_inline"

# Libraries that would start threads, and threads don't survive a fork.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

MODULES = (
    "numpy.random",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.pylabtools",
    "tornado.platform.asyncio",
    "sqlite3",
    "pdb",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.config",
    "ipywidgets",
    "anywidget",
    "nnkit.nn",
    "nnkit.figures",
    "nnkit.exercises",
    "nnkit.check",
    "nnkit.quiz",
    "nnkit.quiz.markup",
    "nnkit.explore",
    "nnkit.data",
    "nnkit.builder.widget",
    "nnkit.grading.inside",
    "markdown_it",
    "latex2mathml.converter",
)


def warm(profile: str = "") -> None:
    """Import, draw, and freeze; with a folder for its ``profile`` make the grader's kernel, too.

    Raises ``RuntimeError`` if that left a thread or a descriptor.
    """
    # ipykernel reads this at import: 1 is a parent that needs no watching.
    os.environ |= ONE_THREAD | {"MPLBACKEND": INLINE, "JPY_PARENT_PID": "1"}
    before = open_descriptors()
    from nnkit.exercises import all_exercises  # they load when the first is asked for

    for name in MODULES:
        importlib.import_module(name)
    all_exercises()
    for found in iter_modules(importlib.import_module("nnkit.explore").__path__):
        importlib.import_module(f"nnkit.explore.{found.name}")
    _draw()
    _format_a_traceback()
    rehearse_named()
    _forget_the_inline_backend()
    if profile:
        importlib.import_module("nnkit.grading.warm.piped").prepare(profile)
    gc.collect()
    _assert_alone(before)
    gc.freeze()


def _draw() -> None:
    """The first figure finds the fonts and builds the parser of formulas."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    axes = figure.subplots()
    axes.plot([0, 1], label="$x^2$")
    axes.set_title("warm")
    axes.legend()
    FigureCanvasAgg(figure)
    figure.savefig(io.BytesIO(), format="png")
    _close_fonts()


def _close_fonts() -> None:
    """All kernels would read the same open file, and move each other's place in it."""
    from matplotlib import font_manager, mathtext

    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]
    mathtext.MathTextParser._parse_cached.cache_clear()  # type: ignore[attr-defined]


def _format_a_traceback() -> None:
    from IPython.core.ultratb import AutoFormattedTB

    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        AutoFormattedTB(mode="Context").structured_traceback(*sys.exc_info())


def _forget_the_inline_backend() -> None:
    """Its import hooks into the shell, which exists in the kernel only: it is imported there."""
    import matplotlib_inline

    sys.modules.pop("matplotlib_inline.backend_inline", None)
    with contextlib.suppress(AttributeError):
        del matplotlib_inline.backend_inline


def _assert_alone(before: set[int]) -> None:
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(f"Warming up left {threads - 1} threads running; a fork needs none.")
    left = open_descriptors() - before
    if left:
        names = ", ".join(os.readlink(f"/proc/self/fd/{number}") for number in left)
        raise RuntimeError(f"Warming up left open what kernels would inherit: {names}.")


def open_descriptors() -> set[int]:
    """The numbers of this process's open descriptors."""
    numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    return {number for number in numbers if Path(f"/proc/self/fd/{number}").exists()}
