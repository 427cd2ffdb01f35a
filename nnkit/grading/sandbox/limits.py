"""What a kernel's processes may use up."""

from __future__ import annotations

try:
    import resource
except ImportError:  # on Windows, where ``available`` has to say that there is no sandbox
    pass

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
