"""What importing costs beyond NumPy: the median of fresh processes, NumPy's and ours in turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

ROUNDS = 9
GOAL = "goal: at most 50 ms more than NumPy"
CODE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def milliseconds(modules: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(modules)], capture_output=True, text=True, check=True
    )
    return 1000 * float(done.stdout)


def rows() -> Iterator[tuple[str, float, str, str]]:
    modules = ("numpy", "numpy, nnkit", "numpy, nnkit.nn", "numpy, nnkit.check")
    times: dict[str, list[float]] = {name: [] for name in modules}
    for _ in range(ROUNDS):
        for name in modules:
            times[name].append(milliseconds(name))
    numpy = median(times["numpy"])
    yield "import numpy", numpy, "ms", ""
    for name in modules[1:]:
        note = GOAL if name == "numpy, nnkit" else ""
        yield f"import {name}, beyond NumPy", median(times[name]) - numpy, "ms", note
