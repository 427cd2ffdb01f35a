"""Runs a program as root or as an ordinary user, in a session of its own."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.hostile.toy import ROOT

ORDINARY = 4_321  # not nobody's: that id is also what an unmapped one looks like
NEW_MOUNTS, PRIVATE, BIND = 0x20000, 0x40000 | 0x4000, 0x1000
USERS = ("root", "user") if os.geteuid() == 0 else ("user",)

BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}


def run(
    command: Sequence[str | Path],
    cwd: Path,
    user: str,
    env: dict[str, str] | None = None,
    timeout: float = 300,
) -> tuple[int, str]:
    """The exit status and what was said; what still runs after ``timeout`` seconds is ended."""
    process = subprocess.Popen(
        [str(each) for each in command],
        cwd=cwd,
        env=BARE | {"HOME": str(cwd.parent / "home")} | (env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=_becomes(user),
    )
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        return -1, f"{said}\nnot finished after {timeout} s"
    return process.returncode, said


def _becomes(user: str) -> Callable[[], None] | None:
    if user == "root" or os.geteuid() != 0:
        return None

    def drop() -> None:
        _open_the_way(Path(sys.base_prefix))
        os.setgroups([])
        os.setresgid(ORDINARY, ORDINARY, ORDINARY)
        os.setresuid(ORDINARY, ORDINARY, ORDINARY)

    return drop


def _open_the_way(prefix: Path) -> None:
    """Let others reach an interpreter under a closed home, in mounts that only they see."""
    closed = next((each for each in reversed(prefix.parents) if not _is_open(each)), None)
    libc = ctypes.CDLL(None, use_errno=True)
    _done(libc.unshare(NEW_MOUNTS))
    _done(libc.mount(None, b"/", None, ctypes.c_ulong(PRIVATE), None))
    if closed is None:
        return
    python = os.open(prefix, os.O_PATH)
    _done(libc.mount(b"tmpfs", bytes(closed), b"tmpfs", ctypes.c_ulong(0), b"mode=755"))
    os.makedirs(prefix)
    held = f"/proc/self/fd/{python}".encode()
    _done(libc.mount(held, bytes(prefix), None, ctypes.c_ulong(BIND), None))
    os.close(python)


def _is_open(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)


def _done(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
