"""The questions of a lesson are asked, known, shown, counted; learners get no key."""

import json
import re

import nbformat
import pytest

from nnkit.course.build import build, differences
from nnkit.course.catalogue import Lesson
from nnkit.course.leaks import find_leaks
from nnkit.course.questions import checked_source
from nnkit.course.source import SourceError
from tests.course.conftest import QUIZ

FILE = "questions.json"


@pytest.fixture
def problems(course_of, points):
    """What is said of a lesson.md and its quiz.yaml: (file, line, sentence) each."""

    def problems_of(text, edit=lambda quiz: quiz):
        lesson = Lesson(course_of(text), "01_toy")
        quiz = lesson.source_folder / "quiz.yaml"
        quiz.write_text(edit(quiz.read_text(encoding="utf-8")), encoding="utf-8")
        try:
            checked_source(lesson, points)
        except SourceError as error:
            found = [
                re.fullmatch(r"solutions/01_toy/([\w.]+):(\d+): (.*)", line)
                for line in str(error).splitlines()
            ]
            return [(match[1], int(match[2]), match[3]) for match in found]
        return []

    return problems_of


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_the_toy_questions_are_fine(problems, text):
    assert problems(text) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('ask("toy.why")', 'ask("toy.wy")', 'ask("toy.wy")', "Did you mean toy.why?"),
        (
            'ask("toy.why")',
            'ask("x")',
            'ask("x")',
            'no question "x". It has: toy.why, toy.how_much.',
        ),
        ('ask("toy.why")', "ask(name)", "ask(name)", "Write the question's id out, in quotes"),
        (
            'ask("toy.why")',
            'ask("toy.why")\nx = 1',
            'ask("toy.why")',
            "Give this ask a cell of its own",
        ),
        ('ask("toy.why")', '%time 1\nask("toy.wy")', 'ask("toy.wy")', "Did you mean toy.why?"),
        ('checkpoint("toy")', 'checkpoint("toy") ', None, None),
        (
            'checkpoint("toy")',
            'print(checkpoint("toy"))',
            "print(checkpoint",
            'must be checkpoint("toy") and',
        ),
        ("checkpoint-toy", "checkpoint-other", 'checkpoint("toy")', "checkpoint is checkpoint-toy"),
    ],
)
def test_what_is_wrong_in_the_lesson_is_told_with_its_line(problems, text, old, new, at, said):
    wrong = text.replace(old, new, 1)
    found = problems(wrong)
    if said is None:
        assert found == []
    else:
        told = [(file, line) for file, line, sentence in found if said in sentence]
        assert told == [("lesson.md", line_of(wrong, at))]


def test_a_question_that_is_never_asked_is_told(problems, text):
    wrong = text.replace('ask("toy.how_much")', "1", 1)
    ((file, line, said),) = problems(wrong)
    assert (file, line) == ("quiz.yaml", line_of(QUIZ, "- id: toy.how_much"))
    assert said == '"toy.how_much" is never asked. Ask it in lesson.md: ask("toy.how_much")'


def test_questions_of_a_checkpoint_need_its_cell(problems, text):
    wrong = text.replace(":nbgrader: {grade_id: checkpoint-toy, grade: true}\n\n", "")
    ((file, line, said),) = problems(wrong)
    assert (file, line) == ("quiz.yaml", 1)
    assert ":nbgrader: {grade_id: checkpoint-toy, grade: true}" in said


CELL = ':nbgrader: {grade_id: checkpoint-toy-end, grade: true}\n\ncheckpoint("toy.end")\n'


def two_checkpoints(quiz):
    name = "- id: toy.how_much\n"
    return quiz.replace(name, f"{name}  points: 1\n  checkpoint: end\n")


def test_each_of_several_checkpoints_needs_its_cell(problems, text):
    ((file, _, said),) = problems(text, two_checkpoints)
    assert file == "quiz.yaml"
    assert CELL.split("\n")[0] in said


def test_a_lesson_may_have_several_checkpoints(problems, text):
    both = f"{text}\n```{{code-cell}} ipython3\n{CELL}```\n"
    assert problems(both, two_checkpoints) == []


def test_a_checkpoint_that_no_question_counts_for_is_told(problems, text):
    cell = CELL.replace("end", "start")
    ((_, _, said),) = problems(f"{text}\n```{{code-cell}} ipython3\n{cell}```\n")
    assert said == "No question of quiz.yaml has checkpoint: start."


def test_a_checkpoint_needs_its_questions(problems, text):
    def instant(quiz):
        quiz = quiz.replace("  points: 2\n  checkpoint: true\n", "")
        return quiz.replace("after_grading", "instant")

    ((file, _, said),) = problems(text, instant)
    assert file == "lesson.md"
    assert said == "No question of quiz.yaml has checkpoint: true."


def test_a_bank_and_a_lesson_that_are_both_wrong_are_both_told(problems, text):
    wrong = text.replace('check("toy.double")', "pass", 1)
    found = problems(wrong, lambda quiz: quiz.replace("prompt: Why", "promt: Why"))
    assert {file for file, _, _ in found} == {"lesson.md", "quiz.yaml"}


def test_a_bank_that_is_not_utf8_is_told(course_of, text, points):
    lesson = Lesson(course_of(text), "01_toy")
    (lesson.source_folder / "quiz.yaml").write_bytes(b"- id: toy.why\n  prompt: na\xefve\n")
    with pytest.raises(SourceError, match=r"quiz\.yaml:2: This is not UTF-8"):
        checked_source(lesson, points)


def test_learners_get_what_is_asked_without_the_keys(built_once):
    given = (built_once / "lessons" / "01_toy" / FILE).read_bytes()
    assert given == (built_once / "solutions" / "01_toy" / FILE).read_bytes()
    why, how_much = json.loads(given)["questions"]
    assert why["choices"] == [
        {"text": "Because it is added to itself."},
        {"text": "Because of the weather."},
    ]
    assert how_much["answer"] == 42


@pytest.mark.parametrize(
    "planted",
    [
        {"choices": [{"text": "Because it is added to itself.", "correct": True}]},
        {"answer": 1},
        {"near": [{"value": 1, "explanation": "It is one."}]},
    ],
)
def test_a_key_planted_in_the_questions_is_a_leak(built, planted):
    path = built / "lessons" / "01_toy" / FILE
    document = json.loads(path.read_text(encoding="utf-8"))
    document["questions"][0].update(planted)
    path.write_text(json.dumps(document), encoding="utf-8")
    assert [str(leak) for leak in find_leaks(built)] == [
        f"lessons/01_toy/{FILE}: the key of the graded question toy.why"
    ]


def test_readers_of_the_built_notebook_see_the_questions(built_once):
    path = built_once / "solutions" / "01_toy" / "01_toy.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (asked,) = [cell for cell in cells if 'ask("toy.why")' in cell.source]
    data = asked.outputs[0].data
    assert set(data) == {"text/html", "text/plain"}
    assert "<li>Because of the weather.</li>" in data["text/html"]
    assert "Run this cell to answer." in data["text/html"]


def test_changed_and_removed_questions_are_noticed_and_built(built, points):
    quiz = built / "solutions" / "01_toy" / "quiz.yaml"
    quiz.write_text(quiz.read_text().replace("Why twice?", "Why two times?"))
    found = differences(built, points=points, say=lambda line: None)
    assert f"solutions/01_toy/{FILE}: differs" in found
    assert f"lessons/01_toy/{FILE}: differs" in found
    lesson = built / "solutions" / "01_toy" / "lesson.md"
    lesson.write_text("# No questions\n\n```{code-cell}\n1 + 1\n```\n")
    quiz.unlink()
    found = differences(built, points=points, say=lambda line: None)
    assert f"solutions/01_toy/{FILE}: is no part of the build" in found
    build(built, points=points, say=lambda line: None)
    assert not list(built.rglob(FILE))
