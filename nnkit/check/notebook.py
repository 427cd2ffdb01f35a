"""The notebook's face: ``check``, ``carry_on`` and ``hint``; and ``run_check`` behind them."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnkit import progress
from nnkit.check.observation import MISSING, Observation, observe
from nnkit.check.report import WIDTH, Report, markup
from nnkit.check.verdict import judge, passes
from nnkit.exercises import Exercise
from nnkit.exercises import exercise as find

ABSENT: Any = object()


def run_check(exercise_id: str, fn: Any, seed: int = 0) -> Report:
    """``judge(observe(…))``. ``seed`` draws the random cases.

    Raises ``UnknownExercise`` for an unknown id, and nothing for a wrong answer.
    """
    exercise = find(exercise_id)
    if fn is ABSENT:
        return judge(exercise, MISSING)
    cases = exercise.draw_cases(seed)
    return judge(exercise, observe(exercise, fn, [case.inputs for case in cases]), cases)


def check(exercise_id: str, fn: Any = ABSENT) -> Report:
    """Check your function. The last line of its cell: the report is shown below it.

    Without ``fn`` the function is looked up by its name in the notebook. A wrong answer raises
    nothing, so the notebook runs on; under nbgrader's ``validate`` it raises ``NotYet``, if there
    are points to lose.
    """
    fn = _look_up(exercise_id, fn, sys._getframe(1).f_globals)
    if fn is not ABSENT and _after_a_syntax_error():
        return _stale(exercise_id)
    report = run_check(exercise_id, fn)
    if progress.grading_mode() == "validate" and report.max_score and not report.passed:
        raise NotYet(str(report))
    return _remembered(report)


def _shell() -> Any:
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()


def _after_a_syntax_error() -> bool:
    """Whether the cell run just before this one could not be read, and so defined nothing."""
    before = getattr(_shell(), "last_execution_result", None)
    return isinstance(getattr(before, "error_before_exec", None), SyntaxError)


def _stale(exercise_id: str) -> Report:
    exercise = find(exercise_id)
    return Report(
        exercise.id,
        passed=False,
        score=0.0,
        max_score=float(exercise.points),
        mistake="stale",
        message="The cell you ran before this one has a syntax error, so it changed nothing. "
        "Mend it and run it, then run this check again.",
    )


def carry_on(exercise_id: str, fn: Any = ABSENT) -> Any:
    """Your function if it passes, else the course's, so that the rest of the lesson runs."""
    fn = _look_up(exercise_id, fn, sys._getframe(1).f_globals)
    exercise = find(exercise_id)
    name = exercise.name
    if _passes(exercise, fn):
        print(f"From here on the lesson uses your own {name}.")
        return fn
    print(f"From here on the lesson uses the course's {name}. Yours can follow whenever you like.")
    return exercise.reference


@dataclass(frozen=True)
class _Seen:
    """What a function did on the exercise's own cases, and before which cell that was."""

    fn: Any
    observation: Observation
    cell: int | None


_seen: dict[str, _Seen] = {}  # by exercise


def remember(exercise_id: str, fn: Any, observation: Observation) -> None:
    """Grading has just looked at ``fn``: ``carry_on`` in the very next cell need not once more."""
    _seen[exercise_id] = _Seen(fn, observation, _cell())


def _cell() -> int | None:
    return getattr(_shell(), "execution_count", None)


def _passes(exercise: Exercise, fn: Any) -> bool:
    seen = _seen.pop(exercise.id, None)
    if fn is ABSENT:
        return False
    if seen and seen.fn is fn and seen.cell is not None and seen.cell == _cell():
        return passes(exercise, seen.observation)
    return passes(exercise, observe(exercise, fn, [case.inputs for case in exercise.draw_cases()]))


def _look_up(exercise_id: str, fn: Any, names: dict[str, Any]) -> Any:
    return names.get(find(exercise_id).name, ABSENT) if fn is ABSENT else fn


def _remembered(report: Report) -> Report:
    """Keep a learner's pass in ``progress.json``; not nbgrader's, not in the author's folder."""
    if not report.passed or progress.grading_mode() or progress.is_authors(Path()):
        return report
    note = progress.record_pass(report.exercise, report.score, report.max_score)
    return report.with_note(note) if note else report


class NotYet(AssertionError):
    """Something isn't done, while nbgrader validates. Shows its sentence, no traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


LAST_HINT = "That was the last. You can also go on: `carry_on` lets the rest of the lesson run."

_hints_given: Counter[str] = Counter()


class Hint:
    """One staged hint, as shown in a notebook or a terminal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return textwrap.fill(self.text, WIDTH)

    def _repr_html_(self) -> str:
        return (
            f"<div role='status' style='max-width:46em;line-height:1.5'>{markup(self.text)}</div>"
        )


def hint(exercise_id: str) -> Hint:
    """The next hint: a nudge, the idea, nearly the line. After the last, the last again."""
    exercise = find(exercise_id)
    total = len(exercise.hints)
    number = min(_hints_given[exercise.id] + 1, total)
    _hints_given[exercise.id] = number
    last = f" {LAST_HINT}" if number == total else ""
    return Hint(f"Hint {number} of {total}. {exercise.hints[number - 1]}{last}")
