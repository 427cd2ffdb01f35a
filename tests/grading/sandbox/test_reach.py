"""Whom a kernel can reach: no network, no socket of another process."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nnkit.grading.sandbox import Policy
from tests.grading.sandbox.shut_in import shut_in

OPEN = Policy(without=frozenset({"network"}))
SECONDS = 1.0


@contextmanager
def listening(family: int, address: object) -> Iterator[socket.socket]:
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen()
        yield listener


def connecting(family: int, address: object) -> Callable[[], str]:
    def connect() -> str:
        with socket.socket(family, socket.SOCK_STREAM) as caller:
            caller.settimeout(SECONDS)
            caller.connect(address)
            return "connected"

    return connect


def test_no_listener_on_this_machine_is_reached(who):
    with listening(socket.AF_INET, ("127.0.0.1", 0)) as listener:
        connect = connecting(socket.AF_INET, listener.getsockname())
        assert "Network is unreachable" in shut_in(Policy(), connect, who).error
        assert shut_in(OPEN, connect, who).value == "connected"


def test_no_datagram_leaves(who):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(SECONDS)

        def send() -> int:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                return sender.sendto(b"answers", receiver.getsockname())

        assert "Network is unreachable" in shut_in(Policy(), send, who).error
        shut_in(OPEN, send, who)
        assert receiver.recv(20) == b"answers"


def test_no_abstract_socket_is_reached(who):
    name = f"\0nnkit-test-{id(who)}-{who}"
    with listening(socket.AF_UNIX, name):
        connect = connecting(socket.AF_UNIX, name)
        assert "ConnectionRefusedError" in shut_in(Policy(), connect, who).error
        assert shut_in(OPEN, connect, who).value == "connected"


def test_no_socket_in_a_folder_is_reached(who, at):
    path = at.root / "socket"
    with listening(socket.AF_UNIX, str(path)):
        path.chmod(0o777)
        connect = connecting(socket.AF_UNIX, str(path))
        assert "FileNotFoundError" in shut_in(Policy(), connect, who, at).error
        seen = Policy(without=frozenset({"hidden"}))
        assert shut_in(seen, connect, who, at).value == "connected"
