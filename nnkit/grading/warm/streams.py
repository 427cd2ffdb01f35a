"""The standard streams that a kernel without a sandbox gets, as ``subprocess`` understands them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from typing import IO, Any


class Streams:
    """Descriptors 0, 1 and 2 for the kernel; ``pipes`` are this side's ends, where asked for."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.pipes: dict[str, IO[bytes]] = {}
        self._lent = ExitStack()  # this process's copies of what the kernel gets
        self.descriptors = [self._nothing()]
        for own, name in ((1, "stdout"), (2, "stderr")):
            self.descriptors.append(self._wanted(name, options.get(name), own))

    def close(self) -> None:
        """The kernel has them now."""
        self._lent.close()

    def _wanted(self, name: str, value: Any, own: int) -> int:
        if value is None:
            return own
        if value == subprocess.DEVNULL:
            return self._nothing()
        if value == subprocess.STDOUT:
            return self.descriptors[1]
        if value == subprocess.PIPE:
            reading, writing = os.pipe()
            self.pipes[name] = open(reading, "rb")  # noqa: SIM115 - closed by who reads it
            self._lent.callback(os.close, writing)
            return writing
        return value if isinstance(value, int) else int(value.fileno())

    def _nothing(self) -> int:
        descriptor = os.open(os.devnull, os.O_RDWR)
        self._lent.callback(os.close, descriptor)
        return descriptor
