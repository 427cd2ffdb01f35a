"""Jupyter's way to warm kernels: chosen by name, nothing else changes for its clients."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from nnkit.grading.sandbox import Ending
from nnkit.grading.warm import client, own
from nnkit.grading.warm.environment import for_kernel
from nnkit.grading.warm.process import WarmProcess, readable, started
from nnkit.grading.warm.starting import ADDRESS, NOT_STARTED
from nnkit.grading.warm.streams import Streams
from nnkit.grading.warm.wire import (
    START_SECONDS,
    TOO_SLOW,
    Request,
    WarmError,
    as_message,
    connect,
    gone,
    receive,
    send,
)

END_SECONDS = 5.0
POLITE_SECONDS = 0.5


class WarmProvisioner(LocalProvisioner):
    """Starts this environment's Python kernels from a warm parent.

    The parent is the one that ``NNKIT_WARM_PARENT`` names, else one of this process's own, without
    a sandbox. A kernel of another language or environment is started as usual; in a sandbox it is
    refused.
    """

    address = Unicode(help="The warm parent's socket; the environment names it otherwise.").tag(
        config=True
    )
    process: Any = None
    folder: str | None = None
    last_ending: Ending | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Give the kernel a folder for its sockets, and its command a connection file in it."""
        if not self._is_ours():
            return dict(await super().pre_launch(**kwargs))
        manager = self.parent
        if self.folder is None or not os.path.isdir(self.folder):
            self.folder = _folder_beside(self._address())
        # The default of jupyter_client is one place for all kernels, relative to where one is.
        manager.transport, manager.ip = "ipc", f"{self.folder}/s"
        manager.cache_ports = False
        client.make_fast(manager)
        return dict(await super().pre_launch(**kwargs))

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Ask the parent for the kernel, and wait until it listens. Raises ``WarmError``."""
        if not self._is_ours():
            return await self._launch_cold(cmd, **kwargs)
        self.cwd = os.path.abspath(kwargs.get("cwd") or os.getcwd())
        connection = connect(self._address())
        try:
            self.process = await self._ask(connection, cmd, kwargs)
        except BaseException:
            connection.close()
            raise
        self.pid, self.pgid = self.process.pid, None
        return self.connection_info

    async def _ask(
        self, connection: socket.socket, cmd: list[str], kwargs: dict[str, Any]
    ) -> WarmProcess:
        greeting, _ = await _next(connection)
        sandboxed = bool(greeting["sandbox"])
        request = Request(
            argv=self._arguments(cmd),
            cwd=str(self.cwd),
            env=for_kernel(kwargs.get("env") or os.environ, sandboxed),
            sockets=str(self.folder),
        )
        streams = Streams(kwargs)
        send(connection, as_message(request), [] if sandboxed else streams.descriptors)
        streams.close()
        answer, descriptors = await _next(connection)
        return started(connection, answer, descriptors, streams.pipes)

    def _arguments(self, cmd: list[str]) -> list[str]:
        """The kernel's arguments, with a connection file that it can see from within a sandbox."""
        inside = f"{self.folder}/connection.json"
        outside = os.path.realpath(self.parent.connection_file)
        shutil.copy(outside, inside)
        return [inside if part == outside else part for part in cmd[3:]]

    async def _launch_cold(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if os.environ.get(ADDRESS) or self.address:
            with connect(self._address()) as connection:
                greeting, _ = await _next(connection)
            if greeting["sandbox"]:
                raise WarmError(
                    f"The notebook asks for the kernel {self.kernel_spec.display_name!r}. Only "
                    f"the course's own Python can be run in the sandbox: choose {sys.executable}."
                )
        return await super().launch_kernel(cmd, **kwargs)

    def _is_ours(self) -> bool:
        """Whether it is a kernel of this Python environment."""
        argv = list(self.kernel_spec.argv)
        program = shutil.which(argv[0]) or argv[0] if argv else ""
        plain = {"python", "python3", f"python3.{sys.version_info.minor}"}
        own_python = argv[:1] and (argv[0] in plain or program == sys.executable)
        return bool(own_python) and argv[1:3] == ["-m", "ipykernel_launcher"]

    def _address(self) -> str:
        return self.address or os.environ.get(ADDRESS) or own.address()

    async def wait(self) -> int | None:
        """Wait for the end, without a pause between two looks."""
        if not isinstance(self.process, WarmProcess):
            return await super().wait()
        while not await self.process.ended(END_SECONDS):
            pass
        self.last_ending, code = self.process.ending, self.process.returncode
        self.process = None
        return code

    async def kill(self, restart: bool = False) -> None:
        """Kill, and wait here: the manager would sleep between two looks."""
        await super().kill(restart)
        if isinstance(self.process, WarmProcess):
            await self.process.ended(END_SECONDS)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """The kernel has been asked to leave, and mostly does at once."""
        if isinstance(self.process, WarmProcess):
            await self.process.ended(POLITE_SECONDS)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the kernel's folder, unless it starts again."""
        await super().cleanup(restart)
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None


def _folder_beside(address: str) -> str:
    """A folder for one kernel. Raises ``WarmError`` if the parent has gone, and taken its away."""
    try:
        return tempfile.mkdtemp(prefix="k", dir=os.path.dirname(address))
    except FileNotFoundError as error:
        raise gone(address, error) from error


async def _next(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    if not await readable(connection, START_SECONDS):
        raise WarmError(TOO_SLOW)
    message, descriptors = receive(connection)
    if message is None:
        raise WarmError(NOT_STARTED)
    return message, descriptors
