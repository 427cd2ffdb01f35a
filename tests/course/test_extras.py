"""An extra is built, released and laid out as lessons are; it is never graded or counted."""

import json

import pytest

from nnkit.course.build import build, differences
from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.course.lab import first_notebook
from nnkit.course.leaks import find_leaks
from nnkit.course.questions import checked_source
from nnkit.course.standing import standing
from nnkit.course.workspace import lay_out

TEXT = """\
# Something beside the lessons

```{code-cell} ipython3
from nnkit.quiz import ask

ask("builder.why")
```
"""

ANSWER = """
```{code-cell} ipython3
:nbgrader: {grade_id: builder-twice, solution: true}

def twice(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION
```

```{code-cell} ipython3
:nbgrader: {grade_id: test-builder-twice, grade: true}

check("builder.twice")
```
"""

QUIZ = """\
- id: builder.why
  kind: single
  feedback: instant
  prompt: Why?
  choices:
    - text: Because it shows something.
      correct: true
      explanation: It does, and that is all it is for.
    - text: For points.
      explanation: There are none in here.
"""


@pytest.fixture
def extra(built):
    """An extra in a course with a built lesson."""
    lesson = Lesson(built, "builder")
    lesson.source_folder.mkdir()
    lesson.source.write_text(TEXT)
    (lesson.source_folder / "quiz.yaml").write_text(QUIZ)
    return lesson


def test_it_is_built_released_and_laid_out(extra, points):
    root = extra.root
    build(root, ["builder"], points)
    assert differences(root, ["builder"], points) == []
    assert find_leaks(root) == []
    assert "builder/builder.ipynb" in lay_out(root, root / "work").new
    asked = json.loads((root / "work" / "builder" / "questions.json").read_text())
    assert "builder.why" in json.dumps(asked)


def test_it_is_not_where_to_start_and_not_counted(extra, points):
    build(extra.root, ["builder"], points)
    assert first_notebook(extra.root) == "01_toy/01_toy.ipynb"
    assert "beside" not in "\n".join(standing(extra.root, extra.root / "work"))


def test_it_goes_when_its_source_has_gone(extra, points):
    build(extra.root, ["builder"], points)
    extra.source.unlink()
    assert differences(extra.root, points=points) == ["lessons/builder: has no source"]


def test_nothing_in_it_can_be_graded(extra):
    extra.source.write_text(TEXT + ANSWER)
    with pytest.raises(CourseError) as caught:
        checked_source(extra, lambda _: 1)
    said = str(caught.value)
    assert said.count("Nothing in an extra notebook is graded.") == 2
    assert "solutions/builder/lesson.md:" in said


def test_its_questions_answer_at_once(extra, points):
    (extra.source_folder / "quiz.yaml").write_text(QUIZ.replace("instant", "after_grading"))
    with pytest.raises(CourseError, match=r"quiz\.yaml:3: .* make it instant"):
        checked_source(extra, points)
