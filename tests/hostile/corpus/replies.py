"""What the kernel tells the grader when it is asked, exchanged for something else."""

from __future__ import annotations

from tests.hostile.attack import attack

KEEPS = (2.0, 0.0, 2.0)
FROM_NOW_ON = (2.0, 0.0, 0.0)  # the exercises after it are answered by the forger too


def replies(work, expression: str, setup: str = "") -> None:
    """From the second exercise on, ``inside.answer`` gives this."""
    work.wrong("neuron")
    work.before(
        "neuron",
        f"{setup}\nimport nnkit.grading.inside as inside\n"
        f"inside.answer = lambda *a, **k: {expression}\n",
    )


def forged(name: str, expression: str, about: str, setup: str = "") -> None:
    """Take such a reply into the corpus."""

    def make(work):
        replies(work, expression, setup)

    make.__name__, make.__doc__ = name, about
    attack("encoding", earns=FROM_NOW_ON, up_to=KEEPS, reason=".")(make)


forged("replies_a_number", "2.0", "A number where text is due.")
forged("replies_nothing", "None", "None.")
forged("replies_bytes", "b'{}'", "Bytes.")
forged("replies_no_json", "'passed: true'", "Text that is no JSON.")
forged("replies_an_empty_object", "'{}'", "JSON that says nothing.")
forged("replies_a_score", '\'{"passed": true, "score": 2, "points": 2}\'', "A verdict.")
forged("replies_nan", "'NaN'", "What is JSON for Python alone.")
forged("replies_deep_json", "'[' * 200_000 + ']' * 200_000", "JSON in JSON, without an end.")
forged("replies_much", "'x' * 60_000_000", "60 MB of text.")
forged("replies_many_keys", "'{' + ','.join(f'\"{i}\":0' for i in range(500_000)) + '}'", "Keys.")
forged(
    "replies_an_object_with_a_name",
    "Reply('{}')",
    "A text of a class of its own, whose methods lie.",
    "class Reply(str):\n    __repr__ = lambda self: '2.0'\n    __len__ = lambda self: 2",
)
forged(
    "replies_what_runs_when_read",
    "Reply()",
    "Its representation is code, for whoever evaluates it.",
    "class Reply:\n    __repr__ = lambda self: '__import__(\"os\")._exit(0)'",
)
forged("replies_by_raising", "1 / 0", "Raises instead of answering.")
forged("replies_by_leaving", "__import__('os')._exit(0)", "Ends the kernel instead of answering.")
forged("replies_never", "__import__('time').sleep(600)", "Does not answer at all.")


@attack("data", earns=FROM_NOW_ON, up_to=KEEPS, reason=".")
def replies_a_pickle(work):
    """Pickles that open a file where they are read, also for a grader who asks for pickles."""
    trap = f"Trap({str(work.outside.loot / (work.name + '-unpickled'))!r})"
    setup = """
import base64, io, pickle
class Trap:
    def __init__(self, path): self.path = path
    def __reduce__(self): return (io.open, (self.path, "w"))
_pickled = lambda *a: base64.b64encode(pickle.dumps(TRAP)).decode()
"""
    replies(work, "_pickled()", setup.replace("TRAP", trap))


@attack("encoding", earns=FROM_NOW_ON, up_to=KEEPS, reason=".")
def claims_what_was_not_seen(work):
    """An honest reply with the claims in it turned: found, callable, nothing raised."""
    work.answer("neuron", "neuron = 'passed'")
    work.before(
        "neuron",
        """
import nnkit.grading.inside as inside, json
honest = inside.answer
def lie(*a, **k):
    reply = json.loads(honest(*a, **k))
    if isinstance(reply, dict):
        reply.update(found=True, callable=True, is_reference=False, passed=True, score=2)
    return json.dumps(reply)
inside.answer = lie
""",
    )


@attack("encoding", earns=FROM_NOW_ON, up_to=KEEPS, reason=".")
def replies_for_another_exercise(work):
    """The honest observation of the first exercise, for each that follows."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
import nnkit.grading.inside as inside
honest = inside.answer
def other(exercise_id, *a, **k):
    return honest("neuron.weighted_sum", *a, **k)
inside.answer = other
""",
    )


@attack("encoding", earns=FROM_NOW_ON, up_to=KEEPS, reason=".")
def replies_too_few_outcomes(work):
    """Only what was right is told, or nothing at all."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
import nnkit.check.observation as observation, nnkit.grading.inside as inside
from dataclasses import replace
honest = observation.observe
def few(*a, **k):
    return replace(honest(*a, **k), outcomes=())
for module in (observation, inside):
    for name in ("observe",):
        if hasattr(module, name):
            setattr(module, name, few)
import nnkit.check as check_room
if hasattr(check_room, "observe"):
    check_room.observe = few
""",
    )
