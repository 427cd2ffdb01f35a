"""The kernel ends early, or takes others with it, or leaves somebody behind."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack

DIED = r"crash|ended|died|stopped|exit|raise"


@attack("verdict", earns=(2, 0, 0), reason=DIED)
def os_exit(work):
    """Ends the kernel without a word."""
    work.answer("neuron", "import os\nos._exit(0)")


@attack("verdict", earns=(2, 0, 0), reason=DIED)
def os_exit_in_the_answer(work):
    """Ends the kernel while it is being graded."""
    work.answer("neuron", "import os\n\ndef neuron(X, w, b, activation):\n    os._exit(0)")


@attack("errors", earns=(2, 0, 2), reason=DIED + "|SystemExit")
def sys_exit_in_the_answer(work):
    """``sys.exit()`` while it is being graded: a wrong answer like others."""
    work.answer("neuron", "import sys\n\ndef neuron(X, w, b, activation):\n    sys.exit()")


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def leaves_by_exit(work):
    """IPython's own ``exit()``."""
    work.before("neuron", "import time\nexit()\ntime.sleep(0.1)")


@attack("verdict", earns=(2, 0, 0), reason=DIED)
def segmentation_fault(work):
    """Reads where no memory is."""
    work.answer("neuron", "import ctypes\nctypes.string_at(0)")


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def kills_itself(work):
    """SIGKILL to its own process."""
    work.before("neuron", "import os\nos.kill(os.getpid(), 9)")


@attack("process", earns=(2, 0, 0), up_to=SOLVED)
def kills_its_parent(work):
    """SIGKILL to whoever started it."""
    work.before("neuron", "import os\nif os.getppid() > 1:\n    os.kill(os.getppid(), 9)")


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def kills_its_group(work):
    """SIGKILL to its own process group."""
    work.before("neuron", "import os\nif os.getpgrp() > 1:\n    os.killpg(os.getpgrp(), 9)")


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED)
def kills_a_bystander(work):
    """SIGKILL to a process that has nothing to do with grading."""
    pid = work.outside.bystander.pid
    work.before(
        "neuron", f"import os\ntry:\n    os.kill({pid}, 9)\nexcept OSError as e:\n    print(e)"
    )


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def closes_every_descriptor(work):
    """Closes the kernel's sockets under it."""
    work.before("neuron", "import os\nos.closerange(3, 4096)")


@attack("process", earns=SOLVED)
def leaves_a_daemon(work):
    """A process in a session of its own, which outlives the kernel and writes later."""
    late = str(work.outside.loot / f"{work.name}-late")
    work.before(
        "neuron",
        f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open("/proc/self/comm", "w").write({work.mark!r})
        time.sleep(1)
        try:
            open({late!r}, "w").close()
        except OSError:
            pass
        time.sleep(60)
    os._exit(0)
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def time_bomb(work):
    """Honest at first; a thread ends the kernel a moment later."""
    work.before(
        "neuron",
        "import os, threading, time\nthreading.Timer(0.3, os._exit, [0]).start()\ntime.sleep(0.5)",
    )


@attack("verdict", earns=(2, 0, 0), up_to=SOLVED)
def stops_the_event_loop(work):
    """Takes the kernel's event loop away."""
    work.before("neuron", "import asyncio\nasyncio.get_event_loop().stop()")


@attack("silence", earns=SOLVED)
def asks_for_input(work):
    """Waits for somebody to type."""
    work.before("neuron", 'name = input("Who is there? ")')


@attack("errors", earns=SOLVED)
def raises_in_a_cell_of_its_own(work):
    """An error in an extra cell ends nothing."""
    work.before("neuron", "1 / 0")
