"""What a careless grader does around a notebook: copies it, starts its kernel, shows it."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jupyter_client.launcher

from nnkit.grading.cold_line import cold_line
from nnkit.grading.kernels import Kernels
from nnkit.grading.line import Line
from tests.hostile import textbook
from tests.hostile.course import NBGRADER
from tests.hostile.protections import Believing
from tests.hostile.toy import LESSON, ROOT

LARGEST = 100_000_000  # bytes that are copied, for the disk's sake


@dataclass(frozen=True)
class Cold(Kernels):
    """Children of the grader, started in the submission's folder, which may be their home too."""

    settings: bool = False

    def _line(self, folder: Path) -> AbstractContextManager[Line]:
        if not self.settings:
            return super()._line(folder)
        os.environ["JUPYTER_PATH"] = str(folder)
        return cold_line(folder, self._environment(folder), self.limits, _wanted_kernel(folder))

    def _environment(self, folder: Path) -> dict[str, str]:
        usual = super()._environment(folder)
        if not self.settings:
            return usual
        subprocess.run([NBGRADER, "validate"], cwd=folder, capture_output=True, check=False)
        home = {"HOME": str(folder), "PYTHONPATH": f":{ROOT}"}  # its empty entry is the folder
        return {name: usual[name] for name in usual if name != "IPYTHONDIR"} | home


def _wanted_kernel(folder: Path) -> str:
    notebook = json.loads((folder / f"{LESSON}.ipynb").read_text())
    return str(notebook["metadata"].get("kernelspec", {}).get("name", "python3"))


def switch_off(way: Believing, root: Path) -> None:
    """Before any kernel is there."""
    if way.leaky:
        os.set_inheritable(os.open(root.parent / "home" / "diary.txt", os.O_RDONLY), True)
        jupyter_client.launcher.Popen = partial(_leaky, subprocess.Popen)


def _leaky(popen: Any, *arguments: Any, **options: Any) -> Any:
    return popen(*arguments, **options | {"close_fds": False})


def open_to_all(kernel: Any, way: Believing) -> None:
    """Ahead of the notebook's first cell."""
    ahead = {"kernel": textbook.JUDGES_ITSELF, "pickle": textbook.SENDS_PICKLES}
    if way.checks in ahead:
        kernel.run(ahead[way.checks], lambda _kind, _content: None)
    if way.answers:
        client, execute = kernel.line.client, kernel.line.client.execute
        client.execute = lambda code, **how: execute(code, **how | {"allow_stdin": True})


def copy(folder: Path, target: Path, way: Believing) -> tuple[int, int]:
    """Everything, wherever a link leads; how many files, and the bytes of the largest."""
    sizes = [0]
    for place, _folders, names in os.walk(folder, followlinks=True, onerror=_raise):
        new = target / os.path.relpath(place, folder)
        new.mkdir(parents=True)
        for name in names:
            sizes.append(_copy_one(Path(place, name), new / name))
            if way.shell:
                subprocess.run(f"ls {name}", shell=True, env=_loot(folder), capture_output=True)
    return len(sizes) - 1, max(sizes)


def _loot(folder: Path) -> dict[str, str]:
    """A file's name can't hold the path of what it aims at."""
    return os.environ | {"LOOT": f"{folder.parents[3] / 'loot'}/"}


def _raise(error: OSError) -> None:
    raise error


def _copy_one(path: Path, new: Path) -> int:
    with path.open("rb") as file:
        size = new.write_bytes(file.read(LARGEST))
        if file.read(1):
            raise OSError("there is no end to what has to be copied")
    return size


def points_claimed(folder: Path) -> float:
    """What the learner's file of answers says that they are worth."""
    file = folder / "progress.json"
    answers = json.loads(file.read_text())["answers"] if file.is_file() else {}
    return sum(float(answer.get("score", 0)) for answer in answers.values())


def page(notebook: Any) -> str:
    """The page of it that nbconvert makes as it comes, without styles."""
    from nbconvert import HTMLExporter

    return str(HTMLExporter(template_name="basic").from_notebook_node(notebook)[0])
