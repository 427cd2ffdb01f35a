"""Files beside the notebook that Python, IPython, Jupyter or nbgrader would read of themselves."""

from __future__ import annotations

import json

from tests.hostile.attack import SOLVED, attack


def spoils(work) -> str:
    """Code that shows outside that it ran."""
    return f"open({str(work.outside.loot / (work.name + '-ran'))!r}, 'w').close()\n"


def poison(work, *names: str) -> None:
    for name in names:
        work.put(name, spoils(work))


@attack("process", earns=SOLVED)
def poisoned_numpy(work):
    """``import numpy`` finds this one."""
    poison(work, "numpy.py", "numpy/__init__.py")


@attack("settings", earns=(0, 0, 0), up_to=(2, 0, 2))
def poisoned_nnkit(work):
    """A package of our name, in which every answer passes."""
    work.wrong("neuron")
    work.put("nnkit/__init__.py", spoils(work))
    work.put(
        "nnkit/check/__init__.py",
        "check = lambda *a: 2.0\ncarry_on = lambda *a: None\nhint = None\n"
        "class Report: pass\nobserve = judge = run_check = lambda *a, **k: 2.0\n",
    )
    for room in ("nn", "quiz", "explore", "figures", "grading", "exercises"):
        work.put(f"nnkit/{room}/__init__.py", "def __getattr__(name): return lambda *a, **k: 6.0")


@attack("settings", earns=SOLVED)
def poisoned_library(work):
    """Modules of the standard library that the kernel imports late."""
    poison(work, "sqlite3.py", "json.py", "socket.py", "base64.py", "difflib.py", "pdb.py")


@attack("settings", earns=SOLVED)
def poisoned_site(work):
    """What Python runs at its start."""
    poison(work, "sitecustomize.py", "usercustomize.py", "evil.pth")


@attack("settings", earns=SOLVED)
def poisoned_ipython(work):
    """What IPython runs at its start, and its configuration."""
    poison(
        work,
        ".ipython/profile_default/startup/00.py",
        "profile_default/startup/00.py",
        ".ipython/profile_default/ipython_kernel_config.py",
        "ipython_config.py",
        "ipython_kernel_config.py",
    )


@attack("settings", earns=SOLVED)
def poisoned_jupyter(work):
    """Configuration of Jupyter's and of nbgrader's, and a template for the pages."""
    poison(
        work,
        "nbgrader_config.py",
        "jupyter_config.py",
        "jupyter_nbconvert_config.py",
        "jupyter_client_config.py",
        "conftest.py",
        "alembic/env.py",
    )


@attack("verdict", earns=(2, 0, 2))
def brings_its_own_quiz(work):
    """Questions and a course of its own, by which its answer is right."""
    work.wrong("neuron")
    asked = json.loads((work.outside.root / "lessons/01_neuron/questions.json").read_text())
    asked["questions"] = [one for one in asked["questions"] if one["id"] == "neuron.by_hand"]
    asked["questions"][0] |= {"answer": 42, "points": 6}
    del asked["questions"][0]["near"]
    work.put("questions.json", json.dumps(asked))
    work.says("neuron.by_hand", 42.0)
    work.put("quiz.yaml", "[]")
    work.put("solutions/01_neuron/quiz.yaml", "[]")
    work.put("nbgrader_config.py", "")


@attack("reading", earns=SOLVED)
def damaged_progress(work):
    """A file of answers that is none."""
    work.put("progress.json", b'{"version": 1, "answers": [[[[[[' + b"\xff\0")


@attack("reading", earns=SOLVED)
def deep_progress(work):
    """A file of answers that no recursive reader survives."""
    work.put("progress.json", "[" * 200_000)


@attack("reading", earns=SOLVED)
def odd_progress(work):
    """Answers of every wrong type."""
    odd = '{"answer": {"a": [1e999]}, "correct": 7, "attempts": "many"}'
    work.put(
        "progress.json",
        f'{{"version": 1, "passed": 3, "answers": {{"neuron.origin": {odd}, "x": null}}}}',
    )


@attack("reading", earns=SOLVED)
def huge_progress(work):
    """50 MB of answers."""
    work.put(
        "progress.json", '{"version": 1, "answers": {"a": {"answer": "' + "x" * 50_000_000 + '"}}}'
    )
