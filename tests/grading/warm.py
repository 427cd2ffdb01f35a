"""Running a few cells in a warm kernel, or in a cold one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbclient
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_notebook

from nnkit.grading.sandbox import Ending
from nnkit.grading.warm import Parent
from nnkit.grading.warm.starting import PROVISIONER

TIMEOUT = 30
PATIENCE = 5.0


def client(parent: Parent | None, cells: list[str], folder: Path) -> nbclient.NotebookClient:
    """nbclient, unchanged; its kernels are cold without a parent."""
    made = nbclient.NotebookClient(
        new_notebook(cells=[new_code_cell(cell) for cell in cells]),
        kernel_manager_class=AsyncKernelManager,
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
        timeout=TIMEOUT,
    )
    made.create_kernel_manager()
    if parent is not None:
        warm = {"provisioner_name": PROVISIONER, "config": {"address": parent.address}}
        made.km.kernel_spec.metadata["kernel_provisioner"] = warm
    return made


def outputs(parent: Parent | None, cells: list[str], folder: Path) -> list[list[Any]]:
    """What each cell gives."""
    return [cell.outputs for cell in client(parent, cells, folder).execute().cells]


def printed(parent: Parent | None, code: str, folder: Path) -> str:
    """What one cell prints."""
    return "".join(output.get("text", "") for output in outputs(parent, [code], folder)[0])


@contextmanager
def running(parent: Parent, cells: list[str], folder: Path) -> Iterator[nbclient.NotebookClient]:
    """A client whose kernel runs, and is gone afterwards."""
    made = client(parent, cells, folder)
    with made.setup_kernel():
        yield made


def ending(manager: AsyncKernelManager) -> Ending | None:
    """How its last kernel ended; None if none has, or it still runs."""
    provisioner = manager.provisioner
    return getattr(provisioner.process, "ending", None) or provisioner.last_ending


def descendants(pid: int) -> list[int]:
    """A process's children, and theirs."""
    found = [pid]
    for member in found:
        path = Path(f"/proc/{member}/task/{member}/children")
        found += [int(word) for word in path.read_text().split()] if path.exists() else []
    return found[1:]


def left(parent: Parent) -> list[int]:
    """The processes below the parent that don't end soon by themselves."""
    end = time.monotonic() + PATIENCE
    while descendants(parent.process.pid) and time.monotonic() < end:
        time.sleep(0.02)
    return descendants(parent.process.pid)


def files(parent: Parent) -> list[str]:
    """What lies in the parent's folder beside its socket."""
    return sorted(set(os.listdir(os.path.dirname(parent.address))) - {"parent"})
