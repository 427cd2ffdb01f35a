"""A notebook's kernel for the grader: ipykernel's own, without Jupyter's sockets and threads.

What runs the cells is ipykernel and IPython, so the outputs are those of any kernel. But requests
come, and outputs go, through one socket, in order, as JSON; and the whole kernel is made before the
fork, so that a fork is ready at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.jsonutil import json_clean
from ipykernel.kernelapp import IPKernelApp
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session, json_packer
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets.config import Config

from nnkit.grading.warm.channel import Channel
from nnkit.grading.warm.process import readable

# What a notebook shows, and the reply. Nobody asks for the rest: status, widgets, echoes.
TOLD = {
    "stream",
    "error",
    "display_data",
    "execute_result",
    "update_display_data",
    "clear_output",
    "execute_reply",
}
LONGEST_REQUEST = 64_000_000
BREATH = 0.0005  # seconds, for what was written to a descriptor to come round to its stream
BREATHS = 20
HISTORY = Config({"HistoryManager": {"enabled": False}})  # nobody reads it, and it has a thread


class PipedSession(Session):
    """Says through the channel what ipykernel would publish or reply."""

    channel: Any = AnyTrait(None)

    def send(
        self,
        _stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(msg_or_type, content, parent, header, metadata)
        if message["msg_type"] in TOLD and self.channel is not None:
            asked = message["parent_header"].get("msg_id")
            told = {"to": asked, "type": message["msg_type"], "content": message["content"]}
            self.channel.send(json_packer(told))
        return message


class _Here(IOPubThread):  # type: ignore[misc]
    """In the place of the thread that publishes: it is done at once, by who asks for it."""

    def __init__(self) -> None:
        self.thread = self.io_loop = None

    def schedule(self, f: Any) -> None:
        f()


class PipedStream(OutStream):  # type: ignore[misc]
    """Standard output or error. What is written is sent after a moment, or when it is flushed."""

    _flushed = 0.0

    def watch(self) -> None:
        """After the fork: take in, too, what is written to the descriptor itself."""
        self._master_pid, self._should_watch = os.getpid(), True
        self._setup_stream_redirects(self.name)

    def set_parent(self, parent: Any) -> None:
        super().set_parent(parent)
        self._thread_to_parent_header[self.watch_fd_thread.ident] = self._parent_header_global

    def settle(self) -> None:
        """Wait for what was written to the descriptor."""
        for _ in range(BREATHS):
            if not select.select([self._fid], [], [], 0)[0]:
                break
            time.sleep(BREATH)
        self.flush()

    def _schedule_flush(self) -> None:
        if time.monotonic() - self._flushed > self.flush_interval:
            self._flush()

    def _flush(self) -> None:
        self._flushed = time.monotonic()
        super()._flush()


@dataclass(frozen=True)
class Prepared:
    """A kernel, before and after it is forked."""

    kernel: Any
    session: PipedSession
    streams: tuple[PipedStream, PipedStream]


_prepared: Prepared | None = None


def is_prepared() -> bool:
    """Whether the forks of this process are to be such kernels."""
    return _prepared is not None


def prepare(folder: str) -> None:
    """Make the kernel, which needs ``folder`` for the profile that IPython wants to have."""
    global _prepared
    session = PipedSession()
    streams = out, err = (_stream(session, "stdout"), _stream(session, "stderr"))
    app = IPKernelApp.instance(config=HISTORY)
    app.init_pdb()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        kernel = IPythonKernel.instance(
            parent=app,
            log=app.log,
            session=session,
            profile_dir=ProfileDir.create_profile_dir(folder),
            user_ns={},
        )
        app.kernel, app.session = kernel, session
        app.init_shell()
        app.init_extensions()
        _exercise(app.shell)
    app.shell.user_ns_hidden.update(app.shell.user_ns)
    _prepared = Prepared(kernel, session, streams)


def _exercise(shell: Any) -> None:
    """Do once what is slow the first time, and leave no trace."""
    shell.run_cell("print(end='')", silent=True, store_history=False)
    shell.run_cell("1 / 0", silent=True, store_history=False)
    shell.display_formatter.format(Config())
    shell.last_execution_result = shell._last_traceback = None
    for name in ("type", "value", "traceback", "exc"):
        vars(sys).pop(f"last_{name}", None)


def _stream(session: PipedSession, name: str) -> PipedStream:
    return PipedStream(session, _Here(), name, watchfd=False)


def serve(connection: socket.socket) -> None:
    """Run what the grader sends until it hangs up, or the notebook ends the loop."""
    prepared = _prepared
    assert prepared
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # but while a cell runs
    for stream in prepared.streams:
        stream.watch()
    sys.stdout, sys.stderr = prepared.streams
    prepared.kernel.shell.init_environment()  # it was another
    with contextlib.suppress(RuntimeError):  # the loop was stopped
        asyncio.run(_serve(prepared, Channel(connection, LONGEST_REQUEST)))


async def _serve(prepared: Prepared, channel: Channel) -> None:
    prepared.kernel.io_loop = IOLoop.current()
    prepared.session.channel = channel
    while True:
        await readable(channel.connection)  # the loop goes on with what the notebook started
        length, message = channel.receive()
        if not length:
            return
        if message is not None:
            await _execute(prepared, json.loads(message))


async def _execute(prepared: Prepared, request: dict[str, Any]) -> None:
    """As ``Kernel.dispatch_shell`` and ``Kernel.execute_request`` do."""
    kernel, session = prepared.kernel, prepared.session
    header = {"msg_id": request["id"], "msg_type": "execute_request", "session": session.session}
    parent = {"header": header, "parent_header": {}, "metadata": {}, "content": request}
    kernel.set_parent([], parent, "shell")
    kernel._associate_new_top_level_threads_with(header)
    kernel.shell.execution_count += request["skip"]
    kernel.pre_handler_hook()
    try:
        reply = await kernel.do_execute(
            request["code"], silent=False, user_expressions=request["expressions"]
        )
        for stream in (sys.stdout, sys.stderr):  # the notebook may have put others there
            stream.flush()
        for stream in prepared.streams:
            stream.settle()
        session.send(None, "execute_reply", json_clean(reply), parent)
    except (Exception, KeyboardInterrupt):  # then there is no reply, which the grader sees
        kernel.log.error("A request failed.", exc_info=True)
    finally:
        kernel.post_handler_hook()
