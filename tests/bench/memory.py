"""Runs a command and watches how much memory it and all its children use."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PAUSE = 0.1  # seconds between two looks; a look costs some milliseconds
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Ran:
    """A command that has ended. ``megabytes`` is its peak with all its children: pages that they
    share, as forked kernels do, count once."""

    code: int
    seconds: float
    megabytes: float
    said: str


def watched(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Ran:
    """Run it to its end."""
    start, peak = perf_counter(), 0.0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        while True:
            try:
                code = process.wait(PAUSE)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, sum(_bytes(each) for each in _family(process.pid)))
        seconds = perf_counter() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    return Ran(code, seconds, peak / 1e6, text)


def _family(root: int) -> Iterator[int]:
    """A process and all that come from it."""
    children = defaultdict(list)
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        children[int(fields[1])].append(int(name))
    todo = [root]
    while todo:
        yield (one := todo.pop())
        todo += children[one]


def _bytes(process: int) -> float:
    """Its share of memory; all of what it can reach where the system doesn't tell its share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(1024 * float(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        pass
    try:
        return PAGE * int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
