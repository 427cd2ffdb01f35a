"""The report of grading is that of home, but for answers that are right for known cases alone."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from nnkit import nn
from nnkit.check import run_check, show
from nnkit.check.nested import fresh
from nnkit.check.observation import MISSING, Observation, observe
from nnkit.exercises import Random, all_exercises, exercise
from nnkit.grading.inside import answer
from nnkit.grading.verdict import Ending, Grade, Stopped, cases, decide, ending, received

EXERCISES = list(all_exercises().values())
CORE = [one for one in EXERCISES if one.points]
ANSWERS = [
    (one, answer)
    for one in EXERCISES
    for answer in (
        one.reference,
        *one.alternatives,
        *(mistake.function for mistake in one.mistakes),
    )
]
SUM = "neuron.weighted_sum"


def name_of(value):
    return getattr(value, "id", None) or getattr(value, "__name__", None)


def weighted_sum(X, w, b):
    return X @ w + b


@pytest.mark.parametrize(("one", "fn"), ANSWERS, ids=name_of)
def test_an_answer_gets_exactly_the_report_of_home(grade, one, fn):
    assert grade(one.id, fn).to_dict() == run_check(one.id, fn).to_dict()


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_the_stub_the_missing_and_nonsense_get_the_report_of_home(grade, one):
    def stub(*given):
        raise NotImplementedError

    for fn in (stub, None, 3, "text", lambda: None, lambda *given: None, lambda *given: object()):
        assert grade(one.id, fn).to_dict() == run_check(one.id, fn).to_dict()
    public, secret = cases(one, 1)
    missing = decide(one, received(repr(answer(one.id, "[]", {}))), public, secret)
    assert (missing.mistake, missing.score) == ("unwritten", 0)


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_the_secret_cases_are_of_the_seed_and_none_is_of_home(one):
    def drawn(seed):
        return [repr(case) for case in cases(one, seed)[1]]

    home = {repr(case) for case in one.draw_cases()}
    assert drawn(3) == drawn(3)
    assert drawn(2**127) != drawn(2**127 + 1) or not one.parameters
    assert not home & set(drawn(0)) or one.name == "xor_from_neurons"


@pytest.mark.parametrize("one", CORE, ids=name_of)
def test_an_exercise_with_points_draws_random_cases(one):
    assert any(isinstance(case, Random) for case in one.cases)


def by_table(one, otherwise):
    """An answer that knows all that is visible, and nothing else."""
    visible = {repr([fresh(value) for value in case.inputs.values()]) for case in one.draw_cases()}

    def table(*given):
        return (one.alternatives[0] if repr([*given]) in visible else otherwise)(*given)

    return table


@pytest.mark.parametrize("one", CORE, ids=name_of)
def test_a_table_of_the_visible_cases_earns_nothing(grade, one):
    def otherwise(*given):
        return 0.0

    fn = by_table(one, otherwise)
    assert run_check(one.id, fn).passed
    report = grade(one.id, fn)
    assert (report.passed, report.score, report.mistake) == (False, 0, "others")
    assert report.message.startswith("Right for the lesson's own cases, not for others")
    assert report.rows == ()


def test_the_part_that_holds_for_all_cases_is_paid(grade):
    one = exercise("neuron.perceptron_update")
    known = by_table(one, None)
    right = one.alternatives[0]

    def half(*given):
        w, b = right(*given)
        try:
            return known(*given)
        except TypeError:
            return w, b + 1

    report = grade(one.id, half)
    assert run_check(one.id, half).passed
    assert (report.score, report.mistake, ending(report)) == (1, "others", Ending.PARTLY)


def test_partial_credit_lost_on_other_cases_keeps_the_sentence_of_home(grade):
    one = exercise("neuron.perceptron_update")
    right, known = one.alternatives[0], by_table(one, None)

    def half(*given):
        w, b = right(*given)
        try:
            known(*given)
        except TypeError:
            return w + 1, b + 1
        return w, b + 1

    home, report = run_check(one.id, half), grade(one.id, half)
    assert (home.score, report.score) == (1, 0)
    assert (home.mistake, home.message, home.rows) == (report.mistake, report.message, report.rows)
    assert "all other cases of the same kind" in report.notes[-1]


def test_an_exception_for_others_is_told_without_its_message(grade):
    one = exercise(SUM)
    report = grade(SUM, by_table(one, lambda X, w, b: [][int(X.size)]))
    assert report.mistake == "others.raises"
    assert "index" not in str(report)
    assert ending(report) is Ending.RAISED


def test_an_endless_loop_for_others_is_stopped(grade, monkeypatch):
    monkeypatch.setattr("nnkit.check.limits.time_limit.__wrapped__.__defaults__", (0.3,))

    def endless(*given):
        while True:
            pass

    start = time.monotonic()
    report = grade(SUM, by_table(exercise(SUM), endless))
    assert report.mistake == "others.timeout"
    assert ending(report) is Ending.TIMED_OUT
    assert time.monotonic() - start < 3
    assert grade(SUM, endless).to_dict() == run_check(SUM, endless).to_dict()


def test_state_kept_between_calls_earns_nothing(grade):
    calls = []

    def counting(X, w, b):
        calls.append(1)
        return weighted_sum(X, w, b) if len(calls) <= 13 else 0.0

    def remembering(X, w, b, seen={}):  # noqa: B006 the state is the point
        return seen.setdefault("first", weighted_sum(X, w, b))

    assert grade(SUM, counting).score == 0
    assert grade(SUM, remembering).score == 0


def test_a_time_bomb_earns_nothing(grade):
    start = time.time()

    def honest_for_a_while(X, w, b):
        return weighted_sum(X, w, b) if time.time() < start else 0.0

    assert grade(SUM, honest_for_a_while).score == 0


def test_inputs_changed_in_place_on_other_cases_earn_nothing(grade):
    def spoiling(X, w, b):
        w += 1
        return X @ (w - 1) + b

    assert grade(SUM, by_table(exercise(SUM), spoiling)).score == 0


def test_the_course_s_own_function_earns_nothing(grade):
    assert grade(SUM, nn.weighted_sum).mistake == "carried-on"
    assert grade(SUM, lambda X, w, b: nn.weighted_sum(X, w, b)).mistake == "reference"


def test_an_object_that_equals_everything_earns_nothing(grade):
    class Same(np.ndarray):
        def __eq__(self, other):
            return True

        def __array__(self, *args, **options):
            raise RuntimeError

        def __reduce__(self):
            raise RuntimeError

    class ndarray:
        shape, dtype = (3,), float

        def __eq__(self, other):
            return True

    assert grade(SUM, lambda X, w, b: np.zeros(3).view(Same)).score == 0
    assert grade(SUM, lambda X, w, b: ndarray()).score == 0


def test_what_is_printed_for_others_is_not_shown(grade):
    def loud(X, w, b):
        print(f"<{X.size * w[0]}>")
        return weighted_sum(X, w, b)

    report = grade(SUM, loud)
    assert report.passed
    assert report.notes == run_check(SUM, loud).notes


def test_a_huge_answer_is_refused_with_a_reason(grade):
    report = grade(SUM, lambda X, w, b: np.zeros(10_000_000))
    assert (report.score, ending(report)) == (0, Ending.DAMAGED)
    assert "too large" in report.message


def test_a_saboteur_in_the_kernel_gets_a_reason(grade, monkeypatch):
    monkeypatch.setattr("nnkit.grading.inside.observe", None)
    report = grade(SUM, weighted_sum)
    assert (report.score, report.mistake) == (0, "damaged")
    assert "could not be looked at" in report.message


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_claims_without_outcomes_earn_nothing(one):
    public, secret = cases(one, 1)
    for claim in (
        Observation(),
        Observation(calls_reference=True),
        MISSING,
        Observation(callable=False),
        Observation(is_reference=True),
    ):
        report = decide(one, claim, public, secret)
        assert (report.passed, report.score) == (False, 0)


def test_too_few_and_too_many_outcomes_earn_nothing():
    one = exercise(SUM)
    public, secret = cases(one, 1)
    inputs = [case.inputs for case in [*public, *secret]]
    seen = observe(one, weighted_sum, inputs)
    assert decide(one, seen, public, secret).passed
    every = seen.outcomes
    for outcomes in (every[:-1], (*every, every[-1]), every[: len(public)], every[:1]):
        report = decide(one, replace(seen, outcomes=outcomes), public, secret)
        assert (report.score, report.mistake) == (0, "damaged")


def test_what_has_no_observation_gets_its_reason():
    one = exercise(SUM)
    for end in (Ending.TIMED_OUT, "out of memory", Ending.TOO_MUCH_OUTPUT, "crashed"):
        report = decide(one, Stopped(end, "A <b>reason</b>."), *cases(one, 1))
        assert (report.score, report.max_score, report.message) == (0, 2, "A <b>reason</b>.")
        made = Grade.of("neuron-weighted_sum", report)
        assert (made.outcome, made.score, made.points) == (end, 0, 2)
        assert "&lt;b&gt;" in made.report_html


def test_a_grade_holds_nothing_that_a_page_would_run(grade):
    script = "<script>alert(1)</script>"

    def raising(X, w, b):
        raise ValueError(f"{script} `{script}`")

    def printing(X, w, b):
        print(script)
        return type(f"{script}", (), {})()

    for fn in (raising, printing):
        report = grade(SUM, fn)
        assert script in str(report.to_dict())
        assert "<script" not in Grade.of("a", report).report_html
        assert report.for_nbgrader()["text/plain"] == "0"


def test_the_output_for_nbgrader_is_the_one_of_its_own_run(grade, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    for fn in (weighted_sum, lambda X, w, b: X @ w):
        assert grade(SUM, fn).for_nbgrader() == run_check(SUM, fn)._repr_mimebundle_()


def test_an_empty_answer_with_huge_axes_costs_no_time(grade):
    start = time.monotonic()
    report = grade(SUM, lambda X, w, b: np.zeros((*[10] * 9, 0)))
    assert report.to_dict() == run_check(SUM, lambda X, w, b: np.zeros((*[10] * 9, 0))).to_dict()
    assert "an array of shape" in show.array(np.zeros((10, 10, 0)))
    assert time.monotonic() - start < 3
