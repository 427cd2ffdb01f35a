"""A build is the same every time and everywhere, hides the answers, and fails without a trace."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from nnkit.course.build import build, differences
from nnkit.course.errors import CourseError

SOLUTION = "solutions/01_toy/01_toy.ipynb"
RELEASE = "lessons/01_toy/01_toy.ipynb"


def content(root):
    """Every file but the settings, with what is in it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def silently(line):
    """Say nothing."""


def rebuild(root, points):
    build(root, points=points, say=silently)


def failure(root, points):
    with pytest.raises(CourseError) as caught:
        rebuild(root, points)
    return str(caught.value)


def test_a_second_build_elsewhere_is_equal_byte_for_byte(
    built_once, built, points, tmp_path, monkeypatch
):
    kernel = tmp_path / "share" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    broken = {"argv": ["/bin/false"], "display_name": "Another", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(broken))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("MPLBACKEND", "svg")
    shutil.rmtree(built / "lessons")
    (built / SOLUTION).unlink()
    rebuild(built, points)
    assert content(built) == content(built_once)


def test_the_build_leaves_nothing_but_its_results(built_once):
    assert sorted(content(built_once)) == [
        "lessons/01_toy/01_toy.ipynb",
        "lessons/01_toy/data.csv",
        "lessons/01_toy/questions.json",
        "nbgrader_config.py",
        "solutions/01_toy/01_toy.ipynb",
        "solutions/01_toy/data.csv",
        "solutions/01_toy/lesson.md",
        "solutions/01_toy/questions.json",
        "solutions/01_toy/quiz.yaml",
    ]


def test_the_release_has_no_solution_and_no_output(built_once):
    text = (built_once / RELEASE).read_text(encoding="utf-8")
    assert "x + x" not in text
    assert "half_of_it" not in text
    assert "SOLUTION" not in text
    notebook = nbformat.reads(text, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    assert notebook.cells[3].source == (
        'def double(x):\n    """Twice x."""\n'
        "    # Write your code here, in place of the next line.\n    raise NotImplementedError"
    )


def test_short_metadata_is_completed(built_once):
    cells = nbformat.read(built_once / SOLUTION, as_version=4).cells
    told = {cell.id: cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata}
    shared = {"schema_version": 3, "task": False}
    assert told["toy-double"] == shared | {
        "grade_id": "toy-double",
        "solution": True,
        "grade": False,
        "locked": False,
    }
    assert told["test-toy-double"] == shared | {
        "grade_id": "test-toy-double",
        "solution": False,
        "grade": True,
        "locked": True,
        "points": 2,
    }
    assert told["test-toy-halve"]["points"] == 0
    assert told["checkpoint-toy"] == told["test-toy-double"] | {"grade_id": "checkpoint-toy"}
    assert told["read-only"]["locked"]


def test_outputs_are_kept_without_times_and_widget_views(built_once):
    text = (built_once / SOLUTION).read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert notebook.cells[5].outputs[0].text == "checked toy.double\n"
    assert "image/png" in text
    assert "IntSlider(value=3)" in text
    assert "widget-view" not in text
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert "version" not in notebook.metadata.language_info
    assert not any("execution" in cell.metadata for cell in notebook.cells)


def test_what_was_built_from_a_removed_lesson_goes(built, points):
    stale = built / "lessons" / "07_gone"
    stale.mkdir()
    (stale / "07_gone.ipynb").write_text("{}")
    (built / "lessons" / "01_toy" / "stale.csv").write_text("1")
    (built / "lessons" / "README.md").write_text("Stays.")
    found = differences(built, points=points, say=silently)
    assert any("07_gone: has no source" in line for line in found)
    assert any("01_toy/stale.csv: is no part of the build" in line for line in found)
    rebuild(built, points)
    assert sorted(os.listdir(built / "lessons")) == ["01_toy", "README.md"]
    assert "stale.csv" not in os.listdir(built / "lessons" / "01_toy")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x = 1\n    \n1 / 0", ":12: This raises ZeroDivisionError: division by zero."),
        ("import os\nos._exit(1)", ":10: The kernel gave up in this cell"),
        ("print(object())", ":10: The output of this cell contains a memory address (0x"),
        ("import os; print(os.getcwd())", "contains the path of a temporary folder"),
        ("import warnings; warnings.warn('careful')", "a temporary file (ipykernel_"),
    ],
)
def test_a_cell_that_fails_or_tells_of_the_machine_is_named(built, points, line, said):
    (built / "solutions" / "01_toy" / "quiz.yaml").unlink()
    before = content(built)
    lesson = built / "solutions" / "01_toy" / "lesson.md"
    source = f"# A\n\n```{{code-cell}}\na = 1\n```\n\nText.\n\n```{{code-cell}}\n{line}\n```\n"
    lesson.write_text(source, encoding="utf-8")
    assert said in failure(built, points)
    after = content(built)
    assert after | {"solutions/01_toy/lesson.md": b""} == before | {
        "solutions/01_toy/lesson.md": b""
    }


def test_the_course_itself_holds_no_ones_progress():
    assert list(Path(__file__).parents[2].glob("solutions/**/progress.json")) == []


def test_an_expected_exception_is_fine(course_of, points):
    root = course_of(
        '# A\n\n```{code-cell}\n:tags: [raises-exception]\n\nraise KeyError("x")\n```\n'
    )
    rebuild(root, points)
    assert "KeyError" in (root / SOLUTION).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["progress.json", "answers.ipynb", "deeper/progress.json"])
def test_files_that_must_not_reach_learners_are_refused(built, points, name):
    path = built / "solutions" / "01_toy" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}")
    assert f"solutions/01_toy/{name} " in failure(built, points)


def test_a_lesson_that_writes_files_leaves_none_in_solutions(course_of, points):
    writes = 'from pathlib import Path\nfor name in ("progress.json", "drawn.txt"):\n'
    root = course_of(f'# A\n\n```{{code-cell}}\n{writes}    Path(name).write_text("1")\n```\n')
    rebuild(root, points)
    assert not {"progress.json", "drawn.txt"} & {path.name for path in root.rglob("*")}
