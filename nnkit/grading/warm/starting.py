"""Starting the warm parent, and stopping it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nnkit
from nnkit.grading.rehearsal import VARIABLE as REHEARSE
from nnkit.grading.sandbox import Policy
from nnkit.grading.warm.warming import ONE_THREAD
from nnkit.grading.warm.wire import PIPED, WarmError, connect, packets, receive

ADDRESS = "NNKIT_WARM_PARENT"
PROVISIONER = "nnkit-warm"
BY_NAME = "JUPYTER_DEFAULT_PROVISIONER_NAME"

# What the parent gets of this environment. A kernel can read all that is in its memory, so
# nothing that is only the teacher's.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "MPLCONFIGDIR", "XDG_CACHE_HOME")
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # a debugger nobody uses here warns of itself
PATIENCE = 5.0  # seconds for the parent to leave by itself


@dataclass(frozen=True)
class Parent:
    """A running warm parent."""

    address: str  # its socket, in a folder that only this user may enter
    process: subprocess.Popen[bytes]

    def environment(self) -> dict[str, str]:
        """What makes jupyter_client's kernels in a process with this environment warm ones."""
        return {ADDRESS: self.address, BY_NAME: PROVISIONER}

    def wait_until_warm(self) -> None:
        """Not needed before a kernel is asked for. Raises ``WarmError`` if the start failed."""
        with connect(self.address) as connection:
            if receive(connection)[0] is None:
                raise WarmError(NOT_STARTED)

    def runs(self) -> bool:
        """Whether it can still be asked for kernels."""
        return self.process.poll() is None


NOT_STARTED = (
    "The process that starts warm kernels could not start, or has ended. What it said stands "
    "above; if nothing does, run the command again."
)


@contextlib.contextmanager
def start_parent(
    policy: Policy | None = None, rehearse: Sequence[Path] = (), piped: bool = False
) -> Iterator[Parent]:
    """A warm parent, whose kernels are in the sandbox of ``policy``; None is no sandbox.

    The pictures of the notebooks to ``rehearse`` are drawn before the first kernel is forked.
    With ``piped`` they are the grader's own kernels, else Jupyter's.
    It can be asked for kernels at once; the first waits until it is warm. At the end of the block
    it goes, and its kernels with it; so they do when this process dies.
    """
    parent = launch(policy, rehearse, piped)
    try:
        yield parent
    finally:
        stop(parent)


def launch(
    policy: Policy | None = None, rehearse: Sequence[Path] = (), piped: bool = False
) -> Parent:
    """Start a parent, to be ended with ``stop``. Raises ``WarmError`` where that can't be."""
    if not sys.platform.startswith("linux"):
        raise WarmError(
            "Warm kernels need Linux. On Windows, grade under WSL2; on macOS, in a Linux machine."
        )
    folder = Path(_private_folder())
    address = str(folder / "parent")
    try:
        with packets() as listener:
            listener.bind(address)
            listener.listen(64)
            process = _spawn(listener.fileno(), rehearse, piped)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _send_policy(process, _hiding(policy, str(folder)))
    return Parent(address, process)


def stop(parent: Parent) -> None:
    """Cut the lifeline, and remove what the parent and its kernels left."""
    assert parent.process.stdin is not None
    with contextlib.suppress(OSError):
        parent.process.stdin.close()
    try:
        parent.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        parent.process.kill()
        parent.process.wait()
    shutil.rmtree(Path(parent.address).parent, ignore_errors=True)


def _private_folder() -> str:
    """Only for this user, with a short path: Unix sockets take about 107 bytes."""
    place = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else None
    return tempfile.mkdtemp(prefix="nnkit-", dir=place)


def _spawn(listening: int, rehearse: Sequence[Path], piped: bool) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    kept[REHEARSE] = os.pathsep.join(str(path.absolute()) for path in rehearse)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "nnkit.grading.warm.parent", str(listening)] + [PIPED] * piped,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=kept | ONE_THREAD | QUIET | {"PYTHONPATH": _path()},
        cwd="/",
        pass_fds=[listening],
        start_new_session=True,  # Ctrl+C is for the grader, which then ends this one
    )


def _path() -> str:
    """Where this process has nnkit from, whatever else it has there."""
    return str(Path(nnkit.__file__).parents[1])


def _send_policy(process: subprocess.Popen[bytes], policy: Policy | None) -> None:
    data: dict[str, Any] | None = None if policy is None else policy.to_dict()
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it ended at once; the first request says so
        process.stdin.write(json.dumps(data).encode() + b"\n")
        process.stdin.flush()


def _hiding(policy: Policy | None, folder: str) -> Policy | None:
    """A kernel that reached the parent's socket could ask for one without a sandbox."""
    return None if policy is None else replace(policy, hide=(*policy.hide, folder))
