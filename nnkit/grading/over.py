"""A kernel that had to end before its notebook did, and the reason in words for the learner."""

from __future__ import annotations

from nnkit.grading.verdict import Ending, Stopped


class Over(Exception):
    """The kernel is gone, for the reason in ``stopped``."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.stopped = Stopped(outcome, reason)


def took_too_long(what: str, seconds: float) -> Over:
    return Over(
        Ending.TIMED_OUT,
        f"{what} was still running after {seconds:g} seconds and could not be interrupted, so the "
        "notebook was stopped. Is there a loop that never ends?",
    )


def notebook_took_too_long(what: str, seconds: float) -> Over:
    return Over(
        Ending.TIMED_OUT,
        f"The notebook as a whole may take {seconds:g} seconds, and {_small(what)} was running "
        "when they were over. Is there a loop that never ends, or a cell that takes long?",
    )


def too_much_output(what: str) -> Over:
    return Over(
        Ending.TOO_MUCH_OUTPUT,
        f"{what} sent far more output than anybody can read, so the notebook was stopped. Is "
        "there a print in a long loop?",
    )


def out_of_memory(what: str) -> Over:
    return Over(
        Ending.OUT_OF_MEMORY,
        f"{what} used up all memory, and the notebook was stopped. Does a list grow in a loop, or "
        "is an array far larger than meant?",
    )


def crashed(what: str) -> Over:
    return Over(
        Ending.CRASHED,
        f"{what} made Python itself end (the kernel died), and the notebook with it. Does it call "
        "exit, or itself without end?",
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
