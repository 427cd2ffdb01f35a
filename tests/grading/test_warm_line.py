"""What a kernel does at its end of the line, and what the grader makes of it."""

from __future__ import annotations

import json
import os
import socket

import pytest

from nnkit.grading.line import Flooded, Gone, Said
from nnkit.grading.warm.channel import Channel
from nnkit.grading.warm.process import WarmProcess
from nnkit.grading.warm_line import PACKET, WarmLine

MOST = 100_000


@pytest.fixture
def ends():
    """The line, the kernel's end of it, and the supervisor's end of the process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection, supervisor = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = WarmProcess(connection, os.getpid(), os.open(os.devnull, os.O_RDONLY))
    with ours, theirs, supervisor:
        yield WarmLine(Channel(ours, MOST), process), theirs, supervisor
        process.close()


def heard(line: WarmLine) -> list[Said]:
    return list(line.hear(0.01))


def test_what_is_asked_arrives_with_the_cells_that_were_skipped(ends):
    line, theirs, _ = ends
    line.skip()
    asked = line.ask("x", {"it": "y"})
    _, message = Channel(theirs, MOST).receive()
    request = {"id": asked, "code": "x", "expressions": {"it": "y"}, "skip": 1}
    assert json.loads(message) == request
    assert line.ask("x", {}) != asked


def test_what_is_said_is_heard_one_after_the_other(ends):
    line, theirs, _ = ends
    theirs.send(b'.{"to": "1", "type": "stream", "content": {}}')
    theirs.send(b'.{"to": [], "type": 2, "content": null}')
    assert heard(line) + heard(line) == [Said("1", "stream", {}), Said([], 2, None)]


@pytest.mark.parametrize(
    "packet", [b"", b".", b".{}", b".[", b"." + b"[" * 60_000, b".\xff", b"." + b"1" * 60_000]
)
def test_rubbish_is_counted_and_not_heard(ends, packet):
    line, theirs, _ = ends
    theirs.send(packet)
    assert heard(line) == []
    assert line.received == len(packet) + PACKET


@pytest.mark.parametrize("how", [socket.SHUT_WR, socket.SHUT_RDWR])
def test_who_says_that_nothing_more_will_come_is_gone(ends, how):
    line, theirs, _ = ends
    theirs.send(b'.{"to": "1", "type": "stream", "content": {}}')
    theirs.shutdown(how)
    assert len(heard(line)) == 1
    with pytest.raises(Gone):
        heard(line)


def test_who_does_not_listen_is_gone(ends):
    line, theirs, _ = ends
    theirs.shutdown(socket.SHUT_RD)
    with pytest.raises(Gone):
        line.ask("x", {})


def test_a_message_without_end_is_a_flood(ends):
    line, theirs, _ = ends
    for _ in range(2):
        theirs.send(b"+" + bytes(MOST // 2))
    assert heard(line) == []
    with pytest.raises(Flooded):
        heard(line)


def test_descriptors_that_come_along_are_dropped(ends):
    line, theirs, _ = ends
    before = os.listdir("/proc/self/fd")
    socket.send_fds(theirs, [b"."], [theirs.fileno()] * 20)
    assert heard(line) == []
    assert os.listdir("/proc/self/fd") == before


def test_how_it_ended_is_known_from_its_supervisor_alone(ends):
    line, theirs, supervisor = ends
    theirs.send(b'.{"code": 0, "reason": "out of memory"}')
    assert heard(line) == []
    supervisor.send(b'{"reason": "timed out", "code": -9, "peak": 1, "seconds": 2}')
    ending = line.ending()
    assert (ending.code, ending.reason) == (-9, "timed out")


def test_a_process_that_was_closed_keeps_nothing_open():
    before = os.listdir("/proc/self/fd")
    connection, supervisor = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = WarmProcess(connection, os.getpid(), os.open(os.devnull, os.O_RDONLY))
    supervisor.close()
    process.close()
    process.close()
    assert process.poll() is not None
    assert os.listdir("/proc/self/fd") == before
