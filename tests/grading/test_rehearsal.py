"""Rehearsed pictures: those of the lesson, byte for byte, and nothing else of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In a process of its own: it forks, and what was loaded before shall not matter.
REHEARSED = """
import json, os, sys, threading
from pathlib import Path
import nnkit.figures, nnkit.explore, nnkit.check, nnkit.quiz
from nnkit.figures import remembered
from nnkit.grading.rehearsal import rehearse_named

descriptors = os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd") else []
rehearse_named()
after = os.listdir("/proc/self/fd") if descriptors else []
calls = remembered.drawn_so_far()
told = {
    "drawn": sorted({call[1] for call in calls}),
    "png": all(one.png.startswith(b"\\x89PNG") for each in calls.values() for one in each),
    "threads": threading.active_count(),
    "descriptors": len(after) - len(descriptors),
    "mode": os.environ.get("NBGRADER_EXECUTION", ""),
    "modules": [name for name in sys.modules if name == "matplotlib.backends.backend_agg"],
}
print(json.dumps(told))
"""


def rehearsed(*notebooks: Path) -> dict[str, object]:
    named = os.pathsep.join(map(str, notebooks))
    done = subprocess.run(
        [sys.executable, "-c", REHEARSED],
        env=os.environ | {"NNKIT_REHEARSE": named},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="There is no fork on Windows.")
def test_the_pictures_of_a_lesson_are_there_and_nothing_else_of_it() -> None:
    lesson = "lessons/01_neuron/01_neuron.ipynb"
    told = rehearsed(ROOT / lesson, ROOT / lesson.replace("lessons", "solutions"))
    expected = {"alignment", "boundary", "decision", "gates", "one_sample", "xor_solution"}
    assert expected <= set(told["drawn"])
    assert told["png"]
    assert told["threads"] == 1
    assert told["descriptors"] == 0
    assert told["mode"] == ""
    assert told["modules"] == []  # it was another process that drew


@pytest.mark.skipif(sys.platform == "win32", reason="There is no fork on Windows.")
def test_no_notebook_and_a_damaged_one_are_no_obstacle(tmp_path: Path) -> None:
    damaged = tmp_path / "01_neuron.ipynb"
    damaged.write_text("no JSON")
    hostile = tmp_path / "02_activations.ipynb"
    cell = {"cell_type": "code", "source": "import os; os._exit(3)", "metadata": {}}
    hostile.write_text(json.dumps({"cells": [cell]}))
    for notebooks in ([], [damaged], [tmp_path / "none.ipynb"], [hostile]):
        assert rehearsed(*notebooks)["drawn"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="There is no fork on Windows.")
def test_graded_cells_are_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    cells = [
        {
            "cell_type": "code",
            "source": f"open({str(mark)!r} + {name!r}, 'w').close()",
            "metadata": {"nbgrader": {"grade": grade}} if grade is not None else {},
        }
        for name, grade in (("-graded", True), ("-solution", False), ("-plain", None))
    ]
    notebook = tmp_path / "01_neuron.ipynb"
    notebook.write_text(json.dumps({"cells": cells}))
    rehearsed(notebook)
    assert sorted(path.name for path in tmp_path.glob("ran-*")) == ["ran-plain", "ran-solution"]
