"""The questions of a lesson: asked as forms, answers kept beside the notebook, a graded checkpoint.

``ask`` and ``checkpoint`` are what a lesson uses, ``progress_bar`` and ``progress_bars`` show how
far a learner is. ``read_bank`` and ``as_text`` make the students' edition, which the build writes.
"""

from nnkit.quiz.asking import ask
from nnkit.quiz.bank import Bank, BankError, read_bank
from nnkit.quiz.checkpoint import checkpoint
from nnkit.quiz.edition import as_text
from nnkit.quiz.standing import progress_bar, progress_bars

__all__ = [
    "Bank",
    "BankError",
    "as_text",
    "ask",
    "checkpoint",
    "progress_bar",
    "progress_bars",
    "read_bank",
]
