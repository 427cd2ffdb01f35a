"""A warm kernel as its grader has it: the part of ``subprocess.Popen`` that Jupyter uses."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
from collections.abc import Mapping, Sequence
from typing import IO

from nnkit.grading.sandbox import Ending
from nnkit.grading.warm.ending import LOST, clause
from nnkit.grading.warm.wire import Message, WarmError, receive, send


class WarmProcess:
    """Holds the connection to the kernel's supervisor; closing it ends the kernel."""

    stdin: IO[bytes] | None = None

    def __init__(
        self,
        connection: socket.socket,
        pid: int,
        pidfd: int,
        pipes: Mapping[str, IO[bytes]] | None = None,
    ) -> None:
        self.pid = pid
        self.stdout, self.stderr = ((pipes or {}).get(name) for name in ("stdout", "stderr"))
        self.ending: Ending | None = None
        self._connection = connection
        self._pidfd = pidfd

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return None if self.ending is None else self.ending.code

    def poll(self) -> int | None:
        """The return code if the kernel has ended, with all that it had started."""
        if self.ending is None and select.select([self._connection], [], [], 0)[0]:
            self._hear()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The return code. Raises ``TimeoutError`` if the kernel still runs after ``timeout``."""
        if self.ending is None and not select.select([self._connection], [], [], timeout)[0]:
            raise TimeoutError(f"The kernel {self.pid} still runs.")
        code = self.poll()
        assert code is not None
        return code

    async def ended(self, timeout: float) -> bool:
        """Whether the kernel ends within ``timeout`` seconds."""
        if self.ending is None and await readable(self._connection, timeout):
            self.poll()
        return self.ending is not None

    def send_signal(self, number: int) -> None:
        """To the kernel and what it has started. SIGKILL needs nobody's help."""
        if self.poll() is not None:
            return
        with contextlib.suppress(OSError):  # ending just now
            if number == signal.SIGKILL:
                signal.pidfd_send_signal(self._pidfd, number)
            else:
                send(self._connection, {"signal": number})

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Hang up, if it has not ended: then its supervisor ends it, and nothing is heard of it."""
        if self.ending is None:
            self._over(LOST)

    def _hear(self) -> None:
        message, _ = receive(self._connection)
        self._over(LOST if message is None else Ending(**message))

    def _over(self, ending: Ending) -> None:
        self.ending = ending
        self._connection.close()
        os.close(self._pidfd)


def started(
    connection: socket.socket,
    answer: Message,
    descriptors: Sequence[int],
    pipes: Mapping[str, IO[bytes]] | None = None,
) -> WarmProcess:
    """The process, after the supervisor's answer. Raises ``WarmError`` if there is none."""
    if "failed" in answer:
        raise WarmError(f"The kernel could not start: {answer['failed']}")
    if "pid" not in answer:
        raise WarmError(f"The kernel ended before it was ready: {clause(Ending(**answer))}.")
    return WarmProcess(connection, answer["pid"], descriptors[0], pipes)


def _settle(found: asyncio.Future[None]) -> None:
    if not found.done():
        found.set_result(None)


async def readable(connection: socket.socket, timeout: float | None = None) -> bool:
    """Whether something can be read, or the other side has gone, within ``timeout`` seconds."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[None] = loop.create_future()
    loop.add_reader(connection, _settle, found)
    try:
        await asyncio.wait_for(found, timeout)
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(connection)
    return True
