"""How far a learner is: exercises passed and questions answered, as a bar with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from nnkit.exercises import all_exercises
from nnkit.progress import Progress, read
from nnkit.quiz.edition import FILE, Edition, NoEdition, read_edition
from nnkit.quiz.judging import understood
from nnkit.quiz.page import CARD

_NONE = "Your lessons and how far you are will be listed here."
_FOLDER = re.compile(r"\d\d_([a-z_]+)")


@dataclass(frozen=True)
class Standing:
    """One lesson: its title, what is done of what there is, and a note if there is one."""

    title: str
    passed: int
    exercises: int
    answered: int
    questions: int
    note: str = ""
    link: str = ""

    @property
    def done(self) -> int:
        return self.passed + self.answered

    @property
    def total(self) -> int:
        return self.exercises + self.questions

    def __str__(self) -> str:
        """``4 of 7 exercises, 2 of 9 questions answered``."""
        parts = [
            _share(self.passed, self.exercises, "exercise"),
            _share(self.answered, self.questions, "question", " answered"),
        ]
        return ", ".join(filter(None, parts)) or "nothing asked"


def _share(done: int, total: int, what: str, ending: str = "") -> str:
    return f"{done} of {total} {what}{'s' if total != 1 else ''}{ending}" if total else ""


def answered(edition: Edition, progress: Progress) -> int:
    """How many questions of an edition have an answer."""
    recorded = ((each, progress.answers.get(each.id)) for each in edition.questions)
    return sum(
        entry is not None and understood(q, entry["answer"]) is not None for q, entry in recorded
    )


def standing(folder: Path) -> Standing:
    """How far the learner is with the lesson in this folder."""
    progress = read(folder)
    edition, missing = _edition(folder)
    asked = {name for name in all_exercises() if name.startswith(f"{edition.lesson}.")}
    notebook = folder / f"{folder.name}.ipynb"
    return Standing(
        edition.title,
        passed=len(asked & set(progress.passed)),
        exercises=len(asked),
        answered=answered(edition, progress),
        questions=len(edition.questions),
        note=" ".join(filter(None, [missing, progress.note])),
        link=f"../{quote(folder.name)}/{quote(notebook.name)}" if notebook.is_file() else "",
    )


def _edition(folder: Path) -> tuple[Edition, str]:
    try:
        return read_edition(folder), ""
    except NoEdition as error:
        name = folder.resolve().name
        lesson = _FOLDER.fullmatch(name)
        note = str(error) if (folder / FILE).exists() else ""
        return Edition(lesson[1] if lesson else "", name, ()), note


class Bars:
    """The standing of some lessons, as bars on the page and as lines in a terminal."""

    def __init__(self, standings: Iterable[Standing], titled: bool) -> None:
        self.standings = list(standings)
        self.titled = titled

    def __repr__(self) -> str:
        return "\n".join(line for each in self.standings for line in self._lines(each)) or _NONE

    def _lines(self, one: Standing) -> list[str]:
        line = f"{one.title}: {one}" if self.titled else str(one)
        return [line, one.note] if one.note else [line]

    def _repr_html_(self) -> str:
        bars = "".join(map(self._bar, self.standings)) or f"<p>{_NONE}</p>"
        return f"<div style='{CARD}'>{bars}</div>"

    def _bar(self, one: Standing) -> str:
        bar = (
            f"<progress aria-label='{escape(f'Progress in {one.title}')}' value='{one.done}' "
            f"max='{max(1, one.total)}' style='width:12em;max-width:100%'>{one}</progress>"
        )
        title = f"<strong>{self._title(one)}</strong><br>" if self.titled else ""
        note = f"<br>{escape(one.note)}" if one.note else ""
        return f"<p>{title}{bar} {one}{note}</p>"

    @staticmethod
    def _title(one: Standing) -> str:
        title = escape(one.title)
        return f"<a href='{one.link}'>{title}</a>" if one.link else title


def progress_bar() -> Bars:
    """How far you are with this notebook's lesson."""
    return Bars([standing(Path.cwd())], titled=False)


def progress_bars() -> Bars:
    """How far you are with every lesson that lies beside this one, each with a link to it."""
    beside = sorted(each for each in Path.cwd().parent.glob("[0-9][0-9]_*/") if each.is_dir())
    return Bars(map(standing, filter(_is_lesson, beside)), titled=True)


def _is_lesson(folder: Path) -> bool:
    return (folder / f"{folder.name}.ipynb").is_file()
