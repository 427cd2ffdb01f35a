"""The sandbox is Linux's; elsewhere only what refuses it is tested."""

from __future__ import annotations

import sys

import pytest

from tests.grading.sandbox.shut_in import EVERYBODY, place

LINUX = ["files", "limits", "processes", "reach", "watch"]
collect_ignore = [f"test_{name}.py" for name in LINUX if not sys.platform.startswith("linux")]


@pytest.fixture(params=EVERYBODY)
def who(request):
    return request.param


@pytest.fixture
def at(who):
    with place(who) as found:
        yield found
