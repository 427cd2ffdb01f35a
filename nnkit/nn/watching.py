"""A progress bar where someone is watching, and silence where only a machine is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def someone_is_watching() -> bool:
    """True in a terminal or a notebook, but not while nbgrader or a CI service runs it."""
    if os.environ.get("NBGRADER_EXECUTION") or os.environ.get("CI"):
        return False
    return _in_a_notebook() or (sys.stderr is not None and sys.stderr.isatty())


@contextmanager
def progress_bar(epochs: int, show: bool | None = None) -> Iterator[Callable[[float], None]]:
    """A tqdm bar, as a function to be called with the loss after each epoch.

    `show` says whether; None leaves it to `someone_is_watching`. Without a bar nothing is written,
    and tqdm isn't even imported.
    """
    if not (someone_is_watching() if show is None else show):
        yield lambda loss: None
        return
    from tqdm.auto import tqdm

    with tqdm(total=epochs, unit="epoch") as bar:

        def advance(loss: float) -> None:
            bar.set_postfix_str(f"loss {loss:.4g}", refresh=False)
            bar.update()

        yield advance


def _in_a_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")
