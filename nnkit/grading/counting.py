"""What a class did, counted: per exercise, per mistake, per question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from nnkit.grading.record import in_one_line
from nnkit.grading.stored import Cell, Graded
from nnkit.quiz.judging import Mark, marked, near_miss
from nnkit.quiz.question import Question

BINS = 5  # of the distribution of points
PASSED, PARTLY, WRONG, UNWRITTEN, STOPPED = (
    "passed",
    "partly",
    "wrong",
    "not written",
    "stopped",
)
KINDS = (PASSED, PARTLY, WRONG, UNWRITTEN, STOPPED)
_STOPPED = ("timed out", "out of memory", "too much output", "crashed", "damaged")
OPEN = "not answered"
OTHER = "some other answer"


@dataclass
class Exercise:
    """One graded cell: how many came how far, and what they got wrong."""

    grade_id: str
    points: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    mistakes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, cell: Cell) -> None:
        self.points = max(self.points, cell.points)
        kind = kind_of(cell)
        self.kinds[kind] += 1
        if kind in (PARTLY, WRONG) and (cell.mistake or cell.reason):
            self.mistakes[cell.mistake or cell.reason][cell.reason] += 1

    def frequent(self, most: int = 5) -> list[tuple[int, str, str]]:
        """Count, id and the sentence that most of them read; the most frequent mistake first."""
        counted = [
            (said.total(), mistake, said.most_common(1)[0][0])
            for mistake, said in self.mistakes.items()
        ]
        return sorted(counted, key=lambda each: (-each[0], each[1]))[:most]


@dataclass
class Asked:
    """One question: how many were right, and who chose what instead."""

    question: Question
    right: int = 0
    chosen: Counter[tuple[str, str]] = field(default_factory=Counter)  # answer, why it is wrong

    def add(self, mark: Mark) -> None:
        if mark.right:
            self.right += 1
            return
        for pick in picks(mark):
            self.chosen[pick] += 1


@dataclass
class Class:
    """Everybody together."""

    submissions: int = 0
    unsafe: int = 0
    by_hand: int = 0
    uncounted: int = 0
    total: float = 0.0
    most: float = 0.0
    bins: Counter[int] = field(default_factory=Counter)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    questions: list[Asked] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def mean(self) -> float:
        return self.total / self.submissions if self.submissions else 0.0


def count(everybody: Iterable[Graded], questions: Iterable[Question]) -> Class:
    """Go through them once; kept are counts, and the lines about problems."""
    seen = Class(questions=[Asked(each) for each in questions])
    for one in everybody:
        _add(seen, one)
    return seen


def _add(seen: Class, one: Graded) -> None:
    most = sum(cell.points for cell in one.cells)
    seen.submissions += 1
    seen.unsafe += one.unsafe
    seen.by_hand += one.by_hand
    seen.uncounted += not one.by_nnkit
    seen.total += one.score
    seen.most = max(seen.most, most)
    share = one.score / most if most else 0.0
    seen.bins[min(BINS - 1, max(0, int(BINS * share)))] += 1
    for cell in one.cells:
        seen.exercises.setdefault(cell.grade_id, Exercise(cell.grade_id)).add(cell)
    if one.answers is not None:
        for asked, mark in zip(seen.questions, _marks(seen.questions, one), strict=True):
            asked.add(mark)
    if one.problems:
        seen.problems.append((one.student, in_one_line(one.problems)))


def _marks(asked: list[Asked], one: Graded) -> tuple[Mark, ...]:
    return marked([each.question for each in asked], one.answers or {})


def kind_of(cell: Cell) -> str:
    """The column of the report that a cell belongs to."""
    if cell.outcome in _STOPPED and not cell.score:
        return STOPPED
    if cell.outcome == "passed" or (cell.points and cell.score >= cell.points):
        return PASSED
    if cell.score:
        return PARTLY
    return UNWRITTEN if cell.outcome == "not written" else WRONG


def picks(mark: Mark) -> list[tuple[str, str]]:
    """What was answered in place of the right answer, each with its explanation."""
    question, answer = mark.question, mark.answer
    if answer is None:
        return [(OPEN, "")]
    if isinstance(answer, float):
        near = near_miss(question, answer)
        return [(f"{answer:g}", near.explanation)] if near else [(OTHER, "")]
    chosen = answer if isinstance(answer, list) else [answer]
    wrong = [
        (choice.text, choice.explanation)
        for choice in question.choices
        if choice.text in chosen and not choice.correct
    ]
    missed = [
        (f"left out: {choice.text}", choice.explanation)
        for choice in question.choices
        if choice.correct and choice.text not in chosen
    ]
    return wrong or missed
