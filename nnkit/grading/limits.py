"""How much of everything one submission may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock, bytes and numbers of outputs.

    ``traffic`` counts every byte that the kernel sends, kept or not; ``cell_bytes`` and
    ``notebook_bytes`` are what is kept of it, and ``nesting`` is how many parts within parts an
    output may have. ``worker`` is the memory of the process that listens: a message takes many
    times its bytes when it is taken apart.
    """

    cell: float = 30
    submission: float = 60
    grace: float = 2  # after an interrupt, before the kernel is killed
    start: float = 60
    message: int = 8_000_000
    traffic: int = 64_000_000
    cell_outputs: int = 200
    cell_bytes: int = 4_000_000
    notebook_bytes: int = 16_000_000
    nesting: int = 30
    worker: int = 2_000_000_000


USUAL = Limits()
