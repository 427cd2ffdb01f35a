"""Starts JupyterLab at the first lesson, with this environment's Python for its kernels."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from nnkit.course.catalogue import lessons
from nnkit.course.errors import CourseError
from nnkit.course.workspace import lay_out

_SETTINGS = Path(__file__).parent / "lab_settings"  # no question about news over the lesson


def start_lab(root: Path, arguments: Sequence[str] = ()) -> int:
    """Lay the lessons out in work/ and become JupyterLab."""
    work = root / "work"
    for line in lay_out(root, work).lines():
        print(line)
    command, environment = lab_command(root, work, arguments, os.environ)
    print(f"Start with work/{first_notebook(root)}. To stop JupyterLab: Ctrl+C twice.", flush=True)
    if os.name != "nt":  # on Windows, exec leaves the terminal to two programs at once
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def first_notebook(root: Path) -> str:
    """Where to start, within work/."""
    for lesson in lessons(root):
        if (lesson.released / lesson.notebook).is_file():
            return f"{lesson.name}/{lesson.notebook}"
    raise CourseError(f"There is no lesson in {root / 'lessons'}. Build them with `nnkit build`.")


def lab_command(
    root: Path, work: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The command, and the environment in which its kernels are this Python."""
    command = [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url=/lab/tree/{first_notebook(root)}",
        f"--LabApp.app_settings_dir={_SETTINGS}",
        *(["--allow-root"] if _is_root() else []),  # as in a container
        *arguments,
    ]
    share = os.path.join(sys.prefix, "share", "jupyter")
    first = {"PATH": os.path.dirname(sys.executable), "JUPYTER_PATH": share}
    return command, dict(environment) | {
        name: os.pathsep.join(filter(None, [value, environment.get(name)]))
        for name, value in first.items()
    }
