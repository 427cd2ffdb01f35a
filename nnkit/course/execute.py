"""Runs a lesson's notebook in this Python, and keeps those outputs that are the same anywhere."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nnkit.course.catalogue import Lesson
from nnkit.course.notebook import metadata
from nnkit.course.source import Cell, Problem, SourceError

SECONDS_PER_CELL = 600
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{8,16}\b")
_KERNEL_FILE = re.compile(r"ipykernel_\d+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def execute(notebook: Any, folder: Path, lesson: Lesson, cells: Sequence[Cell]) -> None:
    """Run ``notebook`` (made from ``cells``) in ``folder``, and put the clean outputs into it.

    Raises ``SourceError`` for a cell that raises, or whose output depends on the machine.
    """
    _run(notebook, folder, lesson, cells)
    notebook.metadata = metadata()  # the client adds the version of this Python
    for cell in notebook.cells:
        _clean(cell)
    elsewhere = _machine_paths(lesson.root, folder)
    problems = [
        Problem(source.line, sentence)
        for cell, source in zip(notebook.cells, cells, strict=True)
        for sentence in _machine_dependence(cell, elsewhere)
    ]
    if problems:
        raise SourceError(lesson, problems)


def _run(notebook: Any, folder: Path, lesson: Lesson, cells: Sequence[Cell]) -> None:
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    with tempfile.TemporaryDirectory() as profile:
        try:
            _client(notebook, folder).execute(env=_environment(profile), cleanup_kc=True)
        except (CellControlSignal, DeadKernelError) as error:
            raise SourceError(lesson, [_failure(notebook, cells, error)]) from None


def _client(notebook: Any, folder: Path) -> Any:
    """A client whose kernel is ``sys.executable``, whatever kernels are installed elsewhere."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from zmq import has

    here = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=here,
        transport_encryption="auto" if has("curve") else "disabled",
    )
    return NotebookClient(
        notebook,
        km=manager,
        resources={"metadata": {"path": str(folder)}},
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )


def _environment(profile: str) -> dict[str, str]:
    """The environment without what a person's own set-up could change in the outputs."""
    # CI: nobody watches, so no progress bar gets into the outputs.
    environment = dict(os.environ, PYTHONHASHSEED="0", IPYTHONDIR=profile, CI="true")
    environment["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    for name in ("MPLBACKEND", "NBGRADER_EXECUTION"):
        environment.pop(name, None)
    return environment


def _failure(notebook: Any, cells: Sequence[Cell], error: Exception) -> Problem:
    """Where lesson.md the run stopped, and why."""
    ran = [n for n, cell in enumerate(notebook.cells) if cell.get("execution_count")]
    raised = [n for n, cell in enumerate(notebook.cells) if _error_of(cell)]
    at = raised[-1] if raised else _unfinished(notebook, ran)
    output = _error_of(notebook.cells[at])
    if output is None:
        cause = str(error).strip().splitlines()[0]
        return Problem(cells[at].line, f"The kernel gave up in this cell: {cause}")
    said = f"{output.ename}: {output.evalue}".splitlines()[0]
    return Problem(
        cells[at].line + _line_within(output, notebook.cells[at].execution_count) - 1,
        f"This raises {said}. Correct it, or give the cell the tag raises-exception.",
    )


def _unfinished(notebook: Any, ran: Sequence[int]) -> int:
    after = ran[-1] + 1 if ran else 0
    code = (n for n in range(after, len(notebook.cells)) if notebook.cells[n].cell_type == "code")
    return next(code, len(notebook.cells) - 1)


def _error_of(cell: Any) -> Any:
    if "raises-exception" in cell.metadata.get("tags", []):
        return None
    errors = (output for output in cell.get("outputs", []) if output.output_type == "error")
    return next(errors, None)


def _line_within(error: Any, count: int) -> int:
    """The line of the cell itself that the traceback names last."""
    text = _COLOUR.sub("", "\n".join(error.traceback))
    found = re.findall(rf"Cell In\[{count}\], line (\d+)", text)
    return int(found[-1]) if found else 1


def _clean(cell: Any) -> None:
    """Drop times, and widget views for the other representations beside them."""
    cell.metadata.pop("execution", None)
    if cell.cell_type != "code":
        return
    for output in cell.outputs:
        if "data" in output:
            output.data.pop(_WIDGET_VIEW, None)
    cell.outputs = [each for each in cell.outputs if each.get("data", True)]


def _machine_paths(root: Path, folder: Path) -> dict[str, str]:
    """Texts that only this machine would print, and what they are."""
    paths = {
        f"{Path.home()}{os.sep}": "a path of your home folder",
        sys.prefix: "a path of your Python environment",
        str(root): "a path of your copy of the course",
        str(folder): "the path of a temporary folder",
        str(folder.resolve()): "the path of a temporary folder",
    }
    return {text: what for text, what in paths.items() if len(text) > 2}


def _machine_dependence(cell: Any, elsewhere: dict[str, str]) -> Iterator[str]:
    text = "\n".join(_texts(cell))
    seen = [what for path, what in elsewhere.items() if path in text]
    for pattern, what in ((_ADDRESS, "a memory address"), (_KERNEL_FILE, "a temporary file")):
        if found := pattern.search(text):
            seen.append(f"{what} ({found.group()})")
    if seen:
        yield (
            f"The output of this cell contains {seen[-1]}, which differs on every machine. "
            "Show something else, or give the object a stable repr."
        )


def _texts(cell: Any) -> Iterator[str]:
    """All text that the cell's outputs show; pictures are no text."""
    for output in cell.get("outputs", []):
        yield output.get("text", "")
        yield from output.get("traceback", [])
        for kind, data in output.get("data", {}).items():
            if not kind.startswith("image/") or kind == "image/svg+xml":
                yield str(data)
