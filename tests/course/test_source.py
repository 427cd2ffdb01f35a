"""Every slip in a lesson.md is named with its file and line, before anything is built."""

import re

import pytest

from nnkit.course.catalogue import Lesson
from nnkit.course.contract import checked_cells
from nnkit.course.markers import looks_like_marker
from nnkit.course.source import SourceError, read_cells

BEGIN, END = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"


@pytest.fixture
def problems(course_of, points):
    """What is said of a lesson.md: (line, sentence) each."""

    def problems_of(text):
        lesson = Lesson(course_of(text), "01_toy")
        try:
            checked_cells(lesson, points)
        except SourceError as error:
            found = [
                re.fullmatch(r"solutions/01_toy/lesson\.md:(\d+): (.*)", line)
                for line in str(error).splitlines()
            ]
            return [(int(match[1]), match[2]) for match in found]
        return []

    return problems_of


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_the_toy_lesson_is_fine(problems, text):
    assert problems(text) == []


def test_cells_know_their_lines(course_of, text):
    lines = text.splitlines()
    for cell in read_cells(Lesson(course_of(text), "01_toy")):
        assert [line for _, line in cell.lines] == [lines[n - 1] for n, _ in cell.lines]


NEAR_MISSES = [
    "### BEGN SOLUTION",
    "# BEGIN SOLUTION",
    "###BEGIN SOLUTION",
    "### BEGIN SOLUTIONS",
    "### Begin solution",
    "### begin  solution",
    "### BEGIN_SOLUTION",
    "### BEGINSOLUTION",
    "### START SOLUTION",
    "### SOLUTION BEGIN",
    "### BEGIN SOLUTION:",
    "#### BEGIN SOLUTION",
    "### BEGIN HIDDEN TESTS",
    "### END HIDDEN TEST",
    "### BEGIN MARK SCHEME",
    "### END MARK SCHEME",
    "### AUTOTEST double(2)",
    "### HIDE THIS",
    "x = 1  ### BEGIN SOLUTION",
]


@pytest.mark.parametrize("marker", NEAR_MISSES)
def test_near_misses_in_code_are_named(problems, text, marker):
    wrong = text.replace(BEGIN, f"    {marker}\n", 1)
    said = problems(wrong)
    assert (line_of(wrong, marker), marker) in [
        (line, sentence[1 : 1 + len(marker)]) for line, sentence in said
    ]


@pytest.mark.parametrize(
    "marker", ["### END SOLUTON", "## begin solution", "See BEGIN SOLUTION below."]
)
def test_near_misses_in_prose_are_named(problems, text, marker):
    wrong = text.replace("Twice and half. The answers stay hidden.", marker)
    assert [line for line, _ in problems(wrong)] == [3]


@pytest.mark.parametrize(
    "heading",
    [
        "### The solution",
        "### Solutions and their tests",
        "# End of the lesson",
        "### Your turn",
        "A good solution begins at the end.",
    ],
)
def test_ordinary_prose_is_no_marker(heading):
    assert not looks_like_marker(heading)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        (BEGIN, "", END),
        (END, "", BEGIN),
        (BEGIN, BEGIN + BEGIN, BEGIN),
        (BEGIN + "    return x + x * 1.0\n" + END, END + BEGIN, END),
        (BEGIN + "    return x + x * 1.0\n" + END, "    return 2 * x\n", "def double"),
        (BEGIN, "### BEGIN SOLUTION\n", "### BEGIN SOLUTION"),
        ("    return x + x * 1.0\n" + END, f"    return x\n{END}{BEGIN}{END}", BEGIN),
        ("Twice and half.", "### BEGIN SOLUTION", "### BEGIN SOLUTION"),
        ('check("toy.double")', '### END SOLUTION\ncheck("toy.double")', "### END SOLUTION\ncheck"),
    ],
    ids=[
        "no begin",
        "no end",
        "begin twice",
        "wrong order",
        "no marker",
        "wrong indent",
        "two pairs",
        "in prose",
        "in a test",
    ],
)
def test_each_solution_has_exactly_one_pair(problems, text, old, new, at):
    wrong = text.replace(old, new, 1)
    assert problems(wrong)[0][0] == line_of(wrong, at)


SOLUTION = ":nbgrader: {grade_id: toy-double, solution: true}"
TEST = ":nbgrader: {grade_id: test-toy-double, grade: true}"


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("grade_id: toy-halve", "grade_id: toy-double", "def halve", "is taken by the cell on"),
        ("toy-double, sol", "toy.double, sol", "def double", 'allows no grade_id "toy.double"'),
        ("grade_id: toy-double, ", "", "def double", "allows no grade_id"),
        (TEST, TEST.replace("true", "true, points: 3"), 'check("toy.double', "Points are written"),
        (TEST, TEST.replace("true", "yes please"), 'check("toy.double', "are true or left out"),
        (SOLUTION, SOLUTION.replace("solution", "soluton"), "def double", 'knows no "soluton"'),
        (SOLUTION, SOLUTION[:-1] + ", schema_version: 3}", "def double", "fills in schema_version"),
        (SOLUTION, SOLUTION[:-1] + ", grade: true}", "def double", "is one of"),
        (SOLUTION, SOLUTION.replace("nbgrader", "nbgrade"), "def double", '"nbgrade" is unknown'),
        (TEST, TEST + "\n:tags: [skip-execution]", 'check("toy.double', "has no tags"),
        (TEST, TEST.replace("double", "triple"), 'check("toy.double', "directly after the sol"),
        ('check("toy.double")', 'check("toy.halve")', 'check("toy.halve', "must be check("),
        ('check("toy.double")', "print(1)", "print(1)", 'must be check("toy.double")'),
        ("## Twice", "```{code-cell}\n1\n```\n", None, None),
        ("Now see", "```{code-cell}\n1\n```\n\nNow", "def double", "must be its test"),
        ('"locked": true', '"solution": true', "Read, but", "are code cells"),
        (
            'print("checked", exercise_id)',
            'return carry_on("toy.double")',
            "def check",
            "comes before its test",
        ),
    ],
)
def test_slips_with_the_cells_of_an_exercise(problems, text, old, new, at, said):
    wrong = text.replace(old, new, 1)
    found = problems(wrong)
    if said is None:
        assert found == []
    else:
        assert any(n == line_of(wrong, at) and said in sentence for n, sentence in found)


def test_an_unknown_exercise_is_named(problems, text):
    wrong = text.replace("toy-halve", "toy-half").replace("toy.halve", "toy.half")
    said = "toy.half: there is no such exercise (from grade_id toy-half)."
    assert problems(wrong) == [(line_of(wrong, "def halve"), said)]


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("Read, but don't change.\n", "```python\nx = 1\n", "```python", "never closed"),
        ("## Twice\n", "```python\nx = 1\n", None, "inside another fence"),
        (END + "```\n\nNow", END + "\nNow", None, "inside another fence"),
        ("```{code-cell} ipython3\nimport io", "  ```{code-cell}\n  io", "  ```{c", "left margin"),
        ("## Twice\n", "```{note}\nHello\n```\n", "```{note}", "can't show the directive {note}"),
        ("{code-cell} ipython3\nimport", "{code_cell}\nimport", "```{code_cell}", "{code_cell}"),
        (SOLUTION, ":nbgrader: {grade_id: [", ":nbgrader: {grade_id: [", "can't be read"),
        (SOLUTION, ":nbgrader", ":nbgrader", "can't be read"),
        ('+++ {"nbgrader"', "+++ {nbgrader", "+++ {nbgrader", "can't be read"),
        ("# A toy lesson\n", "---\na: [\n---\n", "---", "can't be read"),
        ("# A toy lesson\n", "---\nkernelspec: {}\n---\n", "---", "can't be read"),
    ],
    ids=[
        "last fence",
        "text fence",
        "cell fence",
        "indented",
        "directive",
        "mistyped directive",
        "yaml",
        "no mapping",
        "json",
        "head",
        "kernelspec",
    ],
)
def test_what_cannot_be_read_is_named(problems, text, old, new, at, said):
    wrong = text.replace(old, new, 1)
    assert wrong != text
    found = problems(wrong)
    assert any(said in sentence for _, sentence in found)
    if at:
        assert line_of(wrong, at) in [line for line, _ in found]


def test_a_file_that_is_not_utf8_is_named(course_of, text, points):
    lesson = Lesson(course_of(text), "01_toy")
    lesson.source.write_bytes(b"# A\n\nna\xefve\n")
    with pytest.raises(SourceError, match=r"lesson\.md:3: This is not UTF-8"):
        checked_cells(lesson, points)
