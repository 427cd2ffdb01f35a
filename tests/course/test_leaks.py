"""The leak gate must fail on every planted leak, and let clean material through."""

import json
import zipfile

import pytest

from nnkit.course.build import build
from nnkit.course.errors import CourseError
from nnkit.course.leaks import find_leaks
from nnkit.course.secrets import read_secrets

SECRET = "half_of_it = x * 0.5"
EXPLANATION = "Adding a number to itself gives twice the number."
GRADED = {"id": "toy.why", "feedback": "after_grading", "choices": [{"text": "Because."}]}


def plant(root, name, content):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def page(*lines):
    """A feedback page as nbgrader writes it: highlighted code."""
    code = "\n".join(f'<span class="k">{line}</span>' for line in lines)
    return f"<html><style>\n# begin solution\n</style><pre>{code}</pre></html>"


def notebook(source, kind="code", output=""):
    cell = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    if kind == "code":
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [output]}]
    return json.dumps({"cells": [cell], "metadata": {}}, indent=1)


def test_only_lines_that_tell_something_are_secret(built_once):
    assert read_secrets(built_once).lines == {
        "return x + x * 1.0",
        "half_of_it = x * 0.5",
        "return half_of_it",
    }


def test_a_line_that_learners_see_anyway_is_no_secret(course_of, text):
    root = course_of(text.replace("The answers stay hidden.", f"Try `{SECRET}` for a start."))
    assert SECRET not in read_secrets(root).lines


def test_a_clean_course_passes(built):
    plant(built, "lessons/01_toy/questions.json", json.dumps([GRADED]))
    given = page(SECRET, "return x + x * 1.0", EXPLANATION)  # her own code, and why, after grading
    plant(built, "feedback/ada/01_toy/01_toy.html", given)
    plant(built, "feedback/ada/01_toy/progress.json", '{"passed": {}}')
    assert find_leaks(built, feedback=built / "feedback") == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.txt", f"a\n\nSo {SECRET}  # ha", f"notes.txt:3: a line of a solution: {SECRET}"),
        ("other.py", "half_of_it   =  x * 0.5", "other.py:1: a line of a solution"),
        ("n.ipynb", notebook(f"a = 1\n    {SECRET}"), "n.ipynb:8: a line of a solution"),
        ("n.ipynb", notebook("a = 1", output=SECRET), "a line of a solution"),
        ("n.ipynb", notebook(f"Write `{SECRET}`.", "markdown"), "a line of a solution"),
        ("n.ipynb", notebook("x = 1\n### BEGN SOLUTION"), "n.ipynb:8: looks like a marker"),
        ("n.ipynb", notebook("### HIDE"), "looks like a marker: ### HIDE"),
        ("n.ipynb", notebook("### END SOLUTION"), "the marker ### END SOLUTION"),
        ("notes.txt", "# begin solution", "looks like a marker"),
        ("lesson.md", "# Hello", "lesson.md stays with the teacher"),
        ("quiz.yaml", "[]", "quiz.yaml stays with the teacher"),
        ("deeper/progress.json", "{}", "progress.json stays with the teacher"),
        ("broken.json", f'{{"a": "{SECRET}"', "a line of a solution"),
        (
            "questions.json",
            json.dumps([GRADED | {"choices": [{"text": "Because.", "correct": True}]}]),
            "the key of the graded question toy.why",
        ),
        (
            "questions.json",
            json.dumps({"questions": [{"id": "toy.why", "answer": 42}]}),
            "the key of the graded question toy.why",
        ),
        (
            "questions.json",
            json.dumps([{"id": "toy.other", "text": EXPLANATION}]),
            "the explanation of a graded question",
        ),
        ("notes.txt", EXPLANATION.replace(" to ", "\n to "), "the explanation of a graded"),
    ],
)
def test_a_planted_leak_in_lessons_is_found(built, name, content, why):
    plant(built, f"lessons/01_toy/{name}", content)
    leaks = find_leaks(built)
    assert any(why in str(leak) for leak in leaks), leaks
    assert all(leak.file == f"lessons/01_toy/{name}" for leak in leaks)


def test_a_renamed_source_is_found(built):
    source = built / "solutions" / "01_toy"
    for copied, name in [("lesson.md", "notes.md"), ("01_toy.ipynb", "extra.ipynb")]:
        (built / "lessons" / "01_toy" / name).write_bytes((source / copied).read_bytes())
    assert {str(leak) for leak in find_leaks(built)} == {
        "lessons/01_toy/notes.md: is a copy of solutions/01_toy/lesson.md",
        "lessons/01_toy/extra.ipynb: is a copy of solutions/01_toy/01_toy.ipynb",
    }


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("lesson.md", "# Hello", "lesson.md stays with the teacher"),
        ("quiz.yaml", "[]", "quiz.yaml stays with the teacher"),
        ("01_toy.ipynb", "{}", "a notebook has no place in feedback"),
        ("01_toy.html", page("### BEGIN SOLUTION"), "the marker ### BEGIN SOLUTION"),
        ("more.html", page(EXPLANATION.replace("twice", "<b>twice</b>")), "the explanation of"),
        ("notes.txt", SECRET, "a line of a solution"),
    ],
)
def test_a_planted_leak_in_feedback_is_found(built, name, content, why):
    plant(built, f"feedback/ada/01_toy/{name}", content)
    found = [str(leak) for leak in find_leaks(built, feedback=built / "feedback")]
    assert any(why in each and each.startswith("feedback/ada/01_toy/") for each in found), found


CLEAN_WHEEL = {
    "nnkit/exercises/toy.py": f"def halve(x):\n    {SECRET}\n    return half_of_it\n",
    "nnkit/course/markers.py": 'BEGIN = "### BEGIN SOLUTION"\n',
    "nnkit/quiz/graded.json": json.dumps([GRADED]),
}


def wheel_leaks(built, tmp_path, **entries):
    wheel = tmp_path / "nnkit-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in (CLEAN_WHEEL | entries).items():
            archive.writestr(name, content)
    return [str(leak) for leak in find_leaks(built, wheel=wheel)]


def test_the_public_code_in_a_wheel_is_no_leak(built, tmp_path):
    assert wheel_leaks(built, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("nnkit/lesson.md", "# Hello", "nnkit/lesson.md: belongs to the course"),
        ("solutions/01_toy/01_toy.ipynb", "{}", "belongs to the course"),
        ("lessons/01_toy/data.csv", "1", "belongs to the course"),
        ("nnkit/notes.py", "def f():\n    ### BEGIN SOLUTION\n", "notes.py:2: the marker"),
        ("nnkit/notes.py", f"WHY = '{EXPLANATION}'", "the explanation of a graded question"),
        ("nnkit/q.json", json.dumps([GRADED | {"answer": 1}]), "the key of the graded question"),
    ],
)
def test_a_planted_leak_in_a_wheel_is_found(built, tmp_path, name, content, why):
    found = wheel_leaks(built, tmp_path, **{name: content})
    assert len(found) == 1
    assert why in found[0]


def test_a_damaged_wheel_is_said_to_be(built, tmp_path):
    wheel = plant(tmp_path, "nnkit.whl", "no zip")
    with pytest.raises(CourseError, match="can't be read as a wheel"):
        find_leaks(built, wheel=wheel)


def test_a_damaged_quiz_is_named(built):
    plant(built, "solutions/01_toy/quiz.yaml", "- a: [")
    with pytest.raises(CourseError, match=r"solutions/01_toy/quiz\.yaml can't be read"):
        find_leaks(built)


def test_a_build_that_would_leak_fails_and_changes_nothing(built, points):
    before = (built / "lessons" / "01_toy" / "01_toy.ipynb").read_bytes()
    plant(built, "solutions/01_toy/answers.txt", SECRET)
    with pytest.raises(CourseError, match=r"lessons/01_toy/answers\.txt:1: a line of a solution"):
        build(built, points=points, say=lambda line: None)
    assert (built / "lessons" / "01_toy" / "01_toy.ipynb").read_bytes() == before
    assert not (built / "lessons" / "01_toy" / "answers.txt").exists()
