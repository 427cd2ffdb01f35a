"""Whole messages between a grader and its kernel, through one socket that keeps packets apart.

A message too long for a packet goes in several: each begins with a byte that says whether more
follow. So rubbish in between, which a learner's code can write, spoils at most one message.
"""

from __future__ import annotations

import socket
import threading

PART = 64_000  # bytes of a packet; Linux takes about 200,000
MORE, LAST = b"+", b"."


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
            last = max(0, len(message) - 1) // PART * PART
            for start in range(0, last, PART):
                self.connection.send(MORE + message[start : start + PART])
            self.connection.send(LAST + message[last:])

    def receive(self) -> tuple[int, bytes | None]:
        """Read one packet: its length, and the message that it completes, if it does.

        The length is 0 where the other end has gone, and for an empty packet. Raises ``TooLong``.
        """
        packet = self.connection.recv(PART + 1)
        self._parts.append(packet[1:])
        self._length += len(packet)
        if self._length > self._most:
            raise TooLong
        if packet[:1] == MORE:
            return len(packet), None
        message, self._parts, self._length = b"".join(self._parts), [], 0
        return len(packet), message
