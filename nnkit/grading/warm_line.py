"""The line to a warm kernel: one socket, in which everything comes in order."""

from __future__ import annotations

import json
import select
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from nnkit.grading.limits import Limits
from nnkit.grading.line import Flooded, Gone, NoKernel, Said
from nnkit.grading.sandbox import Ending
from nnkit.grading.warm.asking import start_kernel
from nnkit.grading.warm.channel import Channel, TooLong
from nnkit.grading.warm.process import WarmProcess

PACKET = 64  # bytes that a packet counts for besides its content: empty ones are no way out
HUNG_UP = select.POLLHUP | getattr(select, "POLLRDHUP", 0)  # or will say nothing more
LAST_WORDS = 1.0  # seconds for the word how a kernel ended that has hung up


@contextmanager
def warm_line(
    address: str, folder: Path, environment: Mapping[str, str], limits: Limits
) -> Iterator[WarmLine]:
    """The line to a new kernel in ``folder``; the kernel ends with it. Raises ``NoKernel``."""
    try:
        connection, process = start_kernel(address, str(folder), environment)
    except (OSError, RuntimeError) as error:
        raise NoKernel(f"A kernel for grading could not be started. {error}") from error
    connection.settimeout(limits.cell)  # for a kernel that doesn't read what it is sent
    line = WarmLine(Channel(connection, limits.message), process)
    with connection:
        try:
            yield line
        finally:
            line.kill()
            process.close()


class WarmLine:
    """See ``Line``."""

    def __init__(self, channel: Channel, process: WarmProcess) -> None:
        self.channel, self.process = channel, process
        self.received = 0
        self._numbers, self._skipped = count(1), 0
        self._poll = select.poll()
        self._poll.register(channel.connection, select.POLLIN | HUNG_UP)

    def ask(self, code: str, expressions: dict[str, str]) -> str:
        asked = str(next(self._numbers))
        request = {"id": asked, "code": code, "expressions": expressions, "skip": self._skipped}
        self._skipped = 0
        try:
            self.channel.send(json.dumps(request).encode())
        except OSError:  # a timeout, too
            raise Gone from None
        return asked

    def skip(self) -> None:
        self._skipped += 1

    def hear(self, seconds: float) -> Iterator[Said]:
        for _, events in self._poll.poll(1000 * seconds):
            try:
                length, message = self.channel.receive()
            except TooLong:
                raise Flooded from None
            except OSError:
                raise Gone from None
            if not length and events & HUNG_UP:
                raise Gone
            self.received += length + PACKET
            if message is not None and (said := _said(message)):
                yield said

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        self.process.kill()
        with suppress(TimeoutError):
            self.process.wait(LAST_WORDS)

    def ending(self) -> Ending | None:
        with suppress(TimeoutError):
            self.process.wait(LAST_WORDS)
        return self.process.ending


def _said(message: bytes) -> Said | None:
    try:
        told: Any = json.loads(message.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    known = isinstance(told, dict) and told.keys() >= {"to", "type", "content"}
    return Said(told["to"], told["type"], told["content"]) if known else None
