"""A question as data: what is asked, which answers are right, and why each one is or isn't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SINGLE, MULTIPLE, NUMERIC = KINDS = ("single", "multiple", "numeric")
INSTANT, AFTER_GRADING = FEEDBACKS = ("instant", "after_grading")


@dataclass(frozen=True)
class Choice:
    """One choice. In the students' edition of an ``after_grading`` question it is its text only."""

    text: str
    correct: bool = False
    explanation: str = ""


@dataclass(frozen=True)
class Near:
    """A wrong number that a known misconception leads to, and the sentence that helps."""

    value: float
    explanation: str


@dataclass(frozen=True)
class Question:
    """One question. Texts are Markdown with $LaTeX$; ``answer`` and ``near`` are for numbers."""

    id: str
    kind: str
    prompt: str
    feedback: str
    points: float = 0
    checkpoint: bool | str = False  # or the name of one of the lesson's checkpoints
    choices: tuple[Choice, ...] = ()
    answer: float | None = None
    tolerance: float = 0
    explanation: str = ""
    near: tuple[Near, ...] = ()

    @property
    def counts_for(self) -> str:
        """The checkpoint: ``neuron``, one of several ``backpropagation.loss``, or nothing."""
        lesson = self.id.partition(".")[0]
        if isinstance(self.checkpoint, str):
            return f"{lesson}.{self.checkpoint}"
        return lesson if self.checkpoint else ""

    @property
    def has_key(self) -> bool:
        """Whether it is known which answer is right."""
        return self.answer is not None or any(choice.correct for choice in self.choices)

    @property
    def texts(self) -> list[str]:
        """The choices as they are recorded: by their texts, which an edited order leaves alone."""
        return [choice.text for choice in self.choices]


def from_plain(plain: dict[str, Any]) -> Question:
    """The question that was checked to follow the schema."""
    facts = dict(plain)
    facts["prompt"] = facts["prompt"].strip()
    facts["choices"] = tuple(_choice(each) for each in facts.get("choices", ()))
    facts["near"] = tuple(Near(**each) for each in facts.get("near", ()))
    return Question(**facts)


def _choice(plain: dict[str, Any]) -> Choice:
    return Choice(**(plain | {"text": " ".join(plain["text"].split())}))


def for_students(question: Question) -> dict[str, Any]:
    """The question as learners get it: with its key if it is instant, else only what is asked."""
    plain: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "prompt": question.prompt,
        "feedback": question.feedback,
        "points": question.points,
        "checkpoint": question.checkpoint,
    }
    with_key = question.feedback == INSTANT
    if question.kind != NUMERIC:
        return plain | {
            "choices": [_choice_for_students(each, with_key) for each in question.choices]
        }
    return plain | (_number_key(question) if with_key else {})


def _choice_for_students(choice: Choice, with_key: bool) -> dict[str, Any]:
    if not with_key:
        return {"text": choice.text}
    key = {"correct": True} if choice.correct else {}
    return {"text": choice.text, **key, "explanation": choice.explanation}


def _number_key(question: Question) -> dict[str, Any]:
    near = [{"value": each.value, "explanation": each.explanation} for each in question.near]
    return {
        "answer": question.answer,
        "tolerance": question.tolerance,
        "explanation": question.explanation,
        **({"near": near} if near else {}),
    }
