"""Whole messages between a grader and its kernel, through one socket that keeps packets apart.

A message too long for a packet goes in several: each begins with a byte that says whether it is the
first, and whether more follow. So a message that breaks off, as where its sender is interrupted,
spoils no other; and rubbish, which a learner's code can write, at most one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

PART = 64_000  # bytes of a packet; Linux takes about 200,000
WHOLE, FIRST, MORE, LAST = b".", b"(", b"+", b")"


class TooLong(Exception):
    """A message has no end in sight."""


class Channel:
    """One end. ``most`` is the length of the longest message that is received."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self.connection, self._most = connection, most
        self._one_at_a_time = threading.Lock()
        self._parts: list[bytes] = []
        self._length = 0

    def send(self, message: bytes) -> None:
        """Send it whole. Raises ``OSError`` if the other end has gone or doesn't read."""
        with self._one_at_a_time:
            for packet in _packets(message):
                self.connection.send(packet)

    def receive(self) -> tuple[int, bytes | None]:
        """Read one packet: its length, and the message that it completes, if it does.

        The length is 0 where the other end has gone, and for an empty packet. Raises ``TooLong``.
        """
        packet = self.connection.recv(PART + 1)
        kind = packet[:1]
        if kind in (WHOLE, FIRST):
            self._parts, self._length = [], 0
        self._parts.append(packet[1:])
        self._length += len(packet)
        if self._length > self._most:
            raise TooLong
        if kind in (FIRST, MORE):
            return len(packet), None
        message, self._parts, self._length = b"".join(self._parts), [], 0
        return len(packet), message


def _packets(message: bytes) -> Iterator[bytes]:
    end = max(len(message), 1)
    for at in range(0, end, PART):
        more = at + PART < end
        kind = (FIRST if more else WHOLE) if at == 0 else (MORE if more else LAST)
        yield kind + message[at : at + PART]
