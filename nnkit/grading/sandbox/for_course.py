"""The policy for a course on this machine."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path
from typing import Any

import nnkit
from nnkit.grading.sandbox.groups import delegated
from nnkit.grading.sandbox.policy import Policy


def policy_for(course: Path, **changes: Any) -> Policy:
    """The sandbox for the submissions of a course: home and course hidden, Python readable."""
    hide = (str(Path.home()), str(course.resolve()))
    keep = tuple(_python_folders())
    return Policy(**{"hide": hide, "keep": keep, "groups": delegated()} | changes)


def _python_folders() -> list[str]:
    """What Python reads when a kernel imports something."""
    package = Path(nnkit.__file__).parent
    found = [sys.prefix, sys.base_prefix, str(package), *site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    return [folder for folder in dict.fromkeys(found) if os.path.isdir(folder)]
