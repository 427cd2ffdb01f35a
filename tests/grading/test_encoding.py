"""What crosses the border arrives exactly as it was, and nothing else gets across."""

from __future__ import annotations

import contextlib
import copy
import json
import time
import tracemalloc
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnkit.check.form import Form
from nnkit.check.observation import MISSING, Observation, Outcome, Raised, observe
from nnkit.check.values import describe
from nnkit.exercises import Named, all_exercises, exercise
from nnkit.exercises.functions import FUNCTIONS
from nnkit.grading import strict, verdict
from nnkit.grading.encoding import (
    DEEPEST,
    BadReply,
    TooLarge,
    from_display,
    pack_inputs,
    pack_observation,
    refusal,
    unpack_inputs,
    unpack_observation,
)

EXERCISES = list(all_exercises().values())
REAL = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64, 128)),
)
ARRAYS = hnp.arrays(REAL, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50) | st.just("é" * 2_000)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | ARRAYS | st.builds(object)
ANSWERS = st.recursive(PLAIN, lambda one: st.lists(one) | st.tuples(one, one), max_leaves=8)
NAMES = st.lists(TEXTS, max_size=3).map(tuple)
COUNTS = st.integers(0, 100)
RAISED = st.builds(Raised, TEXTS, TEXTS, NAMES, TEXTS, TEXTS, st.booleans())
AFTER = st.dictionaries(TEXTS, ARRAYS, max_size=3)
OUTCOMES = (
    st.builds(Outcome, ANSWERS.map(describe), after=AFTER)
    | st.builds(Outcome, raised=RAISED, after=AFTER)
    | st.just(Outcome(timed_out=True))
)
FORMS = st.builds(
    Form, TEXTS, NAMES, st.booleans(), st.lists(COUNTS, max_size=3).map(tuple), NAMES, COUNTS
)
FLAG = st.booleans()
SEEN = st.lists(OUTCOMES, max_size=4).map(tuple)
OBSERVATIONS = st.builds(
    Observation, FLAG, FLAG, FLAG, FLAG, TEXTS, FORMS, SEEN, TEXTS, NAMES
)  # fmt: skip


def identical(a, b) -> bool:
    """Alike in every type, bit and place."""
    if type(a) is not type(b):
        return False
    if is_dataclass(a):
        return all(identical(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(identical, a.values(), b.values()))
    if isinstance(a, (np.ndarray, np.generic)):
        equal = np.array_equal(a, b, equal_nan=True)
        same_signs = np.array_equal(np.signbit(a), np.signbit(b)) if a.dtype.kind == "f" else True
        return bool(equal and same_signs and a.dtype == b.dtype and a.shape == b.shape)
    if isinstance(a, float):
        return a.hex() == b.hex()
    return a == b


def refused(text: str) -> str:
    with pytest.raises(BadReply) as error:
        unpack_observation(text)
    return str(error.value)


@given(OBSERVATIONS)
@settings(deadline=None, max_examples=200)
def test_an_observation_arrives_as_it_was(seen):
    packed = pack_observation(seen)
    assert packed.isascii()
    assert identical(unpack_observation(packed), seen)
    assert from_display(repr(packed)) == packed


@given(st.text())
@settings(deadline=None)
def test_a_text_that_no_file_could_hold_is_made_one_that_can(text):
    seen = unpack_observation(pack_observation(Observation(printed=text)))
    seen.printed.encode()
    assert "\ud800" not in unpack_observation(pack_observation(Observation(type="\ud800x"))).type
    assume(not any("\ud800" <= letter <= "\udfff" for letter in text))
    assert seen.printed == text


def test_long_texts_and_deep_lists_are_cut_and_the_rest_arrives():
    deep = describe(1.0)
    for _ in range(50):
        deep = describe([0.0])
    nested: list = []
    for _ in range(200):
        nested = [nested]
    seen = Observation(
        outcomes=(Outcome(describe(nested)), Outcome(deep)),
        printed="x" * 10_000,
        warnings=("w",) * 1_000,
    )
    back = unpack_observation(pack_observation(seen))
    assert back.printed == "x" * strict.LONGEST_TEXT
    part, depth = back.outcomes[0].value, 0
    while part.items:
        part, depth = part.items[0], depth + 1
    assert depth == DEEPEST + 1
    assert identical(back.outcomes[1], seen.outcomes[1])


@pytest.mark.parametrize(
    "answer", [np.zeros(10**7), np.zeros((0, 10**7)), [0.5] * 10_000, np.zeros((600, 600))]
)
def test_what_would_be_refused_is_not_sent(answer):
    seen = Observation(outcomes=(Outcome(describe(answer)),) * 14)
    with pytest.raises(TooLarge):
        pack_observation(seen)


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.id)
@pytest.mark.parametrize("seed", [0, 2**127])
def test_the_inputs_of_every_exercise_arrive_as_they_were(one, seed):
    inputs = [dict(case.inputs) for each in verdict.cases(one, seed) for case in each]
    assert identical(unpack_inputs(pack_inputs(inputs)), inputs)


@given(
    st.recursive(
        st.none() | FLAG | st.integers(-(10**300), 10**300) | st.floats() | TEXTS | ARRAYS
        | st.sampled_from([Named(name) for name in FUNCTIONS]) | ARRAYS.map(lambda a: a.sum()),
        lambda one: st.lists(one, max_size=3) | st.tuples(one, one),
        max_leaves=8,
    )
)  # fmt: skip
@settings(deadline=None)
def test_any_inputs_arrive_as_they_were(value):
    assert identical(unpack_inputs(pack_inputs([{"a": value}])), [{"a": value}])


def test_an_input_that_is_no_data_is_refused():
    with pytest.raises(TypeError, match="Give it a name"):
        pack_inputs([{"f": len}])


# Replies that nobody honest would send.

JUNK = st.recursive(
    st.none() | FLAG | st.integers() | st.floats() | st.text() | st.sampled_from(["<f8", "|O"]),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=4), one, max_size=4),
    max_leaves=20,
)  # fmt: skip


def sample() -> dict:
    one = exercise("neuron.perceptron_update")
    inputs = [case.inputs for case in one.draw_cases()[:2]]
    return json.loads(pack_observation(observe(one, one.alternatives[0], inputs)))


def places(value, path=()):
    yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


SAMPLE = sample()
PLACES = list(places(SAMPLE))


def mutated(path, value) -> str:
    if not path:
        return json.dumps(value)
    reply = spot = copy.deepcopy(SAMPLE)
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    return json.dumps(reply)


def understood_or_refused(text) -> Observation | None:
    try:
        return unpack_observation(text)
    except BadReply:
        return None


@given(st.text() | JUNK.map(json.dumps))
@settings(deadline=None)
def test_any_text_is_understood_or_refused(text):
    understood_or_refused(text)
    with pytest.raises(BadReply):
        unpack_inputs(text + "\0")


@given(st.sampled_from(PLACES), JUNK)
@settings(deadline=None, max_examples=500)
def test_a_reply_with_anything_in_any_place_is_understood_or_refused(path, value):
    understood_or_refused(mutated(path, value))


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.id)
@given(data=st.data())
@settings(deadline=None, max_examples=6)
def test_whatever_is_understood_can_be_judged(one, data):
    public, secret = verdict.cases(one, 1)
    count = len(public) + len(secret)
    outcomes = data.draw(st.lists(OUTCOMES, min_size=1, max_size=3))
    seen = data.draw(OBSERVATIONS)
    places = data.draw(st.lists(st.integers(0, len(outcomes) - 1), min_size=count, max_size=count))
    full = replace(seen, outcomes=tuple(outcomes[i] for i in places))
    for claim in (seen, full, replace(full, found=True, callable=True, is_reference=False)):
        for form in (claim.form, replace(claim.form, fits=True, parameters=one.parameters)):
            back = unpack_observation(pack_observation(replace(claim, form=form)))
            report = verdict.decide(one, back, public, secret)
            assert report.score == 0 or one.points == 0
            assert report.message or report.mistake == "unwritten"


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.id)
@given(data=st.data())
@settings(deadline=None, max_examples=6)
def test_a_right_reply_changed_in_any_place_can_be_judged(one, data):
    public, secret = verdict.cases(one, 1)
    inputs = [case.inputs for case in [*public, *secret]]
    seen = observe(one, one.alternatives[0], inputs)
    reply = json.loads(pack_observation(seen))
    for _ in range(3):
        path = data.draw(st.sampled_from(list(places(reply))[1:]))
        spot = reply
        for key in path[:-1]:
            spot = spot[key]
        moved = copy.deepcopy(list(reply.values()))
        spot[path[-1]] = data.draw(JUNK | st.sampled_from(moved))
    back = understood_or_refused(json.dumps(reply))
    if back is not None:
        report = verdict.decide(one, back, public, secret)
        assert 0 <= report.score <= report.max_score


ZERO = ["<f8", [], "AAAAAAAAAAA="]


@pytest.mark.parametrize(
    ("array", "why"),
    [
        (["<f8", [10**6, 10**6], "AAAAAAAAAAA="], "shape"),
        (["<f8", [10**30], ""], "bounds"),
        (["<f8", [-1], ""], "bounds"),
        (["<f8", [True], "AAAAAAAAAAA="], "bounds"),
        (["<f8", [1.0], "AAAAAAAAAAA="], "bounds"),
        (["<f8", [0] + [10**6] * 20, ""], "impossible"),
        (["<f8", [1] * 65, "AAAAAAAAAAA="], "too long"),
        (["<f8", [], "not base64"], "none"),
        (["<f8", [], 7], "real numbers"),
        (["|O", [], "AAAAAAAAAAA="], "real numbers"),
        (["<c16", [], "A" * 22 + "=="], "real numbers"),
        (["<U1", [], "AAAAAA=="], "real numbers"),
        (["<M8[s]", [], "AAAAAAAAAAA="], "real numbers"),
        ([[["a", "<f8"]], [], "AAAAAAAAAAA="], "real numbers"),
        (["f8,O", [], "AAAAAAAAAAA="], "real numbers"),
        (["<f8", [], "AAAAAAAAAAA=", 0], "none"),
        ({"array": ZERO}, "none"),
    ],
)
def test_an_array_that_is_none_is_refused(array, why):
    path = next(place for place in PLACES if place[-2:] == ("after", "w"))
    assert "after" in SAMPLE["outcomes"][0]
    assert why in refused(mutated(path, array))


def test_a_truth_value_is_true_or_false_whatever_its_byte_says():
    path = next(place for place in PLACES if place[-2:] == ("after", "w"))
    seen = unpack_observation(mutated(path, ["|b1", [2], "BwA="]))
    assert seen.outcomes[0].after["w"].tolist() == [True, False]
    assert seen.outcomes[0].after["w"].view(np.uint8).tolist() == [1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 900_000,
        '{"a":' * 200_000,
        "9" * 3_000_000,
        "NaN",
        '{"found": NaN}',
        "null",
        "[]",
        '{"refused": 1}',
        refusal("too-large"),
        json.dumps(SAMPLE)[:-1] + ', "found": true}',
        json.dumps(SAMPLE) + " ",
        "x" * 100_000_000,
        "[" + "[]," * 40_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_costly_or_crooked_reply_is_refused_at_once(text):
    if text == json.dumps(SAMPLE) + " ":
        assert unpack_observation(text)  # a space is no harm
        return
    tracemalloc.start()
    start = time.monotonic()
    try:
        reason = refused(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.monotonic() - start < 3
    assert peak < 100_000_000
    assert reason.endswith(".")


def test_the_costliest_reply_that_is_read_stays_small():
    item = '["",null,null,""]'
    value = f'["list",null,[{",".join([item] * 9_999)}],""]'
    outcome = f'{{"value":{value},"raised":null,"timed_out":false,"after":{{}}}}'
    text = json.dumps(SAMPLE | {"outcomes": "HERE"})
    many = text.replace('"HERE"', "[" + ",".join([outcome] * 5) + "]")
    tracemalloc.start()
    try:
        unpack_observation(many)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 70_000_000


@pytest.mark.parametrize("flag", ["found", "callable", "is_reference", "calls_reference"])
@pytest.mark.parametrize("value", [0, 1, None, "true", [], {}])
def test_a_flag_is_true_or_false(flag, value):
    assert "yes or no" in refused(mutated((flag,), value))


@pytest.mark.parametrize("count", [True, -1, 1.0, 10**12, "1", None])
def test_a_count_is_a_whole_number(count):
    assert "out of bounds" in refused(mutated(("form", "lines"), count))


def test_a_call_ends_in_one_way():
    outcome = SAMPLE["outcomes"][0]
    for change in ({"timed_out": True}, {"value": None}):
        assert "did not end" in refused(mutated(("outcomes", 0), outcome | change))


def test_an_answer_s_numbers_and_its_parts_can_t_contradict_each_other():
    assert "two" in refused(
        mutated(("outcomes", 0, "value"), ["list", ZERO, [["float", ZERO, None, ""]], ""])
    )


@given(st.text() | st.text("\\'\"xu0"))
def test_a_displayed_text_is_read_back_or_refused(text):
    plain = text.encode("ascii", "replace").decode()
    assert from_display(repr(plain)) == plain
    with contextlib.suppress(BadReply):
        assert isinstance(from_display(text), str)


def test_missing_is_missing():
    assert unpack_observation(pack_observation(MISSING)) == MISSING
