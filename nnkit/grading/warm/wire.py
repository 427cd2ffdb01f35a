"""What grader, parent and supervisor say to each other: one JSON object a packet."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

LARGEST = 1 << 17  # of a packet; Linux takes about 200 kB
MOST_DESCRIPTORS = 3
START_SECONDS = 60.0
TOO_SLOW = (
    f"The kernel did not start within {START_SECONDS:g} seconds. The machine may be overloaded: "
    "use fewer jobs at a time."
)
PIPED = "--piped"  # the argument of a parent whose kernels are the grader's own

Message = dict[str, Any]


class WarmError(RuntimeError):
    """No warm kernel is to be had; says why and what to do."""


@dataclass(frozen=True)
class Request:
    """The kernel that is asked for."""

    argv: list[str]  # as its sys.argv, without the name of the program
    cwd: str
    env: dict[str, str]
    sockets: str = ""  # the folder of its connection file and its sockets
    piped: bool = False  # it is to speak through the one descriptor that comes along


def connect(address: str) -> socket.socket:
    """A connection to the parent. Raises ``WarmError`` where there is none."""
    connection = packets()
    try:
        connection.connect(address)
    except OSError as error:
        connection.close()
        raise gone(address, error) from error
    return connection


def gone(address: str, error: OSError) -> WarmError:
    """What is to be said when the parent isn't there."""
    return WarmError(
        f"The process that starts warm kernels doesn't answer at {address} ({error.strerror}). "
        "It has ended: run your command again."
    )


def packets() -> socket.socket:
    """A Unix socket that keeps packets apart and in order."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(connection: socket.socket, message: Message, descriptors: Sequence[int] = ()) -> None:
    """Send one packet. Raises ``WarmError`` for one that is too large, ``OSError`` if cut off."""
    packet = json.dumps(message).encode()
    if len(packet) > LARGEST:
        raise WarmError(
            f"A kernel's environment and arguments may have {LARGEST:,} bytes; "
            f"these have {len(packet):,}. Start the command with a smaller environment."
        )
    socket.send_fds(connection, [packet], descriptors)


def receive(connection: socket.socket) -> tuple[Message | None, list[int]]:
    """The next packet and its descriptors; None when the other side is gone."""
    try:
        packet, descriptors, _, _ = socket.recv_fds(connection, LARGEST, MOST_DESCRIPTORS)
    except ConnectionError:
        return None, []
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    return (json.loads(packet) if packet else None), descriptors


def as_message(request: Request) -> Message:
    """The request as JSON knows it."""
    return asdict(request)
