"""Observe a learner's function, judge it, say what is wrong.

``observe`` runs beside the learner's code and returns data; ``judge`` is pure and never holds the
function. ``check``, ``carry_on`` and ``hint`` are what a notebook uses.
"""

from nnkit.check.notebook import NotYet, carry_on, check, hint, run_check
from nnkit.check.observation import Observation, observe
from nnkit.check.report import Report
from nnkit.check.trial import Known
from nnkit.check.verdict import judge

__all__ = [
    "Known",
    "NotYet",
    "Observation",
    "Report",
    "carry_on",
    "check",
    "hint",
    "judge",
    "observe",
    "run_check",
]
