"""Run a function in the sandbox, as root's or as an ordinary user's grader would a kernel."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from nnkit.grading.sandbox import Ending, Policy, enter, separate, watch
from nnkit.grading.sandbox.kernel_calls import PR_SET_DUMPABLE, prctl

Who = Literal["root", "ordinary"]
ORDINARY = 4_321  # not nobody's: that id is also what an unmapped one looks like
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0  # Windows collects these tests, too
EVERYBODY: list[Who] = ["root", "ordinary"] if AS_ROOT else ["ordinary"]


@dataclass(frozen=True)
class Result:
    """What the function returned, or how it failed, and how its process ended."""

    value: Any = None
    error: str = ""
    ending: Ending | None = None  # None: the supervisor died


@dataclass(frozen=True)
class Place:
    """A world-readable folder with what a kernel gets: its own folder and that of its sockets."""

    root: Path

    @property
    def cwd(self) -> Path:
        return self.root / "cwd"

    @property
    def sockets(self) -> Path:
        return self.root / "sockets"


@contextlib.contextmanager
def place(who: Who) -> Iterator[Place]:
    """The folders of a kernel; they are the grader's, as they would be."""
    found = Place(Path(tempfile.mkdtemp(prefix="nnkit-test-", dir="/var/tmp")))
    for folder in (found.root, found.cwd, found.sockets):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        if who == "ordinary" and AS_ROOT:
            os.chown(folder, ORDINARY, ORDINARY)
    try:
        yield found
    finally:
        shutil.rmtree(found.root)


def shut_in(
    policy: Policy, action: Callable[[], Any], who: Who = "ordinary", at: Place | None = None
) -> Result:
    """Do ``action`` in the sandbox; what it returns comes back as JSON."""
    if at is None:
        with place(who) as own:
            return shut_in(policy, action, who, own)
    said, told = os.pipe(), os.pipe()
    supervisor = os.fork()
    if supervisor == 0:
        _supervise(policy, action, who, at, said[1], told[1])
    for end in (said[1], told[1]):
        os.close(end)
    os.waitpid(supervisor, 0)
    ending, heard = _read(said[0]), _read(told[0])
    return Result(**heard, ending=Ending(**ending) if ending else None)


def _read(reading: int) -> dict[str, Any]:
    """What was said, without waiting: a daemon of the kernel may still be able to say more."""
    os.set_blocking(reading, False)
    try:
        return dict(json.loads(os.read(reading, 60_000) or b"{}"))
    except BlockingIOError:
        return {}
    finally:
        os.close(reading)


def _supervise(
    policy: Policy, action: Callable[[], Any], who: Who, at: Place, say: int, tell: int
) -> None:
    try:
        _become(who)
        user = separate(policy)
        kernel = os.fork()
        if kernel == 0:
            os.close(say)
            _be_kernel(policy, action, at, user, tell)
        os.close(tell)
        ending = watch(kernel, policy, sockets=str(at.sockets))
        os.write(say, json.dumps(asdict(ending)).encode())
    finally:
        os._exit(0)


def _become(who: Who) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if who == "ordinary" and AS_ROOT:
        os.setgroups([])
        os.setresgid(ORDINARY, ORDINARY, ORDINARY)
        os.setresuid(ORDINARY, ORDINARY, ORDINARY)
        prctl(PR_SET_DUMPABLE, 1)  # as a process that this user started would be


def _be_kernel(policy: Policy, action: Callable[[], Any], at: Place, user: int, tell: int) -> None:
    try:
        enter(policy, cwd=str(at.cwd), sockets=str(at.sockets), user=user)
        answer = {"value": action()}
    except BaseException as failure:
        answer = {"error": f"{type(failure).__name__}: {failure}"}
    os.write(tell, json.dumps(answer).encode())
    os._exit(0)
