"""Every slip in a quiz.yaml is told with its line, in a sentence, all of them at once."""

import re

import pytest

from nnkit.quiz import BankError, read_bank
from tests.quiz.conftest import BANK


def problems(text, lesson="toy"):
    try:
        read_bank(text, lesson)
    except BankError as error:
        told = [re.fullmatch(r"quiz\.yaml:(\d+): (.+)", line) for line in str(error).splitlines()]
        return [(int(each[1]), each[2]) for each in told]
    return []


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_the_toy_bank_is_fine(bank):
    assert problems(BANK) == []
    assert [question.kind for question in bank.questions] == [
        *("single", "multiple", "numeric", "single", "numeric")
    ]
    assert bank.checkpoints == {"toy": 5.5}
    assert [BANK.splitlines()[line - 1].split()[1] for line in bank.lines] == ["id:"] * 5


COLOUR, EVEN, HALF, WHY = (f"- id: toy.{name}" for name in ("colour", "even", "half", "why"))
TWO = "    - {text: two, correct: true, explanation: Twice one.}"
THREE = "    - {text: three, explanation: One and a half times two.}"
FOUR = TWO.replace("two", "four").replace("Twice one", "Twice two")
CHOICES = "\n".join([TWO, THREE, FOUR])

SLIPS = {
    "no prompt": ("  prompt: Which colour does", "  # Which", COLOUR, "has no prompt"),
    "no kind": ("  kind: single\n  prompt: Which", "  prompt: Which", COLOUR, "has no kind"),
    "no id": ("- id: toy.colour\n  kind", "- kind", "- kind: single", "has no id"),
    "no feedback": ("feedback: instant\n  choices", "choices", COLOUR, "has no feedback"),
    "no explanation": (", explanation: One and a half times two.", "", "three", "no explanation"),
    "no answer": ("  answer: 0.5\n", "", HALF, "has no answer"),
    "no choices": (f"  choices:\n{CHOICES}\n", "", EVEN, "has no choices"),
    "near without value": ("    - value: 2\n      expl", "    - expl", "- expl", "has no value"),
    "unknown key": ("feedback: inst", "feeback: inst", "feeback", "Did you mean feedback?"),
    "unknown key far off": ("tolerance: 0.01", "xyz: 1", "xyz", 'key "xyz". Known keys: id, kind'),
    "key of another kind": ("  answer: 0.5", "  choices: []\n  answer: 0.5", "choices: []", "unkn"),
    "answer to a choice": ("  points: 2", "  answer: 2", "  answer: 2", 'unknown key "answer"'),
    "unknown kind": ("kind: multiple", "kind: many", "many", "single, multiple or numeric"),
    "unknown feedback": ("feedback: after_grading", "feedback: later", "later", "instant or after"),
    "two right": (
        "      explanation: The letter",
        "      correct: true\n      explanation: The letter",
        '    - text: "Blue',
        "2 right choices (lines",
    ),
    "none right": (
        "      correct: true\n      explanation: Numbers",
        "      explanation: Numbers",
        "choices:",
        "is right",
    ),
    "none of many right": (CHOICES, CHOICES.replace("correct: true, ", ""), None, "is right"),
    "one choice": (CHOICES, TWO, None, "a list of 2 or more"),
    "no list": (CHOICES, "    two", None, "a list of 2 or more"),
    "choice without keys": (THREE, "    - three", "    - three", "must be keys with values: text"),
    "same choice": (
        "text: three",
        "text: two",
        THREE.replace("three", "two"),
        "same as the one on",
    ),
    "correct is text": (
        "correct: true, explanation: Twice two",
        "correct: 'yes', explanation: Twice two",
        "'yes'",
        "true or false",
    ),
    "duplicate id": (
        "toy.even",
        "toy.colour",
        "- id: toy.colour\n  kind: multiple",
        "taken by the question on line 2",
    ),
    "other lesson": (
        "toy.half",
        "neuron.half",
        "neuron.half",
        "begin with this lesson's name: toy",
    ),
    "malformed id": ("toy.half", "Half!", "Half!", "must be like toy.bias"),
    "id is a number": ("id: toy.half", "id: 7", "id: 7", "must be text; this is 7"),
    "prompt is a flag": (
        "prompt: How many?",
        "prompt: yes",
        "prompt: yes",
        "must be text; this is T",
    ),
    "empty prompt": ("prompt: How many?", "prompt: ' '", "prompt: ' '", "is empty"),
    "no prompt text": ("prompt: How many?", "prompt:", "prompt:\n", "must be text; this is None"),
    "prompt of a formula": (
        "prompt: How many?",
        "prompt: '$$a$$'",
        "'$$a$$'",
        "must begin with words",
    ),
    "negative points": ("points: 1.5", "points: -1", "points: -1", "not be negative; this is -1"),
    "points in words": (
        "points: 1.5",
        "points: two",
        "points: two",
        "number such as 0.5; this is 't",
    ),
    "true points": ("points: 1.5", "points: true", "points: true", "must be a number"),
    "infinite points": ("points: 1.5", "points: .inf", "points: .inf", "must be a number"),
    "negative tolerance": ("tolerance: 0.01", "tolerance: -1", "tolerance: -1", "not be negative"),
    "tolerance no number": (
        "tolerance: 0.01",
        "tolerance: 1%",
        "tolerance: 1%",
        "must be a number",
    ),
    "answer no number": ("answer: 0.5", "answer: half", "answer: half", "must be a number"),
    "answer nan": ("answer: 0.5", "answer: .nan", "answer: .nan", "must be a number"),
    "answer too large": ("answer: 0.5", f"answer: 1{'0' * 400}", "answer: 1", "must be a number"),
    "near is right": ("value: 2", "value: 0.505", "- value: 0.505", "the right answer, 0.5"),
    "points inline": (
        "- id: toy.colour",
        "- points: 1\n  id: toy.colour",
        "- points",
        "Add checkpoint",
    ),
    "after_grading inline": (
        "checkpoint: true\n  answer: 42",
        "answer: 42",
        "feedback: after_grading\n  points: 1\n  answer",
        "never graded",
    ),
    "checkpoint of text": (
        "checkpoint: true\n  answer: 42",
        "checkpoint: on it\n  answer: 42",
        "checkpoint: on",
        "a name of small letters",
    ),
    "checkpoint of a number": (
        "checkpoint: true\n  answer: 42",
        "checkpoint: 1\n  answer: 42",
        "checkpoint: 1",
        "true or false",
    ),
    "formula": (r"$\frac{1}{2}$", r"$\frac{1}{2$", "prompt: How much", "no partner"),
    "formula in a choice": ("as $b$", r"as $\\bias$", '    - text: "Blue', r"uses \bias"),
    "key twice": (
        "  answer: 0.5",
        "  answer: 1\n  answer: 0.5",
        "  answer: 0.5",
        "answer is written tw",
    ),
    "syntax": (
        "prompt: How many?",
        "prompt: How many: two",
        "How many: two",
        "can't be read as YAML",
    ),
    "open quote": ('- text: "Blue, as $b$."', '- text: "Blue', None, "can't be read as YAML"),
    "tag": ("answer: 42", "answer: !!python/object:os.x 1", "answer: !!", "can't be read as YAML"),
    "date": ("answer: 42", "answer: 2020-13-01", "answer: 2020", "can't be read (month must be"),
    "alias": ("answer: 42", "answer: &a 42\n  near: *a", "near: *a", "*a repeats"),
}


@pytest.mark.parametrize(("old", "new", "at", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_line(old, new, at, said):
    wrong = BANK.replace(old, new, 1)
    assert wrong != BANK
    found = problems(wrong)
    assert any(said in sentence for _, sentence in found), found
    lines = [line for line, sentence in found if said in sentence]
    if at is not None:
        assert lines == [line_of(wrong, at)]


@pytest.mark.parametrize("text", ["", "- ", "a: 1", "[]", "just words", "- 1\n- 2", "&a [*a]"])
def test_what_is_no_bank_is_told(text):
    assert problems(text)


def test_all_problems_are_told_at_once():
    wrong = BANK.replace("answer: 0.5", "answer: x").replace("points: 2", "points: -2")
    wrong = wrong.replace("toy.why", "toy.half").replace("prompt: How many?", "promt: How many?")
    assert [line for line, _ in problems(wrong)] == [
        line_of(wrong, part)
        for part in (
            *("points: -2", "answer: x", "- id: toy.half\n  kind: single"),
            *("- id: toy.secret", "promt"),
        )
    ]
