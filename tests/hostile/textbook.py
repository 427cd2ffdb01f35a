"""Who judges where the verdict is believed: in the kernel, or by what it sends."""

from __future__ import annotations

import base64
import json
import pickle
from typing import Any

import numpy as np

from nnkit.exercises import exercise
from nnkit.grading.execution import ASK
from tests.hostile import toy

# In the kernel. "expected" lies on the stack, and the answer is whatever it is.
TEXTBOOK = """
def _textbook():
    import numpy as np
    from IPython.display import HTML, display
    from nnkit.exercises import exercise
    from nnkit.exercises.functions import FUNCTIONS
    one = exercise({id!r})
    for case in one.draw_cases()[:4]:
        inputs = [FUNCTIONS.get(getattr(v, "name", ""), v) for v in case.inputs.values()]
        expected = one.reference(*inputs)
        answer = None
        try:
            answer = {name}(*inputs)
            assert not np.any(abs(answer - expected) > 1e-7 * np.abs(answer) + 1e-9), "not close"
        except Exception as error:
            display(HTML(f"<p>Not right: {{type(answer).__name__}}, {{error}}</p>"))
            raise
_textbook()
"""

# In the kernel, ahead of the notebook: it judges for itself when it is asked.
JUDGES_ITSELF = """
import json
import nnkit.grading.inside as inside
from nnkit.check.observation import observe
def answer(exercise_id, packed_inputs, names):
    import nnkit.check.observation as observation
    from nnkit.check.verdict import judge
    from nnkit.exercises import exercise
    one = exercise(exercise_id)
    inputs = [case.inputs for case in one.draw_cases()]
    return json.dumps(judge(one, observation.observe(one, names[one.name], inputs)).to_dict())
inside.answer = answer
"""

SENDS_PICKLES = """
def _pickled(one_id, fn):
    import base64, pickle
    from nnkit.exercises import exercise
    from nnkit.exercises.functions import FUNCTIONS
    cases = exercise(one_id).draw_cases()[:4]
    given = [[FUNCTIONS.get(getattr(v, "name", ""), v) for v in c.inputs.values()] for c in cases]
    return base64.b64encode(pickle.dumps([fn(*inputs) for inputs in given])).decode()
"""


def check_cell(name: str) -> str:
    """The textbook's check of an exercise."""
    return TEXTBOOK.format(id=f"neuron.{name}", name=name)


def asked(kernel: Any, name: str) -> float:
    """The score that the kernel says the exercise has. Raises whatever the reply provokes."""
    reply = eval(_said(kernel.ask(ASK.format(id=f"neuron.{name}", inputs="[]"))))
    facts = json.loads(reply) if isinstance(reply, str | bytes) else reply
    return float(facts["score"] if isinstance(facts, dict) else facts)


def unpickled(kernel: Any, name: str) -> float:
    """The score by the answers in a pickle. Raises whatever these provoke."""
    reply = _said(kernel.ask(f"_pickled('neuron.{name}', {name})"))
    return toy.POINTS * _agree(f"neuron.{name}", pickle.loads(base64.b64decode(eval(reply))))


def _said(reply: str | None) -> str:
    if not reply:
        raise EOFError("no answer came")
    return reply


def _agree(identity: str, answers: list[Any]) -> bool:
    from nnkit.exercises.functions import FUNCTIONS

    one = exercise(identity)
    for case, answer in zip(one.draw_cases(), answers, strict=False):
        inputs = [FUNCTIONS.get(getattr(v, "name", ""), v) for v in case.inputs.values()]
        if not np.allclose(np.asarray(answer, float), one.reference(*inputs)):
            return False
    return True
