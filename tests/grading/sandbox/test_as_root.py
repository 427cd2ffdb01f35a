"""What only a grader that runs as root has to take care of."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest

from nnkit.grading.sandbox import Policy
from tests.grading.sandbox.shut_in import shut_in


@pytest.fixture
def who():
    return "root"


@pytest.mark.parametrize("protection", ["processes", "user"])
def test_either_protection_is_enough_where_there_are_two(protection, victim, who):
    policy = Policy(without=frozenset({protection}))
    assert shut_in(policy, lambda: os.kill(victim.pid, signal.SIGKILL), who).error
    assert victim.poll() is None


def test_no_program_gives_the_rights_of_its_owner(who, at):
    program = at.root / "id"
    shutil.copy("/usr/bin/id", program)
    program.chmod(0o4755)

    def run() -> str:
        return subprocess.run([program, "-u"], capture_output=True, text=True).stdout.strip()

    assert int(shut_in(Policy(keep=(str(at.root),)), run, who, at).value) > 1_000_000
    # The filter of calls forbids new privileges, too.
    open_ = Policy(keep=(str(at.root),), without=frozenset({"privileges", "calls"}))
    assert shut_in(open_, run, who, at).value == "0"


def test_every_kernel_of_root_has_a_user_of_its_own(who):
    users = [shut_in(Policy(), os.getuid, who).value for _ in range(3)]
    assert len({*users, 0}) == 4
    assert shut_in(Policy(without=frozenset({"user"})), os.getuid, who).value == 0
