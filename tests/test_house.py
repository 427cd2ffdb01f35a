"""The house itself: the gate on skips, what the folders may hold, what Binder runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nnkit import cli

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_skip_is_named_and_fails_in_ci(tmp_path, ci, status, workers):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text(
        "import pytest\ndef test_a():\n    pytest.skip('no')\ndef test_b():\n    pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
    )
    assert done.returncode == status
    assert "test_one.py::test_a" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout


def test_binder_runs_a_command_that_exists():
    line = (ROOT / "binder" / "postBuild").read_text().splitlines()[-1].split()
    assert line[0] == "nnkit"
    options = cli._parser().parse_args(line[1:])
    assert callable(options.run)


def test_the_authors_folders_hold_no_progress():
    assert not list(ROOT.glob("solutions/**/*progress*.json"))


def test_both_sets_of_pins_agree():
    def pins(name):
        lines = (ROOT / name).read_text().splitlines()
        return {line for line in lines if "==" in line}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
    assert "-e ." in (ROOT / "requirements.txt").read_text().splitlines()
