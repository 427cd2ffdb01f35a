"""Writing where only the teacher writes."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack


def spoils(work, source: str) -> None:
    """A cell in which ``spoil(path)`` writes the attack's name into a file."""
    work.before("neuron", f"name = {work.name!r}.encode()\n{SPOIL}\n{source}")


SPOIL = """
import os
def spoil(path):
    try:
        os.chmod(path, 0o777)
    except OSError:
        pass
    try:
        with open(path, "ab") as file:
            file.write(b"spoilt by " + name)
    except OSError as error:
        print(path, error)
"""


@attack("sandbox", earns=SOLVED)
def writes_the_gradebook(work):
    """Full points for everybody, by SQL."""
    work.before(
        "neuron",
        f"""
import sqlite3
try:
    book = sqlite3.connect("file:{work.outside.root}/gradebook.db?mode=rw", uri=True, timeout=1)
    book.execute("update student set first_name = 'spoilt by {work.name}'")
    book.commit()
except sqlite3.Error as error:
    print(error)
""",
    )


@attack("sandbox", earns=SOLVED)
def writes_other_submissions(work):
    """Ruins what another learner has handed in."""
    other = work.outside.root / "submitted" / "aa-honest" / "01_neuron" / "notes.txt"
    spoils(work, f"spoil({str(other)!r})")


@attack("sandbox", earns=SOLVED)
def writes_the_lesson(work):
    """Changes the lesson for everyone after."""
    root = work.outside.root
    spoils(
        work,
        f"spoil({str(root / 'solutions' / '01_neuron' / 'notes.txt')!r})\n"
        f"spoil({str(root / 'lessons' / '01_neuron' / 'notes.txt')!r})",
    )


@attack("sandbox", earns=SOLVED)
def writes_the_diary(work):
    """Writes into the teacher's own files."""
    spoils(work, f"spoil({str(work.outside.diary)!r})")


@attack("sandbox", earns=SOLVED)
def leaves_files_outside(work):
    """A file where everybody may write."""
    path = str(work.outside.loot / f"{work.name}-here")
    spoils(work, f"spoil({path!r})")


@attack("sandbox", earns=SOLVED)
def leaves_files_by_a_link(work):
    """The same through a symbolic link in its own folder."""
    path = str(work.outside.loot / f"{work.name}-there")
    spoils(work, f"os.symlink({path!r}, 'here')\nspoil('here')")


@attack("sandbox", earns=SOLVED)
def writes_beside_the_package(work):
    """A file in the folder that the next kernel imports from."""
    work.before(
        "neuron",
        "import nnkit, os\n"
        f"path = os.path.join(os.path.dirname(nnkit.__file__), {work.mark!r} + '.txt')\n"
        "try:\n    open(path, 'w').close()\n    os.remove(path)\n    print('BO' 'AST')\n"
        "except OSError as error:\n    print(error)",
    )


@attack("sandbox", earns=SOLVED)
def makes_a_nested_user_namespace(work):
    """Becomes root in a user namespace of its own, where the kernel's doors are wider."""
    work.before(
        "neuron",
        """
import ctypes, os, sys
sys.stdout.flush()
libc = ctypes.CDLL(None, use_errno=True)
pid = os.fork()
if pid == 0:
    os._exit(0 if libc.unshare(0x10000000 | 0x20000) == 0 else 1)
if os.waitpid(pid, 0)[1] == 0:
    print("BO" "AST")
""",
    )


@attack("sandbox", earns=SOLVED)
def takes_the_root_along(work):
    """Mounts over things, makes devices, changes its user: what only root may."""
    work.before(
        "neuron",
        """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
pid = os.fork()
if pid == 0:
    done = []
    try:
        os.mknod("null", 0o20666, os.makedev(1, 3))
        done.append("device")
    except OSError:
        pass
    if libc.unshare(0x20000) == 0:
        done.append("mount namespace")
    try:
        os.chroot(".")
        done.append("chroot")
    except OSError:
        pass
    os._exit(len(done))
if os.waitpid(pid, 0)[1]:
    print("BO" "AST")
try:
    os.remove("null")
except OSError:
    pass
""",
    )
