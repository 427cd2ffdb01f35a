"""What a kernel gets to know of the grader's environment."""

from __future__ import annotations

from collections.abc import Mapping

IN_SANDBOX = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "NBGRADER_EXECUTION", "NNKIT_DRAW")
OF_ITS_OWN = ("HOME", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR")


def for_kernel(env: Mapping[str, str], sandboxed: bool) -> dict[str, str]:
    """In a sandbox only what is needed: a kernel reads all that it is given."""
    if not sandboxed:
        return dict(env)
    kept = {name: env[name] for name in IN_SANDBOX if name in env}
    return kept | dict.fromkeys(OF_ITS_OWN, "/tmp")
