"""A warm kernel gives what a cold one gives, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbclient.exceptions import DeadKernelError

from nnkit.grading.warm import start_parent
from nnkit.grading.warm.wire import WarmError
from tests.grading.warm import client, ending, files, left, outputs, printed, running

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))

CELLS = [
    "import sys, os, warnings\nprint('out')\nprint('err', file=sys.stderr)\n41 + 1",
    "warnings.warn('careful')",
    "def f(x):\n    return 1 / x\n\nf(0)",
    "input('name? ')",
    "import numpy as np\nimport matplotlib.pyplot as plt\n"
    "plt.plot(np.arange(9) ** 2)\nplt.title('$\\\\sqrt{x}$ and words')\nplt.show()",
    "plt.figure(figsize=(3, 2)); plt.bar([1, 2], [3, 4]);",
    "from IPython.display import HTML\nHTML('<b>bold</b>')",
    "import ipywidgets\nipywidgets.IntSlider(description='n')",
    "get_ipython().run_cell_magic('capture', 'kept', 'print(1)')\nkept.stdout",
    "print(sys.argv[1:2], sys.path[0] == '', __name__, In[1][:6])",
    "print(sorted(name for name in dir() if not name.startswith('_')))",
]


@pytest.fixture(scope="module")
def parent():
    with start_parent() as started:
        yield started


def alike(cells):
    """The outputs without what differs by design: process ids in names, widget models."""

    def plain(output):
        kept = {key: output[key] for key in output if key not in ("metadata", "data")}
        data = dict(output.get("data", {}))
        data.pop("application/vnd.jupyter.widget-view+json", None)
        return str(kept | {"data": data}).replace("\\n", "\n").splitlines()

    def names(line):
        return [word for word in line.split() if "/ipykernel_" not in word and " at 0x" not in word]

    return [[[names(line) for line in plain(output)] for output in cell] for cell in cells]


def test_all_outputs_are_those_of_a_cold_kernel(parent, tmp_path):
    warm, cold = outputs(parent, CELLS, tmp_path), outputs(None, CELLS, tmp_path)
    for source, ours, theirs in zip(CELLS, alike(warm), alike(cold), strict=True):
        assert ours == theirs, source
    assert any("image/png" in output.get("data", {}) for output in warm[4])
    assert "application/vnd.jupyter.widget-view+json" in warm[7][0].data


def test_what_is_written_to_the_descriptors_reaches_the_notebook(parent, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, ipykernel leaves descriptors alone
    code = "import os\nos.write(1, b'raw 1\\n'); os.write(2, b'raw 2\\n'); os.system('echo shell')"
    code += "\nimport time; time.sleep(0.3)"
    text = printed(parent, code, tmp_path)
    assert "raw 1" in text
    assert "raw 2" in text
    assert "shell" in text


def test_folder_environment_and_path_are_those_asked_for(parent, tmp_path, monkeypatch):
    monkeypatch.setenv("ASKED_FOR", "yes")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}/lib:{os.environ.get('PYTHONPATH', '')}")
    code = "import os, sys\nprint(os.getcwd(), os.environ['ASKED_FOR'], sys.path)"
    text = printed(parent, code, tmp_path)
    assert text.startswith(f"{tmp_path} yes ")
    assert f"{tmp_path}/lib" in text


def test_each_kernel_draws_its_own_random_numbers(parent, tmp_path):
    code = "import random, numpy as np\nprint(random.random(), np.random.rand())"
    numbers = [word for _ in range(3) for word in printed(parent, code, tmp_path).split()]
    assert len(set(numbers)) == 6


def test_no_descriptor_of_the_parents_is_open_in_a_kernel(parent, tmp_path):
    code = """import os
for name in os.listdir('/proc/self/fd'):
    try: print(os.readlink('/proc/self/fd/' + name))
    except OSError: pass"""
    cold = {line.split(":")[0] for line in printed(None, code, tmp_path).splitlines()}
    warm = {line.split(":")[0] for line in printed(parent, code, tmp_path).splitlines()}
    assert warm - cold <= {"/dev/null"}  # its standard input


def test_twenty_kernels_leave_nothing_behind(parent, tmp_path):
    code = "import subprocess\nsubprocess.Popen(['setsid', 'sleep', '1000'])\nprint('done')"
    for _ in range(20):
        assert printed(parent, code, tmp_path) == "done\n"
    assert not left(parent)
    assert not files(parent)


def test_two_kernels_at_once(parent, tmp_path):
    code = "import time, os\ntime.sleep(0.5)\nprint(os.getpid())"
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: printed(parent, code, tmp_path), range(2)))
    assert both[0] != both[1]


@pytest.mark.parametrize("now", [True, False])
def test_a_restarted_kernel_is_a_new_one(parent, tmp_path, now):
    with running(parent, ["x = 1", "'x' in globals()"], tmp_path) as one:
        one.execute_cell(one.nb.cells[0], 0)
        before = one.km.provisioner.pid
        _run(one.km.restart_kernel(now=now))
        _run(one.kc.wait_for_ready(timeout=20))
        one.execute_cell(one.nb.cells[1], 1)
        assert one.nb.cells[1].outputs[0].data["text/plain"] == "False"
        assert one.km.provisioner.pid != before
    assert not files(parent)


def _run(awaitable):
    from jupyter_core.utils import run_sync

    async def wait():
        return await awaitable

    return run_sync(wait)()


def test_an_endless_loop_is_interrupted(parent, tmp_path):
    one = client(parent, ["while True:\n    pass", "print('on it goes')"], tmp_path)
    one.timeout, one.interrupt_on_timeout = 1, True
    first, second = one.execute().cells
    assert first.outputs[-1].ename == "KeyboardInterrupt"
    assert second.outputs[0].text == "on it goes\n"


@pytest.mark.parametrize("death", ["os._exit(3)", "os.kill(os.getpid(), 9)", "os.killpg(0, 9)"])
def test_a_dead_kernel_is_noticed_and_the_next_is_well(parent, tmp_path, death):
    one = client(parent, [f"import os\n{death}"], tmp_path)
    with pytest.raises(DeadKernelError):
        one.execute()
    assert printed(parent, "print('well')", tmp_path) == "well\n"
    assert not left(parent)


def test_how_it_ended_is_known(parent, tmp_path):
    with running(parent, ["import os; os._exit(3)"], tmp_path) as one:
        manager = one.km
        assert ending(manager) is None
        with pytest.raises(DeadKernelError):
            one.execute_cell(one.nb.cells[0], 0)
        assert (ending(manager).reason, ending(manager).code) == ("crashed", 3)


def test_a_kernel_has_one_history_of_its_own_and_none_on_disk(parent, tmp_path):
    code = "get_ipython().history_manager.enabled, len(In)"
    assert outputs(parent, [code], tmp_path)[0][0].data["text/plain"] == "(False, 2)"


def test_with_the_parent_its_kernels_go_and_the_next_request_says_so(tmp_path):
    with start_parent() as doomed:
        code = "open('runs', 'w').close(); import time; time.sleep(30)"
        one = client(doomed, [code], tmp_path)

        def kill():
            while not (tmp_path / "runs").exists():
                time.sleep(0.02)
            doomed.process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(DeadKernelError):
            one.execute()
        killer.join()
        with pytest.raises(WarmError, match="run your command again"):
            outputs(doomed, ["1"], tmp_path)
    assert not os.path.exists(os.path.dirname(doomed.address))


def test_when_the_grader_is_killed_everything_goes(tmp_path):
    script = f"""
import os, sys, time
from pathlib import Path
from nnkit.grading.warm import start_parent
from tests.grading.warm import running, descendants
with start_parent() as parent:
    with running(parent, ["import time; time.sleep(60)"], Path({str(tmp_path)!r})) as one:
        print(parent.process.pid, *descendants(parent.process.pid), flush=True)
        one.execute()
"""
    grader = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    pids = [int(word) for word in grader.stdout.readline().split()]
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert len(pids) == 3  # parent, supervisor, kernel
    deadline = time.monotonic() + 10
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if _lives(pid)]


def _lives(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


ENTRY_POINT = """[jupyter_client.kernel_provisioners]
nnkit-warm = nnkit.grading.warm.provisioner:WarmProvisioner
"""


@pytest.fixture
def chosen_by_name(tmp_path):
    """An environment in which any Jupyter client's Python kernels are warm ones."""
    about = tmp_path / "installed" / "nnkit_here-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: nnkit-here\nVersion: 0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINT)
    paths = [str(about.parent), ROOT, os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "JUPYTER_DEFAULT_PROVISIONER_NAME": "nnkit-warm",
    }


STOCK = """
import nbclient, nbformat.v4 as v4
cell = v4.new_code_cell("import sys; print('nnkit.grading.warm.kernel' in sys.modules)")
nbclient.execute(v4.new_notebook(cells=[cell]))
from nnkit.grading.warm import own
print(cell.outputs[0].text.strip(), own.address())
"""


def test_stock_clients_get_warm_kernels_by_name_and_their_parent_goes_with_them(chosen_by_name):
    done = subprocess.run(
        [sys.executable, "-c", STOCK], env=chosen_by_name, capture_output=True, text=True
    )
    warm, address = done.stdout.split()
    assert warm == "True", done.stderr
    assert not os.path.exists(os.path.dirname(address))


def test_nbval_runs_with_warm_kernels(chosen_by_name, tmp_path):
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    cell = new_code_cell("import sys; assert 'nnkit.grading.warm.kernel' in sys.modules")
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "one.ipynb")
    options = ["-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "--nbval", "one.ipynb"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        env=chosen_by_name,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_streams_may_be_given_as_for_a_process(parent, tmp_path):
    one = client(parent, [], tmp_path)
    one.start_new_kernel(stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=str(tmp_path))
    one.start_new_kernel_client()
    kept = one.km.provisioner.process.stdout
    one._cleanup_kernel()
    assert kept.read() == b""


def test_a_kernel_that_cant_start_says_why(parent, tmp_path):
    one = client(parent, ["1"], tmp_path / "nowhere")
    with pytest.raises(WarmError, match=r"could not start: FileNotFoundError.*nowhere"):
        one.execute()
    assert not left(parent)


FORKED = """
import os
from jupyter_client.manager import start_new_kernel

def use():
    manager, client = start_new_kernel(kernel_name="python3")
    client.execute_interactive("print(6 * 7)", timeout=20)
    client.stop_channels()
    manager.shutdown_kernel(now=True)

use()
child = os.fork()
if child == 0:
    use()
    os._exit(0)
os.waitpid(child, 0)
"""


def test_a_process_forked_after_a_kernel_has_its_own(tmp_path):
    env = os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "nnkit-warm"}
    command = [sys.executable, "-c", FORKED]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["42", "42"], done.stderr
