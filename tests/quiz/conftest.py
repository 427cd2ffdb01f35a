"""A toy bank with a question of every kind, and a lesson's folder that asks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from nnkit.quiz import Bank, as_text, read_bank
from nnkit.quiz.question import Question

BANK = r"""
- id: toy.colour
  kind: single
  prompt: Which colour does $z = w \cdot x + b$ have?
  feedback: instant
  choices:
    - text: None, it is a number.
      correct: true
      explanation: Numbers have no colour.
    - text: "Blue, as $b$."
      explanation: The letter only stands for *bias*.
- id: toy.even
  kind: multiple
  prompt: |
    Which are even?

    ```python
    x = 2 < 4
    ```
  feedback: instant
  points: 2
  checkpoint: true
  choices:
    - {text: two, correct: true, explanation: Twice one.}
    - {text: three, explanation: One and a half times two.}
    - {text: four, correct: true, explanation: Twice two.}
- id: toy.half
  kind: numeric
  prompt: How much is $\frac{1}{2}$?
  feedback: instant
  points: 1.5
  checkpoint: true
  answer: 0.5
  tolerance: 0.01
  explanation: One divided by two.
  near:
    - value: 2
      explanation: This is two divided by one.
- id: toy.why
  kind: single
  prompt: Why is the sky blue?
  feedback: after_grading
  points: 1
  checkpoint: true
  choices:
    - text: Because of scattering.
      correct: true
      explanation: Short waves are scattered more than long ones.
    - text: Because of the sea.
      explanation: It is the sea that mirrors the sky.
- id: toy.secret
  kind: numeric
  prompt: How many?
  feedback: after_grading
  points: 1
  checkpoint: true
  answer: 42
  explanation: As everybody knows since 1979.
"""


@pytest.fixture(scope="session")
def bank() -> Bank:
    return read_bank(BANK, "toy")


@pytest.fixture(scope="session")
def question(bank: Bank) -> Callable[[str], Question]:
    """A question of the bank by the end of its id."""
    return {each.id.partition(".")[2]: each for each in bank.questions}.__getitem__


@pytest.fixture
def folder(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder of the lesson, and the current one."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    place = tmp_path / "course" / "work" / "01_toy"
    place.mkdir(parents=True)
    text = as_text("toy", "A toy lesson", bank.questions)
    (place / "questions.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def course(folder: Path) -> Path:
    """The root of the course around that folder, with the teacher's bank."""
    root = folder.parents[1]
    (root / "nbgrader_config.py").touch()
    bank = root / "solutions" / "01_toy" / "quiz.yaml"
    bank.parent.mkdir(parents=True)
    bank.write_text(BANK, encoding="utf-8")
    return root


def words(html: str) -> str:
    """The HTML as plain text."""
    spaced = re.sub(r"</(p|li|pre|div)>|<br>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", spaced)).split())
