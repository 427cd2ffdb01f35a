"""Time, disk, processes, output: more than one learner's share of each."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack

STOPPED = r"time|stopped|second|endless"
# What even an unguarded machine can bear, and still more than the guarded kernel is to get.
DISK = 100_000_000


@attack("comparison", earns=(2, 0, 2), reason=STOPPED)
def endless_loop_in_the_answer(work):
    """The graded function never returns."""
    work.answer("neuron", "def neuron(X, w, b, activation):\n    while True:\n        pass")


@attack("limits", earns=(2, 0, 0), up_to=(2, 0, 2), reason=STOPPED)
def endless_loop_that_swallows_everything(work):
    """The graded function catches whatever wants to stop it."""
    work.answer(
        "neuron",
        """
def neuron(X, w, b, activation):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason=STOPPED)
def endless_cell(work):
    """A cell of the learner's own never ends."""
    work.before("neuron", "while True: pass")


@attack("limits", earns=(2, 0, 0), up_to=(2, 0, 2), reason=STOPPED)
def ignores_interrupts(work):
    """A cell that ignores every signal it can, and never ends."""
    work.answer(
        "neuron",
        """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=(2, 0, 2), reason=STOPPED)
def endless_in_one_c_call(work):
    """One call into C that no signal handler of Python's can stop."""
    work.answer(
        "neuron", "def neuron(X, w, b, activation):\n    return len(str((1 << 60) ** 6_000_000))"
    )
    work.before("neuron", "import sys\nsys.set_int_max_str_digits(0)")


@attack("limits", earns=(2, 0, 2), up_to=(2, 0, 2))
def endless_on_secret_inputs_only(work):
    """Right and quick on the lesson's own cases, endless on all others."""
    work.answer(
        "neuron",
        """
from nnkit.exercises import exercise
_known = [case.inputs["X"].tobytes() for case in exercise("neuron.neuron").draw_cases(0)]

def neuron(X, w, b, activation):
    while np.asarray(X, dtype=float).tobytes() not in _known:
        pass
    return activation(X @ w + b)
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=(2, 0, 2), reason=STOPPED)
def sleeps(work):
    """Uses no time of the processor, only the clock's."""
    work.answer("neuron", "import time\ntime.sleep(600)")


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def waits_in_its_event_loop(work):
    """A cell that waits for something that never comes."""
    work.before("neuron", "import asyncio\nawait asyncio.Event().wait()")


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED, reason="")
def fork_bomb(work):
    """A hundred processes that go on when the kernel has gone; it boasts of the last."""
    work.before(
        "neuron",
        f"""
import os, time
for _ in range(100):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        open("/proc/self/comm", "w").write({work.mark!r})
        time.sleep(60)
        os._exit(0)
else:
    print("BO" "AST")
""",
    )


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED, reason="")
def threads_without_number(work):
    """Three hundred threads that sleep, and keep the process from ending; it boasts of them."""
    work.before(
        "neuron",
        """
import threading, time
for _ in range(300):
    try:
        threading.Thread(target=time.sleep, args=(120,)).start()
    except RuntimeError:
        break
else:
    print("BO" "AST")
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def output_flood(work):
    """Prints for as long as it may."""
    work.before("neuron", 'for _ in range(100_000):\n    print("x" * 1000)')


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def one_huge_line(work):
    """50 MB in one go."""
    work.before("neuron", 'print("x" * 50_000_000)')


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def many_displays(work):
    """Twenty thousand outputs of a cell, each small."""
    work.before("neuron", "for i in range(20_000):\n    display(i)")


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def huge_display(work):
    """A page of 50 MB as rich output."""
    work.before(
        "neuron", 'from IPython.display import HTML\ndisplay(HTML("<p>" + "x" * 50_000_000))'
    )


@attack("comparison", earns=(2, 2, 2), up_to=SOLVED)
def prints_while_it_answers(work):
    """A right answer that prints a flood in each call: right all the same."""
    work.answer(
        "neuron",
        "def neuron(X, w, b, activation):\n"
        '    print("x" * 1_000_000)\n'
        "    return activation(X @ w + b)",
    )


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="")
def descriptor_flood(work):
    """Writes to the descriptors 1 and 2 themselves, past every Python stream."""
    work.before(
        "neuron",
        'import os\nfor _ in range(200):\n    os.write(1, b"x" * 100_000)\n'
        '    os.write(2, b"x" * 100_000)',
    )


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED)
def disk_flood(work):
    """Fills every folder that it may write to, and boasts if one took it all and kept it."""
    folder = work.outside.loot
    work.before(
        "neuron",
        f"""
import os
for folder in ({str(folder)!r}, ".", "/tmp", "/dev/shm", "/var/tmp"):
    path = os.path.join(folder, {work.name + "-flood"!r})
    try:
        with open(path, "wb") as file:
            for _ in range({DISK // 1_000_000}):
                file.write(bytes(1_000_000))
            print("BO" "AST")
        os.remove(path)
    except OSError:
        pass
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=(2, 0, 2), reason="")
def deep_recursion(work):
    """Recursion without an end, with Python's own guard against it taken away."""
    work.answer(
        "neuron",
        """
import sys
sys.setrecursionlimit(2**31 - 1)

def neuron(X, w, b, activation):
    return np.vectorize(lambda x: neuron(x, w, b, activation))(X)
""",
    )


@attack("errors", earns=(2, 0, 2), reason="Recursion|recursion")
def plain_recursion(work):
    """Recursion without an end, as beginners write it."""
    work.answer(
        "neuron", "def neuron(X, w, b, activation):\n    return neuron(X, w, b, activation)"
    )


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED)
def opens_files_without_number(work):
    """Keeps every descriptor that it can get."""
    work.before(
        "neuron",
        """
import os
kept = []
try:
    for _ in range(5_000):
        kept.append(os.open("/dev/null", os.O_RDONLY))
    print("BO" "AST")
except OSError:
    for each in kept:
        os.close(each)
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=SOLVED)
def stops_itself(work):
    """Sends itself SIGSTOP: no processor time used, nothing ever answered."""
    work.before("neuron", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")
