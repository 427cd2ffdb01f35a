"""A toy course of one short lesson, built once for the tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nnkit.course.build import build

ROOT = Path(__file__).parents[2]
POINTS = {"toy.double": 2, "toy.halve": 0}

LESSON = '''\
# A toy lesson

Twice and half. The answers stay hidden.

```{code-cell} ipython3
def check(exercise_id):
    print("checked", exercise_id)
```

## Twice

```{code-cell} ipython3
:nbgrader: {grade_id: toy-double, solution: true}

def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x * 1.0
    ### END SOLUTION
```

Now see whether it is right.

```{code-cell} ipython3
:nbgrader: {grade_id: test-toy-double, grade: true}

check("toy.double")
```

```{code-cell} ipython3
:nbgrader: {grade_id: toy-halve, solution: true}

def halve(x):
    ### BEGIN SOLUTION
    half_of_it = x * 0.5
    return half_of_it
    ### END SOLUTION
```

```{code-cell} ipython3
:nbgrader: {grade_id: test-toy-halve, grade: true}

check("toy.halve")
```

```{code-cell} ipython3
from nnkit.quiz import ask, checkpoint

ask("toy.why")
```

```{code-cell} ipython3
ask("toy.how_much")
```

```{code-cell} ipython3
:nbgrader: {grade_id: checkpoint-toy, grade: true}

checkpoint("toy")
```

```{code-cell} ipython3
import io

import ipywidgets
from IPython.display import Image, display
from matplotlib.figure import Figure

figure, png = Figure(figsize=(2, 1)), io.BytesIO()
figure.gca().plot([0, 1], [double(1), halve(1)])
figure.savefig(png)
display(Image(png.getvalue()))
ipywidgets.IntSlider(3)
```

+++ {"nbgrader": {"grade_id": "read-only", "locked": true}}

Read, but don't change.
'''

QUIZ = """\
- id: toy.why
  kind: single
  prompt: Why twice?
  feedback: after_grading
  points: 2
  checkpoint: true
  choices:
    - text: Because it is added to itself.
      correct: true
      explanation: Adding a number to itself gives twice the number.
    - text: Because of the weather.
      explanation: The weather has no influence on numbers at all.
- id: toy.how_much
  kind: numeric
  prompt: What is twice 21?
  feedback: instant
  answer: 42
  explanation: Twice twenty and twice one.
"""


def toy_points(exercise_id: str) -> float:
    """What the exercises room is for the real course."""
    if exercise_id not in POINTS:
        raise LookupError(f"{exercise_id}: there is no such exercise.")
    return POINTS[exercise_id]


def write_course(root: Path, text: str) -> Path:
    """A course with the one lesson 01_toy, not built."""
    folder = root / "solutions" / "01_toy"
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(text, encoding="utf-8")
    if "ask(" in text:
        (folder / "quiz.yaml").write_text(QUIZ, encoding="utf-8")
    (folder / "data.csv").write_text("1,2\n", encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


@pytest.fixture
def text() -> str:
    """The toy lesson's lesson.md."""
    return LESSON


@pytest.fixture
def points() -> Callable[[str], float]:
    """The points of the toy exercises."""
    return toy_points


@pytest.fixture
def course_of(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a course, not built, of a lesson.md."""
    return lambda text: write_course(tmp_path / "course", text)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course, built. Only to be read."""
    root = write_course(tmp_path_factory.mktemp("built") / "course", LESSON)
    build(root, points=toy_points, say=lambda line: None)
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of the built toy course, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "built"))
