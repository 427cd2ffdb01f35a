"""The sandbox is Linux's, and so are most of its tests."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.grading.sandbox.shut_in import AS_ROOT, EVERYBODY, ORDINARY, place

LINUX = ["availability", "files", "limits", "policy", "processes", "reach", "watch"]
collect_ignore = [f"test_{name}.py" for name in LINUX if not sys.platform.startswith("linux")]
collect_ignore += [] if AS_ROOT else ["test_as_root.py"]


@pytest.fixture(params=EVERYBODY)
def who(request):
    return request.param


@pytest.fixture
def at(who):
    with place(who) as found:
        yield found


@pytest.fixture
def victim(who):
    """A process of the user as which the grader runs."""
    drop = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []} if AS_ROOT else {}
    process = subprocess.Popen(["/bin/sleep", "20"], **(drop if who == "ordinary" else {}))
    yield process
    process.kill()
    process.wait()
