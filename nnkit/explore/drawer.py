"""Draws the newest state, and only that, however fast the moves come."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread

LINGER = 10.0  # seconds


class Drawer:
    """Calls ``draw`` on a thread of its own, until it has drawn what came last.

    A request during a drawing asks for one more drawing, and so do fifty requests: nothing is ever
    queued. The thread lingers for the next request, since every new one that sends to the page
    costs the kernel a socket.
    """

    def __init__(self, draw: Callable[[], None]) -> None:
        self._draw = draw
        self._wanted = self._busy = False
        self._thread: Thread | None = None
        self._changed = Condition()

    def request(self, *_change: object) -> None:
        """Draw soon; returns at once."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()
            if self._thread is None:
                self._thread = Thread(target=self._run, name="explorer", daemon=True)
                self._thread.start()

    def wait(self, seconds: float = 10) -> bool:
        """Wait until everything is drawn; False if that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._wanted or self._busy), seconds)

    def _run(self) -> None:
        try:
            while self._next():
                self._draw()
        finally:  # also after an error, so that the next request gets a new thread
            with self._changed:
                self._thread, self._busy = None, False
                self._changed.notify_all()

    def _next(self) -> bool:
        """Waits for a request; False if none came for a while."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            self._busy = self._changed.wait_for(lambda: self._wanted, LINGER)
            self._wanted = False
            return self._busy
