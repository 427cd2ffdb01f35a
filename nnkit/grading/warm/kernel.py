"""What a fork of the warm parent does to be a kernel like a newly started one."""

from __future__ import annotations

import atexit
import fcntl
import os
import random
import signal
import socket
import sys
import threading
from importlib.util import find_spec
from typing import Any, NoReturn

from nnkit.grading.sandbox import Policy, enter
from nnkit.grading.warm.prctl import die_with_parent
from nnkit.grading.warm.warming import INLINE
from nnkit.grading.warm.wire import Request, WarmError

HISTORY, IN_MEMORY = "--HistoryManager.", ":memory:"
READY = b"+"
LONGEST = 4000  # bytes that a pipe takes at once, whoever reads
FIRST_FREE = 3  # descriptors 0, 1 and 2 are the standard streams


def become_kernel(
    request: Request, descriptors: list[int], ready: int, policy: Policy | None, user: int
) -> NoReturn:
    """Run a kernel in this process, and end the process with it."""
    status = 1
    try:
        os.setsid()
        die_with_parent()
        _demand_fitting(request)
        given = descriptors if request.piped else []
        ready, *channel = _keep_only([] if request.piped else descriptors, ready, *given)
        _settle_in(request)
        _enter(request, policy, user)
        status = _serve(channel[0], ready) if request.piped else _run(request.argv, ready)
    except BaseException as error:
        _say(ready, error)
    finally:
        os._exit(status)


def _demand_fitting(request: Request) -> None:
    """A kernel that is already made can't become one of another kind."""
    made = sys.modules.get("nnkit.grading.warm.piped")
    if request.piped != bool(made and made.is_prepared()):
        raise WarmError("This process starts other kernels than the one that is asked for.")


def _say(ready: int, error: BaseException) -> None:
    """To the supervisor, if the kernel could not start; to its own stderr later on."""
    try:
        os.write(ready, f"{type(error).__name__}: {error}".encode()[:LONGEST])
    except OSError:
        sys.excepthook(type(error), error, error.__traceback__)


def _keep_only(streams: list[int], *others: int) -> list[int]:
    """Standard streams, and the others after them; nothing of the parent's. The others' numbers."""
    nothing = os.open(os.devnull, os.O_RDWR)
    sources = [*[*streams, nothing, nothing, nothing][:FIRST_FREE], *others]
    safe = [fcntl.fcntl(source, fcntl.F_DUPFD, 2 * FIRST_FREE) for source in sources]
    for number, source in enumerate(safe):
        os.dup2(source, number, inheritable=number < FIRST_FREE)
    os.closerange(len(sources), os.sysconf("SC_OPEN_MAX"))
    return list(range(FIRST_FREE, len(sources)))


def _enter(request: Request, policy: Policy | None, user: int) -> None:
    if policy is None:
        os.chdir(request.cwd)
        return
    enter(policy, cwd=request.cwd, sockets=request.sockets, user=user)


def _settle_in(request: Request) -> None:
    """Environment, path, arguments, signals, random streams: this kernel's own."""
    os.environ.clear()
    os.environ.update(request.env)
    program = find_spec("ipykernel_launcher")
    sys.argv = [str(program.origin if program else "ipykernel_launcher"), *request.argv]
    _look_in(request.env.get("PYTHONPATH", ""))
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.set_wakeup_fd(-1)
    _reseed()
    _choose_backend(request.env.get("MPLBACKEND", INLINE))


def _look_in(path: str) -> None:
    """Python reads PYTHONPATH at its start, which is over."""
    wanted = [os.path.abspath(folder) for folder in path.split(os.pathsep) if folder]
    sys.path[:0] = [folder for folder in wanted if folder not in sys.path]


def _reseed() -> None:
    """Else all kernels would draw the same numbers."""
    import numpy as np

    random.seed()
    np.random.seed()  # noqa: NPY002 - the very state that learners' np.random.rand uses


def _choose_backend(backend: str) -> None:
    """Matplotlib reads MPLBACKEND when it is imported, which is over."""
    import matplotlib

    matplotlib.rcParams["backend"] = backend


def _run(argv: list[str], ready: int) -> int:
    """What ``ipykernel_launcher`` does, and a word when the kernel listens."""
    from ipykernel.kernelapp import IPKernelApp

    app: Any = IPKernelApp.instance()
    app.initialize([*argv, *_without_history(argv)])
    _connect_widgets(app.shell)
    os.write(ready, READY)
    os.close(ready)
    return _ended(app)


def _serve(channel: int, ready: int) -> int:
    """The kernel that was made before the fork."""
    from nnkit.grading.warm import piped

    os.write(ready, READY)
    os.close(ready)
    piped.serve(socket.socket(fileno=channel))
    return 0


def _without_history(argv: list[str]) -> list[str]:
    """Nobody reads what was typed into a kernel that is soon gone, unless a file was asked for."""
    wanted = [part for part in argv if part.startswith(HISTORY) and not part.endswith(IN_MEMORY)]
    return [] if wanted else [f"{HISTORY}enabled=False"]


def _connect_widgets(shell: Any) -> None:
    """ipywidgets does this when it is imported, if there is a shell."""
    import ipywidgets

    ipywidgets.load_ipython_extension(shell)


def _ended(app: Any) -> int:
    """Run the kernel to its end, and what Python does at its own; the exit status."""
    status = 0
    try:
        app.start()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    threading._shutdown()  # type: ignore[attr-defined]  # waits for the learner's threads
    atexit._run_exitfuncs()
    return status
