"""The warm parent: imports once, then forks a supervisor for every connection.

Started by ``start_parent``: descriptor 0 is the lifeline, whose first line is the policy; the
listening socket is inherited. With ``PIPED`` among its arguments it makes a kernel for the grader
beforehand, and all its forks are that. It has one thread, reads nothing from anybody but its
starter, and ends when the lifeline does.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from typing import NoReturn

from nnkit.grading.sandbox import Policy
from nnkit.grading.warm.supervisor import supervise
from nnkit.grading.warm.warming import warm
from nnkit.grading.warm.wire import PIPED

LIFELINE = 0
PAUSE = 0.05  # seconds, when the machine has no process or descriptor left


def main(listening: int, piped: bool) -> None:
    """Serve until the starter is gone."""
    policy = _read_policy()
    listener = socket.socket(fileno=listening)
    warm(f"{os.path.dirname(listener.getsockname())}/profile" if piped else "")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    _serve(listener, policy)
    _clear_up(listener)


def _read_policy() -> Policy | None:
    line = b""
    while not line.endswith(b"\n"):
        read = os.read(LIFELINE, 1 << 16)
        if not read:
            sys.exit(0)
        line += read
    data = json.loads(line)
    if data is None:
        return None
    return Policy.from_dict(data)


def _serve(listener: socket.socket, policy: Policy | None) -> None:
    pulse, end_of_pulse = os.pipe()  # only this process holds its end: it closes when this ends
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(LIFELINE, select.POLLIN)
    while LIFELINE not in dict(poll.poll()):
        try:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                os.close(end_of_pulse)
                _supervise_and_exit(connection, pulse, policy)
            connection.close()
        except OSError:
            time.sleep(PAUSE)
    os.close(end_of_pulse)


def _clear_up(listener: socket.socket) -> None:
    """Wait for the supervisors, which end their kernels; then nobody needs the folder."""
    folder = os.path.dirname(listener.getsockname())
    with contextlib.suppress(ChildProcessError):
        os.wait()  # for all of them, where SIGCHLD is ignored
    shutil.rmtree(folder, ignore_errors=True)


def _supervise_and_exit(connection: socket.socket, pulse: int, policy: Policy | None) -> NoReturn:
    status = 1
    try:
        supervise(connection, pulse, policy)
        status = 0
    except BaseException:  # whatever it is, this process must not serve
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), PIPED in sys.argv)
