"""A course with a class full of attackers, graded; and what became of each."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import toy
from tests.hostile.attack import ATTACKS, Attack
from tests.hostile.outside import Outside
from tests.hostile.running import ORDINARY, run
from tests.hostile.work import Work

HONEST = "aa-honest"
EVERY = 8  # so many attackers, then somebody honest again

NBGRADER = Path(sys.executable).with_name("nbgrader")


@dataclass(frozen=True)
class Result:
    """What is on record for one submission: points by grade id, and what its pages say."""

    scores: dict[str, float | None]
    notebook: str
    comments: str

    @property
    def recorded(self) -> bool:
        return bool(self.scores) and None not in self.scores.values()

    def points(self, exercise: str) -> float:
        return self.scores.get(toy.test_id(exercise)) or 0.0


class Course:
    """Students named after the attacks, each with a submission; and honest ones in between."""

    def __init__(self, base: Path, attacks: Iterable[Attack], user: str) -> None:
        self.outside, self.user = Outside(base), user
        self.root = self.outside.root
        self.attacks = sorted(attacks, key=lambda each: each.name)
        toy.write_course(self.root)
        self._plant_secrets()
        self.honest = [HONEST]
        self._submit(HONEST)
        for number, each in enumerate(self.attacks):
            self._submit(each.name, each)
            if number % EVERY == 0:
                self.honest.append(f"{each.name}-then-honest")
                self._submit(self.honest[-1])

    def _plant_secrets(self) -> None:
        for folder in ("solutions", "lessons"):
            (self.root / folder / toy.LESSON / "notes.txt").write_text("as it was\n")
        bank = self.root / "solutions" / toy.LESSON / "quiz.yaml"
        bank.write_text(f"{bank.read_text()}\n# {self.outside.secret}\n")

    def _submit(self, student: str, attack: Attack | None = None) -> None:
        work = Work(self.root / "submitted" / student / toy.LESSON, self.outside)
        if attack:
            attack.make(work)
        else:
            work.says("neuron.by_hand", -3.0)
            work.put("notes.txt", f"mine alone: {self.outside.secret}\n")
        work.save()

    def prepare(self) -> None:
        """The gradebook with the lesson, and every folder its owner's."""
        status, said = self.nbgrader("generate_assignment", toy.LESSON, "--force", as_root=True)
        assert status == 0, said
        with closing(sqlite3.connect(self.root / "gradebook.db")) as book, book:
            book.execute(
                "insert into student (id, first_name) values (?, ?)", ("zz", self.outside.secret)
            )
        if self.user == "user" and os.geteuid() == 0:
            _give_away(self.outside.root, self.outside.home)

    def nbgrader(self, *arguments: str, as_root: bool = False, timeout: float = 300):
        user = "root" if as_root else self.user
        return run([NBGRADER, *arguments], self.root, user, self._tokens, timeout)

    def nnkit(self, *arguments: str, timeout: float = 300):
        """The course's own command."""
        command = [sys.executable, "-m", "nnkit.cli", *arguments]
        return run(command, self.root, self.user, self._tokens, timeout)

    @property
    def _tokens(self) -> dict[str, str]:
        return {"COURSE_TOKEN": self.outside.secret}

    def result(self, student: str) -> Result:
        return Result(self._scores(student), self._notebook(student), self._comments(student))

    def _scores(self, student: str) -> dict[str, float | None]:
        return dict(self._ask(SCORES, student))

    def _comments(self, student: str) -> str:
        return "\n".join(text or "" for (text,) in self._ask(COMMENTS, student))

    def _ask(self, query: str, student: str) -> list[tuple]:
        uri = f"file:{self.root / 'gradebook.db'}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as book:
            return book.execute(query, (student,)).fetchall()

    def _notebook(self, student: str) -> str:
        path = self.root / "autograded" / student / toy.LESSON / f"{toy.LESSON}.ipynb"
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    def spoilt(self, name: str) -> list[str]:
        """The files that nobody but the teacher may change, and that this attack has written."""
        mark = f"spoilt by {name}".encode()
        files = [*self.outside.kept(), self.root / "gradebook.db"]
        return [str(path) for path in files if mark in path.read_bytes()]

    def close(self) -> None:
        self.outside.close()


SUBMITTED = """
  join notebook n on n.id = {table}.notebook_id
  join submitted_assignment s on s.id = n.assignment_id
  where s.student_id = ?
"""
SCORES = (
    "select b.name, grade.auto_score from grade join base_cell b on b.id = grade.cell_id"
    + SUBMITTED.format(table="grade").replace("join notebook", "join submitted_notebook")
)
COMMENTS = "select coalesce(comment.manual_comment, comment.auto_comment) from comment" + (
    SUBMITTED.format(table="comment").replace("join notebook", "join submitted_notebook")
)


def _give_away(*folders: Path) -> None:
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, ORDINARY, ORDINARY, follow_symlinks=False)


def chosen(pattern: str = "", guards: Iterable[str] = ()) -> list[Attack]:
    """The attacks whose name the pattern finds, or that these guards stop."""
    from tests.hostile import corpus  # noqa: F401  (fills the list)

    found = (each for each in ATTACKS.values() if re.search(pattern, each.name))
    return [each for each in found if not guards or each.guard in guards]
