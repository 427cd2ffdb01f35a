"""Warm kernels in the sandbox: what the parent and its supervisors have to see to."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from pathlib import Path

import pytest
from nbclient.exceptions import DeadKernelError

from nnkit.grading.sandbox import available, policy_for
from nnkit.grading.warm import start_parent
from nnkit.grading.warm.wire import WarmError
from tests.grading.warm import client, ending, files, left, outputs, printed, running

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def policy():
    reason = available()
    if reason:
        pytest.skip(reason)
    return policy_for(ROOT)


@pytest.fixture(scope="module")
def parent(policy):
    with start_parent(policy) as started:
        yield started


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data.csv").write_text("1,2\n")
    return tmp_path


def test_a_lessons_cells_run(parent, folder):
    code = """import numpy as np, matplotlib.pyplot as plt, ipywidgets
from nnkit.check import run_check
from nnkit import nn
plt.plot(np.loadtxt('data.csv', delimiter=','))
print(run_check('activations.sigmoid', lambda z: 1 / (1 + np.exp(-z))).passed)"""
    assert printed(parent, code, folder) == "True\n"


def test_the_parents_socket_is_out_of_reach(parent, folder):
    code = f"""import os, socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
try:
    s.connect({parent.address!r}); print('reached')
except OSError as error:
    print('no')
print(os.path.exists({parent.address!r}))"""
    assert printed(parent, code, folder) == "no\nFalse\n"


def test_a_kernel_sees_no_other_process_and_no_variable_of_the_graders(parent, folder, monkeypatch):
    monkeypatch.setenv("TOKEN", "the teacher's")
    code = """import os
print(sorted(int(name) for name in os.listdir('/proc') if name.isdigit()) == [os.getpid()])
print(any('teacher' in value for value in os.environ.values()))"""
    assert printed(parent, code, folder) == "True\nFalse\n"


def test_the_teachers_variables_are_nowhere_in_a_kernels_memory(parent, folder, monkeypatch):
    """Not even as rubbish: the fork got them from nobody."""
    secret = "tok" + "en-of-the-teacher"
    monkeypatch.setenv("TOKEN", secret)
    code = """import re
found = 0
with open('/proc/self/mem', 'rb', 0) as memory:
    for line in open('/proc/self/maps'):
        first, last, mode = re.match(r'(\\w+)-(\\w+) (\\S+)', line).groups()
        if mode.startswith('rw'):
            try:
                memory.seek(int(first, 16))
                found += memory.read(int(last, 16) - int(first, 16)).count(
                    b'en-of-' + b'the-teacher')
            except OSError:
                pass
print(found)"""
    text = outputs(parent, [code], folder)[0][0]
    assert text.get("text") == "0\n" or text.get("ename") in ("PermissionError", "OSError")


def test_the_deadline_holds_though_the_grader_sleeps(policy, folder):
    short = dataclasses.replace(policy, deadline=2.0)
    with start_parent(short) as parent:
        parent.wait_until_warm()
        with running(parent, [], folder) as one:
            time.sleep(4)  # asks for nothing, sends nothing
            assert one.km.provisioner.process.poll() == -signal.SIGKILL
            assert ending(one.km).reason == "timed out"
        assert not left(parent)


def test_too_much_memory_is_the_reason(policy, folder):
    small = dataclasses.replace(policy, memory=300_000_000)
    code = "import time\nkept = bytearray(400_000_000)\nkept[::4096] = b'1' * len(kept[::4096])"
    with start_parent(small) as parent:
        one = client(parent, [code + "\ntime.sleep(10)"], folder)
        manager = one.km
        with pytest.raises(DeadKernelError):
            one.execute()
        assert ending(manager).reason == "out of memory"
        assert printed(parent, "print('next')", folder) == "next\n"


def test_orphans_end_with_their_kernel(parent, folder):
    code = "import subprocess\nsubprocess.Popen(['setsid', 'sleep', '1000'])\nprint('done')"
    for _ in range(3):
        assert printed(parent, code, folder) == "done\n"
    assert not left(parent)
    assert not files(parent)


def test_an_endless_loop_is_interrupted_in_the_sandbox_too(parent, folder):
    one = client(parent, ["while True:\n    pass", "print('on it goes')"], folder)
    one.timeout, one.interrupt_on_timeout = 1, True
    first, second = one.execute().cells
    assert first.outputs[-1].ename == "KeyboardInterrupt"
    assert second.outputs[0].text == "on it goes\n"


def test_another_kernel_than_the_courses_is_refused(parent, folder):
    one = client(parent, ["1"], folder)
    one.km.kernel_spec.argv[:] = ["/bin/sh", "-c", "exit"]
    with pytest.raises(WarmError, match="can be run in the sandbox"):
        one.execute()


def test_a_client_that_says_nothing_holds_nobody_up(parent, folder):
    from nnkit.grading.warm.wire import connect

    with connect(parent.address), connect(parent.address) as rude:
        rude.send(b"no JSON at all")
        assert printed(parent, "print('served')", folder) == "served\n"
    assert os.path.exists(parent.address)
