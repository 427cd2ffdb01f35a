"""Clients that know at once when a kernel is ready.

Jupyter's own wait until nothing has come for 0.2 s. But what comes last is known: the "idle" of
the last request. Once it is there, both channels are connected and nothing else is on its way.
"""

from __future__ import annotations

import contextlib
import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_core.utils import run_sync

FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0  # seconds for the answer to one request


async def wait_for_ready(client: Any, timeout: float | None = None) -> None:
    """Wait until the kernel answers on both channels and is idle.

    Raises ``RuntimeError`` if it has died, or does not answer within ``timeout`` seconds.
    """
    end = None if timeout is None else time.monotonic() + timeout
    wait, asked = FIRST_WAIT, 0
    while True:
        request = client.kernel_info()
        asked += 1
        if await _idle(client, request, wait):
            break
        if not await client._async_is_alive():
            raise RuntimeError("Kernel died before replying to kernel_info")
        if end is not None and time.monotonic() > end:
            raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")
        wait = min(2 * wait, LONGEST_WAIT)
    for _ in range(asked):
        client._handle_kernel_info_reply(await client._async_get_shell_msg(timeout=wait))


async def _idle(client: Any, request: str, wait: float) -> bool:
    """Whether the request's "idle" comes in time."""
    end = time.monotonic() + wait
    with contextlib.suppress(Empty):
        while True:
            message = await client._async_get_iopub_msg(timeout=max(0.0, end - time.monotonic()))
            if (
                message["parent_header"].get("msg_id") == request
                and message["content"].get("execution_state") == "idle"
            ):
                return True
    return False


class FastAsyncClient(AsyncKernelClient):
    """``AsyncKernelClient`` without the pause."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        await wait_for_ready(self, timeout)

    wait_for_ready = _async_wait_for_ready


class FastBlockingClient(BlockingKernelClient):
    """``BlockingKernelClient`` without the pause."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        await wait_for_ready(self, timeout)

    wait_for_ready = run_sync(_async_wait_for_ready)


FASTER = {AsyncKernelClient: FastAsyncClient, BlockingKernelClient: FastBlockingClient}


def make_fast(manager: Any) -> None:
    """Let the manager make fast clients, where it would make Jupyter's own."""
    manager.client_factory = FASTER.get(manager.client_factory, manager.client_factory)
