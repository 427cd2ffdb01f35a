"""What a kernel's processes may use up."""

from __future__ import annotations

import contextlib

with contextlib.suppress(ImportError):  # Windows, where ``available`` has to say so
    import resource

from nnkit.grading.sandbox.policy import Limits


def set_limits(limits: Limits) -> None:
    """Set the limits for this process and all that it starts. They can't be raised again."""
    wanted = {
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_CPU: limits.cpu,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        if value is not None:
            most = _at_most(kind, value)
            resource.setrlimit(kind, (most, most))


def _at_most(kind: int, value: int) -> int:
    """A limit that is already lower stays."""
    present = resource.getrlimit(kind)[1]
    return value if present == resource.RLIM_INFINITY else min(value, present)


def computed() -> float:
    """The seconds that the children of this process have computed, those that it waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
