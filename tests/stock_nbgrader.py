"""nbgrader as a teacher runs it: its own command, in the course folder, nothing activated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Where these tests have nnkit from, if not from the environment itself.
SOURCES = {name: os.environ[name] for name in ["PYTHONPATH"] if name in os.environ}
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

# Appended to nbgrader_config.py: autograde works as nbgrader has it, without the course's stages.
STOCK_SETTINGS = """
for _name in ("sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(_name, None)
c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
"""


def nbgrader(root: Path, *arguments: str) -> str:
    """Run a command that must succeed; everything that it said."""
    done = subprocess.run(
        [Path(sys.executable).with_name("nbgrader"), *arguments],
        cwd=root,
        env=BARE | {"HOME": str(root)} | SOURCES,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
