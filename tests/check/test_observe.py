"""Whatever a learner's function does, the observation is data and nothing leaks out of it."""

from __future__ import annotations

import contextlib
import logging
import signal
import subprocess
import sys
import threading
import warnings

import numpy as np
import pytest

from nnkit.check import judge, observe, run_check
from nnkit.check.limits import TimeUp, time_limit
from nnkit.exercises import Case, Exercise, exercise

SUM = "neuron.weighted_sum"


class EqualsAll:
    __hash__ = None

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("asked for numbers")

    def __repr__(self):
        raise RuntimeError("asked for a repr")


class Lying(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    def __sub__(self, other):
        return np.zeros(self.shape)


@pytest.mark.parametrize(
    ("fn", "mistake"),
    [
        (lambda X, w, b: EqualsAll(), "type.EqualsAll"),
        (lambda X, w, b: np.zeros(np.shape(X @ w)).view(Lying), "type.Lying"),
        (lambda X, w, b: np.array([object()] * 3), "type.ndarray"),
        (lambda X, w, b: [1, [2, 3], "a"], "type.list"),
    ],
)
def test_an_object_that_claims_to_be_right_is_wrong(fn, mistake):
    report = run_check(SUM, fn)
    assert not report.passed
    assert report.mistake == mistake


def test_prints_logs_and_warnings_are_caught(capfd):
    def noisy(X, w, b):
        print("z?")
        print("oops", file=sys.stderr)
        logging.getLogger("learner").error("logged")
        warnings.warn("careful", stacklevel=1)
        np.log(np.zeros(1))
        return X @ w + b

    report = run_check(SUM, noisy)
    assert report.passed
    assert capfd.readouterr() == ("", "")
    assert any("careful" in note and "divide by zero" in note for note in report.notes)
    assert any("z?" in note for note in report.notes)
    assert logging.root.manager.disable == 0


def test_a_learner_who_made_numpy_strict_is_judged_as_everybody():
    with np.errstate(all="raise"):
        assert run_check(SUM, lambda X, w, b: X @ w + b + 0 * np.exp(-1e5)).passed


def test_a_flood_of_prints_is_cut():
    def flood(X, w, b):
        for _ in range(1000):
            print("x" * 1000)
        return X @ w + b

    report = run_check(SUM, flood)
    assert report.passed
    assert len(str(report)) < 1000


def test_the_exit_of_a_function_is_a_wrong_answer():
    assert run_check(SUM, lambda X, w, b: sys.exit()).mistake == "raises"


def test_a_question_in_a_check_is_refused():
    report = run_check(SUM, lambda X, w, b: X @ w + b + float(input("b? ")))
    assert "input() can't ask here" in report.message


def test_parameters_in_another_order_are_named():
    def weighted_sum(w, X, b):
        return X @ w + b

    report = run_check(SUM, weighted_sum)
    assert (report.mistake, "(w, X, b)" in report.message) == ("signature", True)


def test_an_interrupt_stops_the_check():
    def pressed(X, w, b):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_check(SUM, pressed)


def test_each_call_gets_its_own_inputs():
    seen = []

    def spoil(X, w, b):
        seen.append(w.copy())
        w[:] = 99
        return 0.0

    one = exercise(SUM)
    observe(one, spoil, [case.inputs for case in one.draw_cases()])
    assert not any((w == 99).any() for w in seen)
    assert not any((case.inputs["w"] == 99).any() for case in one.draw_cases())


def endless(X, w, b):
    while True:
        pass


def swallowing(X, w, b):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


def stubborn(X, w, b):
    for _ in range(2):
        try:
            while True:
                pass
        except BaseException:
            pass
    while True:
        pass


@pytest.mark.parametrize("fn", [endless, swallowing, stubborn])
def test_an_endless_loop_is_stopped_and_named(fn, monkeypatch):
    monkeypatch.setattr("nnkit.check.observation.time_limit", lambda: time_limit(0.2))
    report = run_check(SUM, fn)
    assert (report.mistake, report.score) == ("timeout", 0)
    assert "5 seconds" in report.message


def test_the_limit_is_five_seconds_and_leaves_no_alarm_behind():
    from nnkit.check.limits import SECONDS

    assert SECONDS == 5
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(0.5):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_check_off_the_main_thread_still_judges():
    reports = []
    thread = threading.Thread(target=lambda: reports.append(run_check(SUM, lambda X, w, b: X @ w)))
    thread.start()
    thread.join()
    assert reports[0].mistake == "no-bias"


def test_without_signals_an_interrupt_stops_the_loop():
    """What Windows does, in a process of its own: the interrupt goes to its main thread."""
    code = (
        "from nnkit.check import limits\n"
        "try:\n"
        "    with limits._by_interrupt(0.2):\n"
        "        while True: pass\n"
        "except limits.TimeUp:\n"
        "    print('stopped')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "stopped", done.stderr


def test_time_up_is_no_exception():
    assert not issubclass(TimeUp, Exception)
    with pytest.raises(TimeUp), time_limit(0.05):
        endless(0, 0, 0)


def test_a_stop_that_was_swallowed_counts_all_the_same():
    with pytest.raises(TimeUp), time_limit(0.1), contextlib.suppress(TimeUp):
        endless(0, 0, 0)


def test_the_five_seconds_are_for_all_calls_together(monkeypatch):
    monkeypatch.setattr("nnkit.check.observation.time_limit", lambda: time_limit(0.3))

    def slow(X, w, b):
        threading.Event().wait(0.1)
        return X @ w + b

    assert run_check(SUM, slow).mistake == "timeout"


def test_a_profiler_that_was_on_stays_on_and_none_is_left():
    def profiler(frame, event, argument):
        pass

    for before in (None, profiler):
        sys.setprofile(before)
        try:
            run_check(SUM, lambda X, w, b: X @ w + b)
            assert sys.getprofile() is before
        finally:
            sys.setprofile(None)


def test_closing_stdout_loses_nothing():
    def closing(X, w, b):
        sys.stdout.close()
        return X @ w + b

    assert run_check(SUM, closing).passed


def reference(n):
    return n + 1


def test_the_reference_is_found_behind_a_call_and_only_then():
    one = Exercise("toy.reference", 1, reference, (Case("one", {"n": 1}),), (), (), ("a",))
    cases = [case.inputs for case in one.draw_cases()]

    def wrapped(n):
        return [reference(n)][0]

    assert judge(one, observe(one, wrapped, cases)).mistake == "reference"
    assert judge(one, observe(one, lambda n: n + 1, cases)).passed


def test_a_method_of_a_shared_class_is_not_taken_for_the_reference():
    class Plus:
        def __init__(self, step):
            self.step = step

        def __call__(self, n):
            return n + self.step

        def twice(self, n):
            return n + 2 * self.step

    plus = Plus(1)
    one = Exercise("toy.plus", 1, plus, (Case("one", {"n": 1}),), (), (), ("a",))
    assert judge(one, observe(one, lambda n: Plus(-1)(n) + 2, [{"n": 1}])).passed
    assert judge(one, observe(one, lambda n: plus(n), [{"n": 1}])).mistake == "reference"
    two = Exercise("toy.twice", 1, plus.twice, (Case("one", {"n": 1}),), (), (), ("a",))
    assert judge(two, observe(two, lambda n: Plus(2).twice(n) - 2, [{"n": 1}])).passed
    assert judge(two, observe(two, lambda n: plus.twice(n), [{"n": 1}])).mistake == "reference"


def test_a_number_too_small_for_a_float_is_no_news():
    """Underflow: NumPy rounds to 0 without a word, and so do we."""
    ran = run_check(
        "activations.sigmoid", lambda z: np.where(z > 0, 1, e := np.exp(-abs(z))) / (1 + e)
    )
    assert (ran.passed, ran.notes) == (True, ())
