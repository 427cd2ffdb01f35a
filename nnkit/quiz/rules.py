"""What must hold of a question beyond the form of its parts: which are right, and told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnkit.quiz.marked import Finding, Marked
from nnkit.quiz.question import INSTANT, NUMERIC, SINGLE
from nnkit.quiz.schema import check_mapping, question_fields


def question_problems(entry: Marked, with_key: bool = True) -> Iterator[Finding]:
    """What is wrong with one question; in the students' edition only instant ones have a key."""
    plain = entry.plain if isinstance(entry.value, dict) else {}
    with_key = with_key or plain.get("feedback") == INSTANT
    name = f'question "{plain["id"]}"' if "id" in plain else "this question"
    found = list(check_mapping(name, entry, question_fields(plain.get("kind"), with_key)))
    yield from found or _rule_problems(entry, plain, with_key)


def _rule_problems(entry: Marked, plain: dict[str, Any], with_key: bool) -> Iterator[Finding]:
    yield from _checkpoint(entry, plain)
    if plain["kind"] != NUMERIC:
        yield from _choices_told_apart(entry)
    if with_key:
        yield from _near(entry, plain) if plain["kind"] == NUMERIC else _right(entry, plain)


def _checkpoint(entry: Marked, plain: dict[str, Any]) -> Iterator[Finding]:
    """The checkpoint alone gives points, and is where an answer is explained after grading."""
    if plain.get("checkpoint"):
        return
    if plain.get("points"):
        yield entry.value["points"].finding(
            "Points are given at the checkpoint. Add checkpoint: true, or remove the points."
        )
    if plain["feedback"] != INSTANT:
        yield entry.value["feedback"].finding(
            "A question that isn't in the checkpoint is never graded, so nobody would see its "
            "explanations. Add checkpoint: true, or make it instant."
        )


def _choices_told_apart(entry: Marked) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for choice in entry.value["choices"].value:
        text = " ".join(choice.value["text"].value.split())
        if text in first:
            yield choice.finding(f"This choice is the same as the one on line {first[text]}.")
        first.setdefault(text, choice.line)


def _right(entry: Marked, plain: dict[str, Any]) -> Iterator[Finding]:
    choices = entry.value["choices"]
    right = [each for each in choices.value if each.plain.get("correct")]
    if not right:
        yield choices.finding(
            f'No choice of "{plain["id"]}" is right. Put correct: true under the right one.'
        )
    elif plain["kind"] == SINGLE and len(right) > 1:
        lines = ", ".join(str(each.line) for each in right)
        yield right[1].finding(
            f'"{plain["id"]}" is a single-choice question with {len(right)} right choices '
            f"(lines {lines}). Leave one, or make it kind: multiple."
        )


def _near(entry: Marked, plain: dict[str, Any]) -> Iterator[Finding]:
    """Every near answer has to be told from the right one, and from those before it."""
    taken = {"the right answer": plain["answer"]}
    for number, part in enumerate(entry.value["near"].value if "near" in entry.value else (), 1):
        value = part.plain["value"]
        for what, other in taken.items():
            if abs(value - other) <= plain.get("tolerance", 0):
                yield part.finding(f"{value} is within the tolerance of {what}, {other}.")
        taken[f"near answer {number}"] = value
