"""What every exercise in the registry must satisfy; a new one is tested by being registered."""

from __future__ import annotations

import linecache

import pytest

from nnkit.check import judge, observe, run_check
from nnkit.check.observation import Observation, run
from nnkit.exercises import Exercise, UnknownExercise, all_exercises, exercise

EXERCISES = list(all_exercises().values())
MISTAKES = [(one, mistake) for one in EXERCISES for mistake in one.mistakes]
ALTERNATIVES = [(one, answer) for one in EXERCISES for answer in one.alternatives]
SEEDS = [0, 1, 2]


def name_of(value):
    return getattr(value, "id", None) or getattr(value, "__name__", None)


def stub(one: Exercise, body: str = "raise NotImplementedError"):
    """A function as the learner finds it in the notebook."""
    source = f"def {one.name}({', '.join(one.parameters)}):\n    {body}\n"
    file = f"<cell {one.id}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names: dict = {}
    exec(compile(source, file, "exec"), names)
    return names[one.name]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("one", "mistake"), MISTAKES, ids=name_of)
def test_a_known_mistake_is_rejected_with_its_own_sentence(one, mistake, seed):
    report = run_check(one.id, mistake.function, seed)
    assert not report.passed
    assert (report.mistake, report.message) == (mistake.id, mistake.sentence)
    assert report.score < report.max_score or report.max_score == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("one", "answer"), ALTERNATIVES, ids=name_of)
def test_another_right_answer_is_accepted(one, answer, seed):
    report = run_check(one.id, answer, seed)
    assert report.passed, str(report)
    assert report.score == one.points


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_the_reference_is_right_but_may_not_be_handed_in(one):
    cases = one.draw_cases()
    outcomes = run(one, one.reference, [case.inputs for case in cases]).outcomes
    assert judge(one, Observation(outcomes=outcomes)).passed
    assert run_check(one.id, one.reference).mistake == "carried-on"
    assert run_check(one.id, lambda *given: one.reference(*given)).mistake == "reference"


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_the_blank_stub_is_called_not_written_yet(one):
    report = run_check(one.id, stub(one))
    assert (report.mistake, report.score) == ("unwritten", 0)
    assert "not written yet" in str(report)


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
@pytest.mark.parametrize("body", ["return None", "return 'a'", "return object()", "yield 1", "1/0"])
def test_nonsense_earns_nothing_and_is_told_why(one, body):
    report = run_check(one.id, stub(one, body))
    assert (report.passed, report.score) == (False, 0)
    assert len(report.message) > 20


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_an_exercise_is_complete(one):
    assert 4 <= len(one.mistakes) <= 10
    assert len(one.alternatives) >= 3
    assert len(one.hints) == 3
    assert len({mistake.id for mistake in one.mistakes}) == len(one.mistakes)
    assert one.points >= 0
    for mistake in one.mistakes:
        assert 40 <= len(mistake.sentence) <= 200, f"{mistake.id}: two lines at most"
    for case in one.draw_cases():
        assert one.built_with or tuple(case.inputs) == one.parameters
        assert not case.curve or case.curve in case.inputs


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_the_cases_are_the_same_for_a_seed_and_others_for_another(one):
    def drawn(seed):
        return [repr(case) for case in one.draw_cases(seed)]

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4) or not one.parameters


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_what_is_observed_is_data(one):
    seen = observe(one, one.alternatives[0], [case.inputs for case in one.draw_cases()])
    allowed = {"Value", "Outcome", "Raised", "str", "bool", "NoneType", "ndarray", "tuple", "dict"}

    def types(value):
        yield type(value).__name__
        if isinstance(value, dict):
            value = tuple(value.values())
        parts = value if isinstance(value, tuple) else getattr(value, "__dict__", {}).values()
        for part in parts:
            yield from types(part)

    assert set(types(seen.outcomes)) <= allowed


@pytest.mark.parametrize("one", EXERCISES, ids=name_of)
def test_an_exercise_is_found_by_its_id_and_by_its_name(one):
    assert exercise(one.id) is exercise(one.name) is one


def test_an_unknown_id_is_answered_with_the_nearest():
    with pytest.raises(UnknownExercise, match=r'"neuron\.weighted_sum"'):
        exercise("neuron.weigthed_sum")
    with pytest.raises(UnknownExercise, match=r"There are: .*neuron\.weighted_sum"):
        exercise("qqqq")
