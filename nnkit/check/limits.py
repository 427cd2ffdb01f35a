"""Stops a call that takes too long, on the main thread."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 5.0
AGAIN = 0.2  # a bare ``except:`` may swallow the first stop; the next one follows


class TimeUp(BaseException):
    """Not an ``Exception``, so that a learner's ``except Exception`` lets it through."""


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raise ``TimeUp`` in the block after ``seconds``.

    Python can be stopped between two of its instructions only: a single long call into C finishes
    first. Off the main thread there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with _by_signal(seconds):
            yield
    else:
        with _by_interrupt(seconds):
            yield


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    fired = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        fired.set()
        raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    if fired.is_set():  # swallowed by a bare ``except:``
        raise TimeUp


@contextmanager
def _by_interrupt(seconds: float) -> Iterator[None]:
    """For Windows, which has no SIGALRM: a timer thread interrupts the main one."""
    fired = threading.Event()

    def stop() -> None:
        fired.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if fired.is_set():
            raise TimeUp from None
        raise
    finally:
        timer.cancel()
