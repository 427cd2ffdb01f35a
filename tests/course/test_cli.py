"""The commands: what they print, what they return, and that they start quickly."""

import os
import re
import subprocess
import sys

import pytest

from nnkit import cli
from nnkit.course.catalogue import Lesson
from nnkit.course.lab import first_notebook, lab_command
from nnkit.course.standing import exercises
from nnkit.progress import record_answer, record_pass


@pytest.fixture
def inside(built, monkeypatch):
    monkeypatch.chdir(built)
    return built


def test_the_command_loads_nothing_heavy():
    heavy = "{'nbgrader', 'jupytext', 'jupyterlab', 'nbformat', 'numpy', 'matplotlib', 'yaml'}"
    code = f"import nnkit.cli, sys; sys.exit(repr({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "set()"


def test_outside_of_a_course_one_sentence_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for command in (["build"], ["leaks"], ["progress"], ["lab"], ["hand-in", "01", "--name", "a"]):
        assert cli.main(command) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert re.fullmatch(r"There is no course in .*\n", said.err)


@pytest.mark.parametrize("command", [["leaks"], ["progress"]])
def test_where_nobody_reads_on_it_ends_without_a_word(inside, command):
    (inside / "lessons" / "01_toy" / "lesson.md").write_text("# A")  # leaks has something to say
    reading, writing = os.pipe()
    os.close(reading)
    call = [sys.executable, "-m", "nnkit.cli", *command]
    done = subprocess.run(call, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (cli.UNREAD, "")


@pytest.mark.parametrize("arguments", [[], ["buld"], ["build", "--force"], ["hand-in", "01_toy"]])
def test_a_wrong_call_shows_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage: nnkit" in capsys.readouterr().err


def test_build_says_what_is_wrong(inside, capsys):
    assert cli.main(["build", "02_x"]) == 2
    assert "There is no lesson 02_x" in capsys.readouterr().err
    assert cli.main(["build"]) == 2
    assert re.match(r"solutions/01_toy/lesson\.md:\d+: .*toy", capsys.readouterr().err)


def test_leaks_are_listed(inside, capsys):
    assert cli.main(["leaks"]) == 0
    assert capsys.readouterr().out == ""
    (inside / "lessons" / "01_toy" / "lesson.md").write_text("# A")
    assert cli.main(["leaks"]) == 1
    assert capsys.readouterr().out == (
        "lessons/01_toy/lesson.md: lesson.md stays with the teacher\n"
    )


def test_hand_in_says_where_the_file_is(inside, capsys):
    (inside / "lessons").rename(inside / "work")
    assert cli.main(["hand-in", "01_toy", "--name", "ada"]) == 0
    assert str(inside / "work" / "ada_01_toy.zip") in capsys.readouterr().out


def test_progress_counts_what_was_passed(inside, capsys):
    assert exercises(Lesson(inside, "01_toy")) == ["toy.double", "toy.halve"]
    assert cli.main(["progress"]) == 0
    assert capsys.readouterr().out == (
        "01 A toy lesson  ····················  0 of 2 exercises, 0 of 2 questions answered\n"
    )
    folder = inside / "work" / "01_toy"
    folder.mkdir(parents=True)
    record_pass("toy.halve", 1, 1, folder)
    record_pass("other.thing", 1, 1, folder)
    record_answer("toy.how_much", 41.0, folder=folder)
    record_answer("toy.why", "no choice", folder=folder)
    assert cli.main(["progress"]) == 0
    assert capsys.readouterr().out == (
        "01 A toy lesson  ██████████··········  1 of 2 exercises, 1 of 2 questions answered\n"
    )
    (folder / "progress.json").write_text("{")
    assert cli.main(["progress"]) == 0
    assert "progress.json was damaged" in capsys.readouterr().out


def test_a_damaged_lesson_is_said_to_be(inside, capsys):
    notebook = inside / "lessons" / "01_toy" / "01_toy.ipynb"
    for damage in ("{", "[]", '{"cells": [1]}'):
        notebook.write_text(damage)
        assert cli.main(["progress"]) == 2
        assert f"{notebook} is damaged: it is no notebook." in capsys.readouterr().err


def test_damaged_questions_are_said_to_be(inside, capsys):
    (inside / "lessons" / "01_toy" / "questions.json").write_text("{")
    assert cli.main(["progress"]) == 2
    assert "01_toy/questions.json is damaged." in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(inside, capsys):
    assert cli.main(["leaks", "--wheel", "no-such.whl"]) == 2
    assert "no-such.whl" in capsys.readouterr().err


def test_the_lab_starts_at_the_first_lesson_with_this_python(built_once):
    assert first_notebook(built_once) == "01_toy/01_toy.ipynb"
    environment = {"PATH": "/usr/bin:/bin", "JUPYTER_PATH": "/elsewhere", "HOME": "/home/ada"}
    command, changed = lab_command(built_once, built_once / "work", ["--no-browser"], environment)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--LabApp.default_url=/lab/tree/01_toy/01_toy.ipynb" in command
    assert command[-1] == "--no-browser"
    assert re.fullmatch(r"\S+/bin:/usr/bin:/bin", changed["PATH"])
    assert re.fullmatch(r"\S+/share/jupyter:/elsewhere", changed["JUPYTER_PATH"])
    assert changed["HOME"] == "/home/ada"


def test_the_lab_lays_out_and_says_where_to_start(inside, monkeypatch, capsys):
    started = []
    monkeypatch.setattr("os.execve", lambda *call: started.append(call) or sys.exit(0))
    with pytest.raises(SystemExit):
        cli.main(["lab", "--no-browser", "--port=9999"])
    assert started[0][1][-2:] == ["--no-browser", "--port=9999"]
    assert (inside / "work" / "01_toy" / "01_toy.ipynb").is_file()
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "New in work/: 01_toy."
    assert said[1].startswith("Start with work/01_toy/01_toy.ipynb.")
