"""The policy: as JSON, and for a course."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import nnkit
from nnkit.grading.sandbox import Limits, Policy, policy_for
from tests.grading.sandbox.shut_in import EVERYBODY, shut_in


def test_a_policy_survives_json():
    policy = Policy(
        hide=("/home",),
        keep=("/opt/python",),
        limits=Limits(cpu=3, files=None),
        deadline=None,
        without=frozenset({"network"}),
    )
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_there_is_no_other_protection():
    with pytest.raises(ValueError, match="no protection named netwrok"):
        Policy(without=frozenset({"netwrok"}))


def test_python_imports_and_finds_no_solution():
    root = Path(nnkit.__file__).parents[1]
    look = f"import os, numpy, nnkit.nn; print(os.listdir({str(root)!r}))"

    def run() -> str:
        command = [sys.executable, "-B", "-c", look]
        place = {"PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, capture_output=True, text=True, env=place)
        return done.stdout + done.stderr

    seen = set(ast.literal_eval(shut_in(policy_for(root), run, EVERYBODY[0]).value))
    assert "nnkit" in seen
    assert seen <= {"nnkit", ".venv"}  # where Python itself is, if that is in the course's folder


def test_a_course_is_hidden_and_python_kept(tmp_path):
    policy = policy_for(tmp_path, deadline=5)
    assert policy.hide == (str(Path.home()), str(tmp_path))
    assert {sys.prefix, sys.base_prefix, str(Path(nnkit.__file__).parent)} <= set(policy.keep)
    assert policy.deadline == 5
    assert not policy.without
