"""Notebooks that misbehave, run for real: what was earned stays, and the reason is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nnkit.course.catalogue import Lesson
from nnkit.grading.kernels import open_kernels
from nnkit.grading.limits import Limits
from nnkit.grading.reading import Submitted
from nnkit.grading.rebuilding import Rebuilt
from nnkit.grading.submission import HandedIn, grade, source
from tests.lessons.conftest import MARKER, answers, read

ROOT = Path(__file__).parents[2]
LESSON = Lesson(ROOT, "01_neuron")
LIMITS = Limits(cell=6, submission=20, grace=1, traffic=3_000_000, cell_bytes=100_000)
FIRST, SECOND = "test-neuron-weighted_sum", "test-neuron-neuron"


@pytest.fixture(scope="module")
def kernels():
    with open_kernels(LESSON, LIMITS, draw=False) as opened:
        yield opened


@pytest.fixture
def graded(kernels):
    """Grade the first two exercises, rightly solved, with a cell of one's own between them."""

    def run(between: str = "", **changed: str):
        solved = answers(read(LESSON.source_folder / LESSON.notebook))
        notebook = source(LESSON)
        notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"][:12]
        for id, cell in answers(notebook).items():
            cell.source = changed.get(id.split(".")[1], MARKER.sub("", solved[id].source))
        place = [cell.id for cell in notebook.cells].index("neuron-neuron")
        notebook.cells.insert(place, new_code_cell(between, id="own"))
        given = HandedIn(LESSON, Submitted(notebook), Rebuilt(notebook))
        return grade(given, kernels, seed=7)

    return run


def outcomes(result):
    return {one.grade_id: (one.score, str(one.outcome)) for one in result.grades}


def own_cell(result):
    return next(cell for cell in result.notebook.cells if cell.id == "own")


def test_nothing_happens(graded):
    assert outcomes(graded()) == {FIRST: (2, "passed"), SECOND: (2, "passed")}


@pytest.mark.parametrize(
    ("between", "outcome", "word"),
    [
        ("import os\nos._exit(3)", "crashed", "Python itself end"),
        ("import ctypes\nctypes.string_at(0)", "crashed", "Python itself end"),
        (
            "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
            "timed out",
            "6 seconds",
        ),
        (
            "import os\nwhile True: os.write(1, b'y' * 100_000)",
            "too much output",
            "more output",
        ),
    ],
)
def test_a_cell_that_ends_the_kernel_costs_only_what_comes_after_it(graded, between, outcome, word):
    result = graded(between)
    assert outcomes(result) == {FIRST: (2, "passed"), SECOND: (0, outcome)}
    later = result.grades[1]
    assert "stopped at cell [" in later.reason
    assert word in own_cell(result).outputs[-1].evalue


def test_a_flood_of_prints_ends_the_kernel(graded):
    """At a limit of the grader or, where that is slow to read, at the kernel's own memory."""
    result = graded("while True: print('x' * 100_000)")
    ends = {"too much output", "out of memory"}
    assert outcomes(result)[FIRST] == (2, "passed")
    assert outcomes(result)[SECOND] in {(0, end) for end in ends}


def test_a_cell_that_can_be_interrupted_costs_nothing(graded):
    result = graded("while True: pass")
    assert outcomes(result) == {FIRST: (2, "passed"), SECOND: (2, "passed")}
    assert own_cell(result).outputs[-1].evalue == "Stopped after 6 seconds."


def test_a_cell_that_raises_costs_nothing(graded):
    result = graded("1 / 0")
    assert outcomes(result)[SECOND] == (2, "passed")
    assert own_cell(result).outputs[0].ename == "ZeroDivisionError"


def test_much_output_is_cut_and_costs_nothing(graded):
    result = graded("for i in range(2000): print('z' * 1000)")
    assert outcomes(result)[SECOND] == (2, "passed")
    text = "".join(output.text for output in own_cell(result).outputs)
    assert len(text) < 110_000
    assert "left out" in text


FORGED = """
import json
kernel = get_ipython().kernel
line = kernel.session.channel
asked = kernel.get_parent()["header"]["msg_id"]
def forge(kind, content, to=asked):
    line.send(json.dumps({"to": to, "type": kind, "content": content}).encode())
"""


@pytest.mark.parametrize(
    "attack",
    [
        "forge('status', {'execution_state': 'idle'})",
        "forge('stream', 'text')",
        "forge('stream', {'name': 3, 'text': None})",
        "forge('display_data', {'data': [1], 'metadata': 'x'})",
        "forge('display_data', {'data': {'application/json': {'a': [[[]]]}}, 'metadata': {}})",
        "forge('error', {'ename': 'E', 'evalue': 'e', 'traceback': 5})",
        "forge('execute_result', {'data': {'text/plain': '2'}, 'metadata': {}}, to={})",
        "forge('update_display_data', {'data': {}, 'transient': {'display_id': [1]}})",
        "forge(['execute_reply'], {'status': 'ok'})",
        "forge('execute_reply', {'status': 'ok'}, to=[1])",
        "forge('execute_reply', {'status': 'ok'}, to=int(asked) - 1)",
        "line.send(b'x')",
        "line.connection.send(b'')",
        "line.connection.send(b'+{'); line.connection.send(b'.}')",
    ],
)
def test_forged_messages_are_nothing_but_strange_output(graded, attack):
    result = graded(FORGED + attack)
    assert outcomes(result) == {FIRST: (2, "passed"), SECOND: (2, "passed")}


@pytest.mark.parametrize(
    "reply",
    [
        "None",
        "{'status': 'ok'}",
        "{'status': 'ok', 'user_expressions': [1]}",
        "{'status': 'ok', 'user_expressions': {'it': {'data': {'text/plain': \"'full points'\"}}}}",
        "{'status': 'ok', 'user_expressions': {'it': {'data': {'text/plain': '[' * 100000}}}}",
    ],
)
def test_a_kernel_that_writes_its_own_replies_earns_nothing_by_it(graded, reply):
    result = graded(
        "kernel = get_ipython().kernel\n"
        "async def do_execute(*arguments, **named):\n"
        f"    return {reply}\n"
        "kernel.do_execute = do_execute\n"
    )
    score, _ = outcomes(result)[SECOND]
    assert outcomes(result)[FIRST] == (2, "passed")
    assert score == 0
    assert result.grades[1].reason


def test_an_endless_function_is_stopped_and_the_rest_is_looked_at(graded):
    result = graded(neuron="def neuron(X, w, b, activation):\n    while True: pass\n")
    assert outcomes(result) == {FIRST: (2, "passed"), SECOND: (0, "timed out")}
    assert result.stopped is None


def test_what_was_not_handed_in_gets_zero_with_the_reason(kernels):
    given = HandedIn(LESSON, Submitted(problem="There is none."), Rebuilt(source(LESSON)))
    result = grade(given, kernels, seed=7)
    assert {one.score for one in result.grades} == {0}
    assert all(one.reason for one in result.grades)
    assert result.notebook.metadata.nnkit == {"seed": 7, "sandbox": True}


def unwritten(graded, source):
    """The second grade where a solution cell came to nothing."""
    result = graded(neuron=source)
    assert result.grades[0].score == 2
    return result.grades[1]


def test_a_solution_cell_that_raises_is_told_with_its_line(graded):
    grade = unwritten(graded, "x = 1\ny = x / 0\n\ndef neuron(X, w, b, activation):\n    pass\n")
    assert (grade.score, str(grade.outcome)) == (0, "raised")
    assert "`y = x / 0`" in grade.reason
    assert "ZeroDivisionError: division by zero" in grade.reason
    assert "y = x / 0" in grade.report_html
    assert "spelled" not in grade.report_html


def test_one_that_can_not_be_read_by_python_too(graded):
    grade = unwritten(graded, "def neuron(X, w, b, activation)\n    return X\n")
    assert (grade.score, str(grade.outcome)) == (0, "raised")
    assert "`def neuron(X, w, b, activation)`" in grade.reason
    assert "SyntaxError" in grade.reason


def test_one_that_was_stopped_is_not_called_unwritten(graded):
    grade = unwritten(graded, "while True: pass\n\ndef neuron(X, w, b, activation):\n    pass\n")
    assert (grade.score, str(grade.outcome)) == (0, "timed out")
    assert "was stopped after 6 seconds" in grade.reason
    assert "`while True: pass`" in grade.reason
    assert "not written" not in grade.report_html


def test_after_much_output_it_is_told_all_the_same(graded):
    grade = unwritten(graded, "for i in range(300):\n    print('z' * 1000)\nnothing\n")
    assert "NameError" in grade.reason


def test_a_forged_error_is_only_text(graded):
    traceback = "['Cell In[' + '9' * 9999 + '], line 9', 'Cell In[4], line 999']"
    forge = f"forge('error', {{'ename': '<b>E', 'evalue': 'e' * 9999, 'traceback': {traceback}}})"
    grade = unwritten(graded, FORGED + forge)
    assert grade.score == 0
    assert "<b>" not in grade.report_html
    assert len(grade.reason) < 1000


def test_a_cell_that_only_has_another_name_is_still_asked_for_it(graded):
    grade = unwritten(graded, "def neurone(X, w, b, activation):\n    return X\n")
    assert str(grade.outcome) == "not written"
