"""Reading what is none of a learner's business, and printing it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.attack import SOLVED, attack

SHOW = """
import re
def show(path):
    try:
        with open(path, "rb") as file:
            print(path, re.findall(rb"SECRET-\\w+", file.read(20_000_000)))
    except OSError as error:
        print(path, error)
"""


def reads(work, *paths) -> None:
    work.before("neuron", SHOW + "\n".join(f"show({str(path)!r})" for path in paths))


@attack("sandbox", earns=SOLVED)
def reads_the_gradebook(work):
    """The marks of everybody."""
    reads(work, work.outside.root / "gradebook.db")


@attack("sandbox", earns=SOLVED)
def reads_other_submissions(work):
    """What the others have written."""
    work.before(
        "neuron",
        SHOW
        + f"import glob\nfor path in glob.glob({str(work.outside.root)!r} + '/submitted/*/*/*'):\n"
        "    show(path)",
    )


@attack("sandbox", earns=SOLVED)
def reads_the_source(work):
    """The lesson's solutions, and the keys of its quiz."""
    source = work.outside.root / "solutions" / "01_neuron"
    reads(work, source / "01_neuron.ipynb", source / "quiz.yaml")


@attack("sandbox", earns=SOLVED)
def reads_the_diary(work):
    """The teacher's own files."""
    reads(work, work.outside.diary)


@attack("sandbox", earns=SOLVED)
def reads_the_environment(work):
    """Tokens often stand in the environment of whoever started it."""
    work.before("neuron", "import os\nprint(dict(os.environ))")


@attack("sandbox", earns=SOLVED)
def reads_its_own_memory(work):
    """A forked process has all that was in the memory of the one that it is forked from."""
    work.before(
        "neuron",
        """
import re
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps.readlines():
        begin, end = (int(place, 16) for place in line.split()[0].split("-"))
        try:
            while begin < end:
                memory.seek(begin)
                print(*set(re.findall(rb"SECRET-\\w+", memory.read(min(end - begin, 10_000_000)))))
                begin += 10_000_000
        except (OSError, ValueError, OverflowError):
            pass
""",
    )


@attack("sandbox", earns=SOLVED)
def reads_other_processes(work):
    """Their environments, memory maps and folders stand in /proc."""
    work.before(
        "neuron",
        SHOW + "import glob\nfor path in glob.glob('/proc/[0-9]*/environ'):\n    show(path)\n"
        "for root in glob.glob('/proc/[0-9]*/root'):\n"
        f"    show(root + {str(work.outside.diary)!r})",
    )


@attack("sandbox", earns=SOLVED)
def reads_by_the_shell(work):
    """The same by a shell escape."""
    work.before("neuron", f"!cat {work.outside.diary}")


@attack("sandbox", earns=SOLVED)
def reads_through_a_link_of_its_own(work):
    """Makes a symbolic link to what it may not open, and opens that."""
    work.before(
        "neuron",
        SHOW + f"import os\nos.symlink({str(work.outside.diary)!r}, 'mine')\nshow('mine')\n"
        f"try:\n    os.link({str(work.outside.diary)!r}, 'mine-too')\n    show('mine-too')\n"
        "except OSError as error:\n    print(error)",
    )


@attack("descriptors", earns=SOLVED)
def reads_open_descriptors(work):
    """Whatever file the grader may have left open."""
    work.before(
        "neuron",
        """
import os, re
for number in range(3, 256):
    try:
        os.lseek(number, 0, 0)
        print(number, re.findall(rb"SECRET-\\w+", os.read(number, 20_000_000)))
    except OSError:
        pass
for number in os.listdir("/proc/self/fd"):
    try:
        folder = os.open(f"/proc/self/fd/{number}/../../home/diary.txt", os.O_RDONLY)
        print(os.read(folder, 1000))
    except OSError:
        pass
""",
    )


@attack("sandbox", earns=SOLVED)
def sees_other_processes(work):
    """Whether the teacher's processes are to be seen at all."""
    pid = os.getpid()
    command = Path(f"/proc/{pid}/cmdline").read_text()
    work.before(
        "neuron",
        f"try:\n    command = open('/proc/{pid}/cmdline').read()\n"
        "except OSError:\n    command = ''\n"
        f"if command == {command!r}:\n    print('BO' 'AST')",
    )
