"""Links, devices and odd names in what is handed in."""

from __future__ import annotations

import os
from contextlib import suppress

from tests.hostile import toy
from tests.hostile.attack import SOLVED, attack

NOTHING = (0.0, 0.0, 0.0)
REFUSED = r"link|file|notebook|hand"


@attack("reading", earns=NOTHING, reason=REFUSED)
def notebook_is_a_link_to_the_source(work):
    """A symbolic link to the lesson's solutions, which would earn everything."""
    work.file.symlink_to(work.outside.root / "solutions" / toy.LESSON / f"{toy.LESSON}.ipynb")


@attack("reading", earns=NOTHING, reason=REFUSED)
def notebook_is_a_link_to_another(work):
    """A symbolic link to what somebody else has handed in."""
    work.file.symlink_to(
        work.outside.root / "submitted" / "aa-honest" / toy.LESSON / f"{toy.LESSON}.ipynb"
    )


@attack("reading", earns=SOLVED)
def a_link_beside_the_notebook(work):
    """A symbolic link to the gradebook, which nbgrader would copy, and the notebook reads."""
    (work.folder / "data.db").symlink_to(work.outside.root / "gradebook.db")
    (work.folder / "data.txt").symlink_to(work.outside.diary)
    (work.folder / "all").symlink_to(work.outside.home)
    work.before(
        "neuron",
        "import os\nfor name in ('data.txt', 'data.db', 'all/diary.txt'):\n"
        "    if os.path.exists(name):\n        print(open(name, errors='replace').read())",
    )


@attack("reading", earns=SOLVED)
def progress_is_a_link(work):
    """Another's answers to the quiz, beside the questions as they were given out."""
    work.put(
        "questions.json",
        (work.outside.root / "lessons" / toy.LESSON / "questions.json").read_bytes(),
    )
    (work.folder / "progress.json").symlink_to(
        work.outside.root / "submitted" / "aa-honest" / toy.LESSON / "progress.json"
    )


@attack("reading", earns=SOLVED)
def a_hard_link(work):
    """The same file under a second name: nothing tells it from an own one but its count."""
    with suppress(OSError):
        os.link(work.outside.diary, work.folder / "diary.txt")
    work.before(
        "neuron",
        "try:\n    print(open('diary.txt').read())\n"
        "    with open('diary.txt', 'a') as file:\n        file.write('spoilt')\n"
        "except OSError as error:\n    print(error)",
    )


@attack("reading", earns=NOTHING, reason=REFUSED)
def notebook_is_a_pipe(work):
    """Whoever opens it waits for ever."""
    os.mkfifo(work.file)


@attack("reading", earns=SOLVED)
def a_pipe_beside_the_notebook(work):
    """Whoever copies it waits for ever."""
    os.mkfifo(work.folder / "data.txt")


@attack("reading", earns=SOLVED)
def a_device_beside_the_notebook(work):
    """Whoever copies it copies for ever; a socket where no device may be made."""
    try:
        os.mknod(work.folder / "zeros", 0o20666, os.makedev(1, 5))
    except OSError:
        os.mkfifo(work.folder / "zeros")


@attack("reading", earns=NOTHING, reason=REFUSED)
def notebook_is_a_folder(work):
    """A folder of the notebook's name."""
    work.file.mkdir()


@attack("reading", earns=NOTHING, reason="notebook|missing|no ")
def no_notebook(work):
    """Everything but the notebook."""
    work.put("notes.txt", "I forgot.")
    work.notebook = None
    work.save = lambda: None


@attack("names", earns=SOLVED)
def names_that_mean_something(work):
    """Names with dots, with markup, with line breaks, with options and commands in them."""
    for name in (
        "..hidden",
        "-rf",
        "a\nb",
        "<script>alert(1)</script>.txt".replace("/", "∕"),
        "%2e%2e%2fgradebook.db",
        "*",
        f"$(touch ${{LOOT}}{work.name}-named)",
        "\x1b[2J",
        "nul\u202etxt.exe",
    ):
        work.put(name, "odd")


@attack("reading", earns=SOLVED)
def files_without_number(work):
    """Two thousand small files."""
    for number in range(2_000):
        work.put(f"many/{number}", "x")


@attack("reading", earns=SOLVED)
def a_file_full_of_nothing(work):
    """A file of gigabytes that takes no room, until it is copied."""
    with open(work.folder / "sparse.bin", "wb") as file:
        file.truncate(work.outside.sparse)


@attack("reading", earns=SOLVED)
def folders_without_an_end(work):
    """Two hundred folders in each other, and a link back."""
    folder = work.folder
    for _ in range(200):
        folder = folder / "deep"
        folder.mkdir()
    (folder / "back").symlink_to(work.folder)


@attack("reading", earns=SOLVED)
def unreadable_files(work):
    """Files and folders that nobody may open."""
    work.put("locked.txt", "x").chmod(0)
    (work.folder / "locked").mkdir(mode=0)
