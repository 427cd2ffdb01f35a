"""Whether this machine can shut a kernel in."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from nnkit.grading.sandbox.entering import enter
from nnkit.grading.sandbox.namespaces import separate
from nnkit.grading.sandbox.policy import Policy

ELSEWHERE = (
    "The sandbox needs Linux, and this is {system}. On Windows, grade under WSL2; on macOS, in a "
    "Linux machine or a container."
)
PROCESSOR = "The sandbox knows the processors x86_64 and aarch64, and this is {machine}."
OLD = (
    "The sandbox needs Linux 5.14 or newer, and this is {release}. Grade on a newer system, for "
    "example in a virtual machine."
)
AS_ROOT = (
    "Linux refuses it, though this is root: a container without the rights for it? For Docker, "
    "start the container with --cap-add SYS_ADMIN --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined."
)
SWITCHES = {
    "user/max_user_namespaces": ("0", "user.max_user_namespaces=10000"),
    "kernel/unprivileged_userns_clone": ("0", "kernel.unprivileged_userns_clone=1"),
    "kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "kernel.apparmor_restrict_unprivileged_userns=0",
    ),
}
SWITCHED_OFF = (
    "This system doesn't let ordinary users make namespaces. As root run: sysctl -w {setting}, "
    "or grade as root."
)
REFUSED = (
    "Linux refuses namespaces to this user: a container without the rights for it? Grade outside "
    "the container, in one with more rights, or as root."
)
SETTINGS = Path("/proc/sys")
OLDEST = (5, 14)


def available() -> str:
    """The reason why there is no sandbox on this machine, and what to do; "" if there is one.

    It is found out by shutting in a process that then ends.
    """
    if not sys.platform.startswith("linux"):
        return ELSEWHERE.format(system={"darwin": "macOS"}.get(sys.platform, sys.platform))
    return _unsuitable(platform.machine(), platform.release()) or _refused(_try())


def _unsuitable(machine: str, release: str) -> str:
    if machine not in ("x86_64", "aarch64"):
        return PROCESSOR.format(machine=machine)
    version = tuple(int(part) for part in release.replace("-", ".").split(".")[:2])
    return OLD.format(release=release) if version < OLDEST else ""


def _refused(failure: str) -> str:
    """What to do about a failed trial; "" if it didn't fail."""
    if not failure:
        return ""
    return f"There is no sandbox. {_remedy()} ({failure})"


def _remedy() -> str:
    if os.geteuid() == 0:
        return AS_ROOT
    for name, (off, setting) in SWITCHES.items():
        switch = SETTINGS / name
        if switch.is_file() and switch.read_text().strip() == off:
            return SWITCHED_OFF.format(setting=setting)
    return REFUSED


def _try() -> str:
    """Shut a process in as a kernel would be; what failed, "" if nothing did."""
    reading, writing = os.pipe()
    supervisor = os.fork()
    if supervisor == 0:
        os.close(reading)
        _ending(lambda: _supervise(writing), writing)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="replace") as said:
        failure = said.read()
    os.waitpid(supervisor, 0)
    return "" if failure == "entered" else failure or "it ended without a word"


def _supervise(writing: int) -> None:
    policy = Policy()
    user = separate(policy)
    with tempfile.TemporaryDirectory() as cwd, tempfile.TemporaryDirectory() as sockets:
        kernel = os.fork()
        if kernel == 0:
            _ending(lambda: _enter(policy, cwd, sockets, user, writing), writing)
        os.waitpid(kernel, 0)


def _enter(policy: Policy, cwd: str, sockets: str, user: int, writing: int) -> None:
    enter(policy, cwd, sockets, user)
    os.write(writing, b"entered")


def _ending(step: Callable[[], None], writing: int) -> NoReturn:
    """Do the step, tell what failed, and end this process."""
    try:
        step()
    except BaseException as failure:
        os.write(writing, f"{type(failure).__name__}: {failure}".encode())
    finally:
        os._exit(0)
