"""Asks the warm parent for a kernel of the grader's own."""

from __future__ import annotations

import select
import socket
from collections.abc import Mapping
from typing import Any

from nnkit.grading.warm.environment import for_kernel
from nnkit.grading.warm.process import WarmProcess, started
from nnkit.grading.warm.starting import NOT_STARTED
from nnkit.grading.warm.wire import (
    START_SECONDS,
    TOO_SLOW,
    Request,
    WarmError,
    as_message,
    connect,
    receive,
    send,
)


def start_kernel(
    address: str, cwd: str, environment: Mapping[str, str]
) -> tuple[socket.socket, WarmProcess]:
    """The grader's end of the socket that the kernel listens to, and its process.

    Raises ``WarmError`` if there is none to be had.
    """
    connection = connect(address)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        with theirs:
            sandboxed = bool(_next(connection)[0]["sandbox"])
            request = Request([], cwd, for_kernel(environment, sandboxed), piped=True)
            send(connection, as_message(request), [theirs.fileno()])
        return ours, started(connection, *_next(connection))
    except BaseException:
        connection.close()
        ours.close()
        raise


def _next(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    if not select.select([connection], [], [], START_SECONDS)[0]:
        raise WarmError(TOO_SLOW)
    message, descriptors = receive(connection)
    if message is None:
        raise WarmError(NOT_STARTED)
    return message, descriptors
