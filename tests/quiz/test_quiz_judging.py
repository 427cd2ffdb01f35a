"""Judging: what is right is right, nothing else is, and no recorded nonsense ever raises."""

import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.quiz.feedback import feedback
from nnkit.quiz.judging import is_right, marked, understood
from nnkit.quiz.question import Choice, Question
from nnkit.quiz.reading import NoAnswer, read_sent
from tests.quiz.conftest import words

NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def choices(rights):
    return tuple(Choice(f"choice {n}", right, f"why {n}") for n, right in enumerate(rights))


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=6).filter(any), st.data())
def test_several_are_right_if_they_are_just_the_right_ones(rights, data):
    asked = Question("a.b", "multiple", "?", "instant", choices=choices(rights))
    picked = data.draw(st.lists(st.integers(0, len(rights) - 1), min_size=1, unique=True))
    answer = read_sent(asked, picked)
    assert understood(asked, answer) == answer
    assert is_right(asked, answer) == all((n in picked) == right for n, right in enumerate(rights))


@settings(deadline=None)
@given(st.integers(2, 6), st.data())
def test_one_is_right_if_it_is_the_right_one(count, data):
    right, picked = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    rights = [n == right for n in range(count)]
    asked = Question("a.b", "single", "?", "instant", choices=choices(rights))
    assert is_right(asked, read_sent(asked, [picked])) == (picked == right)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(0, 1), st.floats(-3, 3))
def test_a_number_is_right_within_the_tolerance(wanted, tolerance, away):
    asked = Question("a.b", "numeric", "?", "instant", answer=wanted, tolerance=tolerance)
    answer = wanted + away
    dust = 2e-9 * max(1, abs(wanted))
    if abs(abs(away) - tolerance) > dust:
        assert is_right(asked, answer) == (abs(away) < tolerance)
    assert is_right(asked, wanted)


def test_rounding_makes_no_answer_wrong():
    asked = Question("a.b", "numeric", "?", "instant", answer=0.3)
    assert is_right(asked, 0.1 + 0.2)
    assert not is_right(asked, 0.3001)


@settings(deadline=None)
@given(NONSENSE, st.sampled_from(["colour", "even", "half", "why"]))
def test_whatever_was_recorded_or_sent_is_judged_or_refused(question, nonsense, name):
    asked = question(name)
    (mark,) = marked([asked], {asked.id: nonsense})
    assert mark.right in (None, False, True)
    assert 0 <= mark.score <= asked.points
    with suppress(NoAnswer):
        assert feedback(asked, read_sent(asked, nonsense))


@pytest.mark.parametrize(
    "nonsense", [True, math.nan, math.inf, 10**400, "0.5", [0.5], None, {"answer": 0.5}]
)
def test_what_is_no_number_is_no_answer_to_a_numeric_question(question, nonsense):
    assert understood(question("half"), nonsense) is None


def test_choices_are_known_by_their_texts(question):
    even = question("even")
    assert understood(even, ["four", "two"]) == ["two", "four"]
    assert understood(even, ["four", "six"]) is None
    assert understood(even, []) is None
    assert understood(question("colour"), "None, it is a number.") == "None, it is a number."
    assert understood(question("colour"), ["None, it is a number."]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.5", 0.5), ("0,5", 0.5), (" -3 ", -3), ("−3", -3), (".5", 0.5), ("1e-3", 1e-3), ("+2", 2)],
)
def test_numbers_are_read_as_people_write_them(question, text, number):
    assert read_sent(question("half"), text) == number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no number yet"),
        ("half", "“half” is not a number"),
        ("1/2", "“1/2” is not a number"),
        ("nan", "“nan” is not a number"),
        ("inf", "“inf” is not a number"),
        ("1_000", "is not a number"),
        ("1,000.5", "is not a number"),
        ("1e999", "too large"),
        ("٣", "is not a number"),
        ("x" * 999, "“xxxxxxxxxxxxxxxxxxxx…” is not"),
        (None, "There is no number yet"),
    ],
)
def test_what_is_no_number_is_told(question, text, said):
    with pytest.raises(NoAnswer, match=said):
        read_sent(question("half"), text)


@pytest.mark.parametrize("sent", [[], None, "0", [7], [-1], {"0": 1}])
def test_nothing_picked_is_told(question, sent):
    with pytest.raises(NoAnswer, match="Nothing is picked yet"):
        read_sent(question("colour"), sent)


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("colour", [0], "✓ Right. Your answer: “None, it is a number.” Numbers have no colour."),
        ("colour", [1], "✗ Not yet. Your answer: “Blue, as b.” The letter only stands for bias."),
        ("even", [0, 2], "✓ Right. ✓ right: “two” Twice one. ✓ right: “four” Twice two."),
        ("even", [0], "✗ Not yet. What you picked is right, but something right is still missing."),
        (
            "even",
            [0, 1],
            "✗ Not yet. Of your 2 picks 1 is wrong. Something right is still missing.",
        ),
        ("even", [0, 1, 2], "✗ Not yet. Of your 3 picks 1 is wrong. ✓ right: “two”"),
        ("even", [1], "✗ Not yet. Your pick is wrong. Something right is still missing. ✗ wrong:"),
        ("half", "0,5", "✓ Right. Your answer: 0.5 One divided by two."),
        ("half", "2.0", "✗ Not yet. Your answer: 2 This is two divided by one."),
        ("half", "-3", "✗ Not yet. Your answer: −3 It is another number. Try again."),
        ("why", [1], "● Recorded. You'll see the explanation after grading. Your answer: “Because"),
        ("secret", "42", "● Recorded. You'll see the explanation after grading. Your answer: 42"),
    ],
)
def test_the_feedback_says_it_in_words(question, name, sent, said):
    asked = question(name)
    assert words(feedback(asked, read_sent(asked, sent))).startswith(said)


def test_a_wrong_answer_is_not_told_the_right_one(question):
    for name, sent, kept in (("colour", [1], "None, it is"), ("even", [0, 1], "four")):
        assert kept not in feedback(question(name), read_sent(question(name), sent))
    assert "0.5" not in feedback(question("half"), 3.0)
    assert "1979" not in feedback(question("secret"), 42.0)
