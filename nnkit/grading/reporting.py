"""`nnkit report`: how a class did in a lesson, for whoever prepares the next class."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from nnkit.check.report import WIDTH, markup
from nnkit.course.catalogue import Lesson
from nnkit.course.errors import CourseError
from nnkit.grading.counting import BINS, KINDS, Asked, Class, Exercise, count
from nnkit.grading.settings import read_settings
from nnkit.grading.stored import graded
from nnkit.quiz.bank import FILE, read_bank
from nnkit.quiz.question import Question

BAR = 40  # columns


@dataclass(frozen=True)
class Item:
    """One line of a section, and what is said below it. ``count`` comes first, if it has one."""

    text: str
    count: int | None = None
    below: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, a table of columns or a list."""

    title: str
    table: tuple[tuple[str, ...], ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class ClassReport:
    """The report, as text of 80 columns or as a page."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]

    def lines(self) -> Iterator[str]:
        yield self.title
        yield from (line for fact in self.facts for line in textwrap.wrap(fact, WIDTH))
        for section in self.sections:
            yield ""
            yield section.title
            yield "-" * len(section.title)
            yield from _table(section.table)
            for item in section.items:
                yield from _item(item)

    def html(self) -> str:
        """A page that needs nothing else, and takes nothing from a submission as markup."""
        body = "".join(f"<p>{escape(fact)}</p>" for fact in self.facts)
        body += "".join(map(_html_section, self.sections))
        return (
            "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
            f"<title>{escape(self.title)}</title><style>body{{font:1rem/1.5 sans-serif;"
            "max-width:50em;margin:2em auto;padding:0 1em}td,th{text-align:left;"
            "padding:.1em 1em .1em 0;white-space:pre}</style></head>"
            f"<body><h1>{escape(self.title)}</h1>{body}</body></html>\n"
        )


def class_report(lesson: Lesson) -> ClassReport:
    """Raises ``CourseError`` where nothing is graded yet."""
    seen = count(graded(read_settings(lesson), lesson), _questions(lesson))
    if not seen.submissions:
        raise CourseError(
            f"Nothing of {lesson.name} is graded yet. Grade first: `nnkit grade {lesson.name}`."
        )
    sections = (
        _points(seen),
        _exercises(seen),
        *map(_mistakes, seen.exercises.values()),
        *map(_question, seen.questions),
        Section("Problems", items=tuple(Item(f"{who}: {what}") for who, what in seen.problems)),
    )
    filled = tuple(each for each in sections if each.table or each.items)
    return ClassReport(f"{lesson.name}: {lesson.title}", tuple(_facts(seen)), filled)


def _questions(lesson: Lesson) -> list[Question]:
    bank = lesson.source_folder / FILE
    if not bank.is_file():
        return []
    asked = read_bank(bank.read_text(encoding="utf-8"), lesson.topic).questions
    return [question for question in asked if question.checkpoint]


def _facts(seen: Class) -> Iterator[str]:
    yield f"{seen.submissions} graded; on average {seen.mean:.1f} of {seen.most:g} points."
    if seen.by_hand:
        yield f"In {seen.by_hand} a score was given by hand; it counts here."
    if seen.uncounted:
        yield (
            f"{seen.uncounted} were graded by nbgrader alone: their points count here, and their "
            "mistakes and answers are not known. `nnkit grade` adds them."
        )
    if seen.unsafe:
        yield f"{seen.unsafe} were graded without the sandbox."


def _points(seen: Class) -> Section:
    largest = max(seen.bins.values())
    rows = []
    for place in range(BINS):
        low, high = (seen.most * share / BINS for share in (place, place + 1))
        bar = "█" * round(BAR * seen.bins[place] / largest)
        rows.append((f"{low:4.3g} to {high:4.3g}", f"{seen.bins[place]:4}", bar))
    return Section("Points", tuple(rows))


def _exercises(seen: Class) -> Section:
    head = ("", *KINDS)
    rows = [
        (_name(each), *(f"{each.kinds[kind]:>{len(kind)}}" for kind in KINDS))
        for each in seen.exercises.values()
    ]
    return Section("Exercises", (head, *rows))


def _name(exercise: Exercise) -> str:
    name = exercise.grade_id.removeprefix("test-").partition("-")[2]
    return ("checkpoint" if exercise.grade_id.startswith("checkpoint-") else name)[:28]


def _mistakes(exercise: Exercise) -> Section:
    if exercise.grade_id.startswith("checkpoint-"):
        return Section("")
    items = (
        Item(mistake if mistake != sentence else "", number, sentence)
        for number, mistake, sentence in exercise.frequent()
    )
    return Section(f"Mistakes in {_name(exercise)}", items=tuple(items))


def _question(asked: Asked) -> Section:
    title = " ".join(asked.question.prompt.split("\n\n")[0].split())
    chosen = sorted(asked.chosen.items(), key=lambda each: -each[1])
    items = [Item("right", asked.right)]
    items += [
        Item(" ".join(answer.split()), number, " ".join(why.split()))
        for (answer, why), number in chosen
    ]
    return Section(
        textwrap.shorten(f"Question: {title}", WIDTH, placeholder=" …"), items=tuple(items)
    )


def _table(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _item(item: Item) -> Iterator[str]:
    head = "" if item.count is None else f"{item.count:4}  "
    margin = " " * (len(head) or 2)
    first = item.text or item.below
    yield from textwrap.wrap(head + first, WIDTH, subsequent_indent=margin)
    if item.text and item.below:
        yield from textwrap.wrap(
            item.below, WIDTH, initial_indent=margin + "  ", subsequent_indent=margin + "  "
        )


def _html_section(section: Section) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in section.table
    )
    items = "".join(map(_html_item, section.items))
    table = f"<table>{rows}</table>" if rows else ""
    return f"<h2>{escape(section.title)}</h2>{table}" + (f"<ul>{items}</ul>" if items else "")


def _html_item(item: Item) -> str:
    number = "" if item.count is None else f"<strong>{item.count}</strong> "
    below = f"<br>{markup(item.below)}" if item.below else ""
    return f"<li>{number}{markup(item.text)}{below}</li>"
