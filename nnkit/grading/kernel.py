"""One kernel for one submission, spoken to over its sockets. Nothing that it sends is believed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from nnkit.course.errors import CourseError
from nnkit.grading import over
from nnkit.grading.limits import Limits

Message = dict[str, Any]
Show = Callable[[str, Any], None]

ENVELOPE = 64_000  # bytes; an honest header has a few hundred
COUNTED = "pass"  # in the place of a check, so that the cells below it have their usual numbers
TICK = 0.25  # seconds between two looks at whether the kernel is still there
LATE = 4.0  # seconds; outputs that haven't come so long after the reply never will


class NoKernel(CourseError):
    """A kernel could not be started: nobody's submission is to blame."""


@contextmanager
def started(
    manager: KernelManager, folder: Path, environment: Mapping[str, str], limits: Limits
) -> Iterator[Kernel]:
    """A kernel that is ready, running in ``folder``; gone afterwards, whatever happens.

    Raises ``NoKernel``.
    """
    manager.context.setsockopt(zmq.MAXMSGSIZE, limits.message)
    manager.context.setsockopt(zmq.RCVHWM, 16)
    with ExitStack() as stack:
        stack.callback(manager.context.destroy, linger=0)
        stack.callback(manager.shutdown_kernel, now=True)
        kernel = Kernel(manager, _client(manager, folder, environment), limits)
        stack.callback(kernel.client.stop_channels)
        try:
            kernel.wait_until_ready()
        except over.Over as gone:
            raise NoKernel("A kernel for grading ended before it was ready.") from gone
        yield kernel


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


class Kernel:
    """Runs code and answers questions, one after the other. ``Over`` is raised when it is over:
    then no process is left."""

    def __init__(
        self, manager: KernelManager, client: BlockingKernelClient, limits: Limits
    ) -> None:
        self.manager, self.client, self.limits = manager, client, limits
        self.shell, self.iopub = client.shell_channel.socket, client.iopub_channel.socket
        self.poller = zmq.Poller()
        for socket in (self.shell, self.iopub):
            self.poller.register(socket, zmq.POLLIN)
        self.received, self.doing = 0, "The notebook"
        self.closes = time.monotonic() + limits.submission

    def wait_until_ready(self) -> None:
        """Until a question is answered on both channels. Asked again and again, since what a kernel
        publishes before the subscription has reached it is lost."""
        give_up = time.monotonic() + self.limits.start
        replied = published = False
        asked: set[str] = set()
        while not (replied and published):
            if time.monotonic() > give_up or not self.manager.is_alive():
                raise NoKernel("A kernel for grading did not start. Try again; then see the log.")
            asked.add(self.client.kernel_info())
            for socket, message in self._messages(0.05):
                if _parent(message) in asked:
                    replied |= socket is self.shell
                    published |= socket is self.iopub
        self.closes = time.monotonic() + self.limits.submission

    def run(self, code: str, show: Show) -> bool:
        """Run a cell, and show its outputs as they come. Whether it came to its end in time.

        Raises ``Over``.
        """
        self.doing = "This cell"
        asked = self.client.execute(
            code, store_history=True, allow_stdin=False, stop_on_error=False
        )
        return self._reply(asked, show) is not None

    def ask(self, expression: str) -> str | None:
        """What the kernel says that the expression gives, as it would be printed; None if it had to
        be interrupted. Raises ``Over``."""
        self.doing = "Your function"
        asked = self.client.execute(
            COUNTED, user_expressions={"it": expression}, allow_stdin=False, stop_on_error=False
        )
        reply = self._reply(asked, lambda _kind, _content: None)
        return None if reply is None else _printed(reply)

    def _reply(self, asked: str, show: Show) -> Mapping[str, Any] | None:
        """The reply; None if an interrupt was needed to get one."""
        deadline = time.monotonic() + self.limits.cell
        try:
            return self._await(asked, show, deadline)
        except _Late:
            self._interrupt(asked, show)
            return None

    def _interrupt(self, asked: str, show: Show) -> None:
        if time.monotonic() > self.closes:
            raise self.end(over.notebook_took_too_long(self.doing, self.limits.submission))
        self.manager.interrupt_kernel()
        try:
            self._await(asked, show, time.monotonic() + self.limits.grace)
        except _Late:
            raise self.end(over.took_too_long(self.doing, self.limits.cell)) from None

    def _await(self, asked: str, show: Show, deadline: float) -> Mapping[str, Any]:
        """Show what is published until the reply has come, and the word that all was published.

        Raises ``_Late`` at the deadline.
        """
        deadline = min(deadline, self.closes)
        reply: Mapping[str, Any] | None = None
        idle = False
        while reply is None or not idle:
            if time.monotonic() > deadline:
                if reply is None:
                    raise _Late
                break
            for socket, message in self._messages(TICK):
                if _parent(message) != asked:
                    continue
                if socket is self.iopub:
                    idle = idle or _is_idle(message)
                    show(message["msg_type"], message["content"])
                elif message["msg_type"] == "execute_reply" and reply is None:
                    reply = _mapping(message["content"])
                    deadline = min(deadline, time.monotonic() + LATE)
        return reply or {}

    def _messages(self, seconds: float) -> Iterator[tuple[zmq.Socket[bytes], Message]]:
        """What has arrived by then and can be read. Raises ``Over`` if the kernel is gone, or
        sends too much."""
        ready = dict(self.poller.poll(int(seconds * 1000)))
        if not ready and not self.manager.is_alive():
            raise self.end(self._cause_of_death())
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
        if self.received > self.limits.traffic:
            raise self.end(over.too_much_output(self.doing))
        try:
            _, frames = self.client.session.feed_identities(parts)
            if sum(map(len, frames[:4])) > ENVELOPE:
                return None
            message: Message = self.client.session.deserialize(frames)
        except Exception:  # whatever a forged message can provoke
            return None
        return message

    def end(self, why: over.Over) -> over.Over:
        """Kill it. Returns ``why``."""
        with suppress(Exception):
            self.manager.shutdown_kernel(now=True)
        return why

    def _cause_of_death(self) -> over.Over:
        ending = getattr(self.manager, "ending", None)  # only a sandbox's supervisor tells
        if ending is None:
            return over.crashed(self.doing)
        if ending.reason == "timed out" or ending.code == -signal.SIGXCPU:
            return over.notebook_took_too_long(self.doing, self.limits.submission)
        known = {"out of memory": over.out_of_memory, "flooded": over.too_much_output}
        return known.get(ending.reason, over.crashed)(self.doing)


class _Late(Exception):
    """There was no reply in time."""


def _parent(message: Message) -> object:
    parent = message.get("parent_header")
    return parent.get("msg_id") if isinstance(parent, dict) else None


def _mapping(content: Any) -> Mapping[str, Any]:
    return content if isinstance(content, dict) else {}


def _is_idle(message: Message) -> bool:
    state = _mapping(message["content"]).get("execution_state")
    return bool(message["msg_type"] == "status" and state == "idle")


def _printed(reply: Mapping[str, Any]) -> str:
    """The text/plain of the only expression, or nothing."""
    found: Any = reply
    for name in ("user_expressions", "it", "data", "text/plain"):
        found = _mapping(found).get(name)
    return found if isinstance(found, str) else ""
