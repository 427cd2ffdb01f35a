"""Whole messages through a socket, whatever else is written to it."""

from __future__ import annotations

import socket
import threading

import pytest

from nnkit.grading.warm.channel import PART, Channel, TooLong


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield Channel(ours, 1_000_000), Channel(theirs, 1_000_000)


def next_message(channel: Channel) -> bytes:
    while True:
        _, message = channel.receive()
        if message is not None:
            return message


@pytest.mark.parametrize("length", [0, 1, PART - 1, PART, PART + 1, 10 * PART])
def test_a_message_arrives_as_it_was(ends, length):
    ours, theirs = ends
    message = bytes(number % 251 for number in range(length))
    thread = threading.Thread(target=theirs.send, args=[message])
    thread.start()
    assert next_message(ours) == message
    thread.join()


def test_rubbish_spoils_one_message_at_most(ends):
    ours, theirs = ends
    for packet in (b"+half", b"", b"x", b".done"):
        theirs.connection.send(packet)
    theirs.send(b"whole")
    assert [next_message(ours) for _ in range(4)][-1] == b"whole"


class Interrupted:
    """A socket whose third packet is cut off by Ctrl+C."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.sent = connection, 0

    def send(self, packet: bytes) -> None:
        self.sent += 1
        if self.sent == 3:
            raise KeyboardInterrupt
        self.connection.send(packet)


@pytest.mark.parametrize("length", [1, 2 * PART])
def test_a_message_that_breaks_off_spoils_no_other(ends, length):
    ours, theirs = ends
    theirs.connection = Interrupted(theirs.connection)
    with pytest.raises(KeyboardInterrupt):
        theirs.send(bytes(4 * PART))
    theirs.send(b"x" * length)
    assert next_message(ours) == b"x" * length


def test_a_message_without_end_is_refused(ends):
    ours, theirs = ends
    for _ in range(1_000_000 // (PART + 1)):
        theirs.connection.send(b"+" + bytes(PART))
        assert ours.receive()[1] is None
    theirs.connection.send(b"+" + bytes(PART))
    with pytest.raises(TooLong):
        ours.receive()


def test_the_end_has_no_length(ends):
    ours, theirs = ends
    theirs.connection.close()
    assert ours.receive()[0] == 0
