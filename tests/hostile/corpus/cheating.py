"""Points without the work: right where it is looked at, or somebody else's answer."""

from __future__ import annotations

from tests.hostile.attack import attack


@attack("verdict", earns=(2, 0, 2), reason="other|same kind|own cases")
def keyed_to_the_visible_cases(work):
    """A table of the lesson's own cases with their right answers, and nothing beyond."""
    work.answer(
        "neuron",
        """
from nnkit.exercises import exercise
from nnkit.exercises.functions import FUNCTIONS
_one, _table = exercise("neuron.neuron"), {}
for _case in _one.draw_cases(0):
    _given = [FUNCTIONS.get(getattr(v, "name", ""), v) for v in _case.inputs.values()]
    _table[np.asarray(_given[0]).tobytes(), getattr(_given[3], "name", "")] = (
        _one.reference(*_given)
    )

def neuron(X, w, b, activation):
    key = np.asarray(X).tobytes(), getattr(activation, "name", "")
    return _table.get(key, np.zeros(np.shape(X @ w)))
""",
    )


@attack("comparison", earns=(2, 0, 2), reason="course|own|check")
def returns_the_reference_itself(work):
    """The course's function under the learner's name."""
    work.answer("neuron", "from nnkit.nn import neuron")


@attack("comparison", earns=(2, 0, 2), reason="course")
def calls_the_reference(work):
    """The course's function, wrapped."""
    work.answer(
        "neuron",
        "from nnkit import nn\n\n"
        "def neuron(X, w, b, activation):\n    return nn.neuron(X, w, b, activation)",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def lets_carry_on_answer(work):
    """``carry_on`` gives the reference, in the learner's own cell."""
    work.answer("neuron", 'from nnkit.check import carry_on\nneuron = carry_on("neuron.neuron")')


@attack("moment", earns=(2, 0, 0), reason=".")
def answers_after_carry_on(work):
    """Nothing in its own cell: the reference is there later, after ``carry_on``."""
    work.answer("neuron", "pass")
    work.answer("signed_distance", "keep = neuron")


@attack("moment", earns=(0, 2, 2), reason=".")
def answers_in_a_later_cell(work):
    """The answer to the first exercise stands in the cell of the second, too late."""
    first = work.cell("neuron-weighted_sum").source
    work.answer("weighted_sum", "")
    work.answer("neuron", first + "\n\n" + work.cell("neuron-neuron").source)


@attack("comparison", earns=(2, 0, 2), reason="chang|place")
def changes_its_inputs(work):
    """Right numbers, but the arrays that were passed in are changed."""
    work.answer(
        "neuron",
        "def neuron(X, w, b, activation):\n    z = activation(X @ w + b)\n    w *= 0\n    return z",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def remembers_between_calls(work):
    """Right in the first calls only."""
    work.answer(
        "neuron",
        "calls = []\n\ndef neuron(X, w, b, activation):\n    calls.append(1)\n"
        "    return activation(X @ w + b) if len(calls) < 5 else X @ w",
    )


@attack("verdict", earns=(2, 0, 2), reason=".")
def right_until_it_is_dark(work):
    """Right for as many calls as the lesson makes at home, wrong from then on."""
    work.answer(
        "neuron",
        "from nnkit.exercises import exercise\n"
        "calls, enough = [], len(exercise('neuron.neuron').draw_cases(0))\n\n"
        "def neuron(X, w, b, activation):\n    calls.append(1)\n"
        "    return activation(X @ w + b) if len(calls) <= enough + 1 else X @ w",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def looks_up_the_stack(work):
    """Finds the cases in the frames above and returns what is expected, if that lies there."""
    work.answer(
        "neuron",
        """
import sys

def neuron(X, w, b, activation):
    frame = sys._getframe(1)
    while frame:
        for name, value in list(frame.f_locals.items()):
            if "expected" in name or "secret" in name or "answer" in name:
                print("BO" "AST", name)
                return value
        frame = frame.f_back
    return X @ w
""",
    )


@attack("comparison", earns=(2, 0, 2), reason="course|own")
def takes_the_reference_from_the_exercise(work):
    """The exercise itself holds its reference."""
    work.answer(
        "neuron",
        "from nnkit.exercises import exercise\n\n"
        "def neuron(*given):\n    return exercise('neuron.neuron').reference(*given)",
    )


@attack("reading", earns=(2, 0, 2))
def answers_the_quiz_for_itself(work):
    """Records that an answer was right, and how many points it has."""
    work.wrong("neuron")
    work.says("neuron.origin", "not one of the choices")
    path = work.folder / "progress.json"
    path.write_text(path.read_text().replace("null", "true").replace('"attempts": 1', '"score": 6'))
