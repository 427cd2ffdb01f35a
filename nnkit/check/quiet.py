"""What a learner's function prints, logs, warns or asks during a check stays in here."""

from __future__ import annotations

import builtins
import contextlib
import io
import logging
import warnings
from collections.abc import Iterator

import numpy as np

MOST_PRINTED = 2_000  # characters of a learner's prints that are kept


class _Printed(io.StringIO):
    """Keeps the first characters and drops a flood."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)

    def close(self) -> None:
        """A learner's ``sys.stdout.close()`` loses nothing."""


@contextlib.contextmanager
def quiet() -> Iterator[tuple[io.StringIO, list[warnings.WarningMessage]]]:
    """Catch prints, log lines and warnings: nbgrader scores any text on stderr as 0."""
    printed, level = _Printed(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            warnings.catch_warnings(record=True) as caught,
            np.errstate(all="warn", under="ignore"),  # as NumPy has it
            no_questions(),
        ):
            warnings.simplefilter("always")
            yield printed, caught
    finally:
        logging.disable(level)


@contextlib.contextmanager
def no_questions() -> Iterator[None]:
    """``input()`` would wait for someone to type, in the middle of a check."""

    def refuse(*_prompt: object) -> str:
        raise RuntimeError("input() can't ask here. What you need arrives as a parameter.")

    before, builtins.input = builtins.input, refuse
    try:
        yield
    finally:
        builtins.input = before
