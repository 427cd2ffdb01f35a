"""The sandbox is Linux's, and so are most of its tests."""

from __future__ import annotations

import sys

import pytest

from tests.grading.sandbox.shut_in import EVERYBODY, place

LINUX = ["availability", "files", "limits", "policy", "processes", "reach", "watch"]
collect_ignore = [f"test_{name}.py" for name in LINUX if not sys.platform.startswith("linux")]


@pytest.fixture(params=EVERYBODY)
def who(request):
    return request.param


@pytest.fixture
def at(who):
    with place(who) as found:
        yield found
