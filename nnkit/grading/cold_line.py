"""The line to a kernel as Jupyter starts it, where there are no warm ones."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from nnkit.grading.limits import Limits
from nnkit.grading.line import NOTHING, REPLY, Gone, NoKernel, Said
from nnkit.grading.sandbox import Ending

Message = dict[str, Any]

ENVELOPE = 64_000  # bytes; an honest header has a few hundred
LATE = 4.0  # seconds; outputs that haven't come so long after the reply never will


@contextmanager
def cold_line(
    folder: Path, environment: Mapping[str, str], limits: Limits, name: str = "python3"
) -> Iterator[ColdLine]:
    """The line to a new kernel in ``folder``; the kernel ends with it. Raises ``NoKernel``."""
    manager = KernelManager(kernel_name=name)
    manager.context.setsockopt(zmq.MAXMSGSIZE, limits.message)
    manager.context.setsockopt(zmq.RCVHWM, 16)
    with ExitStack() as stack:
        stack.callback(manager.context.destroy, linger=0)
        stack.callback(manager.shutdown_kernel, now=True)
        line = ColdLine(manager, _client(manager, folder, environment))
        stack.callback(line.client.stop_channels)
        line.wait_until_ready(limits.start)
        yield line


def _client(
    manager: KernelManager, folder: Path, environment: Mapping[str, str]
) -> BlockingKernelClient:
    try:
        manager.start_kernel(cwd=str(folder), env=dict(environment))
    except (OSError, RuntimeError) as error:
        raise NoKernel(f"A kernel for grading could not be started. {error}") from error
    client = manager.client()
    client.start_channels(hb=False, control=False, stdin=False)
    return client


class ColdLine:
    """See ``Line``."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager, self.client = manager, client
        self.shell, self.iopub = client.shell_channel.socket, client.iopub_channel.socket
        self.poller = zmq.Poller()
        for socket in (self.shell, self.iopub):
            self.poller.register(socket, zmq.POLLIN)
        self.received = 0
        self._asked = ""
        self._idle = False  # all was published
        self._reply: Said | None = None  # held back until then
        self._replied = 0.0

    def wait_until_ready(self, seconds: float) -> None:
        """Until a question is answered on both channels. Asked again and again, since what a kernel
        publishes before the subscription has reached it is lost. Raises ``NoKernel``."""
        give_up = time.monotonic() + seconds
        answered: set[object] = set()
        asked: set[str] = set()
        while len(answered) < 2:
            if time.monotonic() > give_up or not self.manager.is_alive():
                raise NoKernel("A kernel for grading did not start. Try again; then see the log.")
            asked.add(self.client.kernel_info())
            for socket, message in self._messages(0.05):
                if _parent(message) in asked:
                    answered.add(socket)

    def ask(self, code: str, expressions: dict[str, str]) -> str:
        self._idle, self._reply = False, None
        self._asked = self.client.execute(
            code,
            store_history=True,
            user_expressions=expressions,
            allow_stdin=False,
            stop_on_error=False,
        )
        return self._asked

    def skip(self) -> None:
        self.client.execute(NOTHING, store_history=True, allow_stdin=False)

    def hear(self, seconds: float) -> Iterator[Said]:
        came = list(self._messages(seconds))
        if not came and not self.manager.is_alive():
            raise Gone
        for socket, message in came:
            said = Said(_parent(message), message["msg_type"], message["content"])
            if said.to != self._asked:
                continue
            if socket is self.iopub:
                self._idle = self._idle or _is_idle(said)
                yield said
            elif said.kind == REPLY and self._reply is None:
                self._reply, self._replied = said, time.monotonic()
        yield from self._complete()

    def _complete(self) -> Iterator[Said]:
        """The reply, once nothing will follow it."""
        reply = self._reply
        if reply and (self._idle or time.monotonic() > self._replied + LATE):
            self._reply = None
            yield reply

    def _messages(self, seconds: float) -> Iterator[tuple[zmq.Socket[bytes], Message]]:
        ready = dict(self.poller.poll(int(seconds * 1000)))
        for socket in (self.iopub, self.shell):
            if socket in ready:
                message = self._received(socket)
                if message:
                    yield socket, message

    def _received(self, socket: zmq.Socket[bytes]) -> Message | None:
        """One message; None if it is none, or is not signed with the key of this kernel."""
        try:
            parts = socket.recv_multipart(zmq.NOBLOCK)
        except zmq.ZMQError:
            return None
        self.received += sum(map(len, parts))
        try:
            _, frames = self.client.session.feed_identities(parts)
            if sum(map(len, frames[:4])) > ENVELOPE:
                return None
            message: Message = self.client.session.deserialize(frames)
        except Exception:  # whatever a forged message can provoke
            return None
        return message

    def interrupt(self) -> None:
        self.manager.interrupt_kernel()

    def kill(self) -> None:
        with suppress(Exception):
            self.manager.shutdown_kernel(now=True)

    def ending(self) -> Ending | None:
        return None


def _parent(message: Message) -> object:
    parent = message.get("parent_header")
    return parent.get("msg_id") if isinstance(parent, dict) else None


def _is_idle(said: Said) -> bool:
    content = said.content if isinstance(said.content, dict) else {}
    return bool(said.kind == "status" and content.get("execution_state") == "idle")
