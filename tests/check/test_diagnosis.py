"""General diagnosis: what the report says where no known mistake matches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.exercises import Case, Exercise, Mistake
from tests.check.toys import centre, total, toy, verdict

x = np.ones((4, 3))  # a name from another cell


def wide(X):
    return X.sum(axis=1) + np.zeros((len(X), 1))


@pytest.mark.parametrize(
    ("fn", "mistake", "words"),
    [
        (3.0, "not-callable", "float"),
        (lambda: 0, "signature", "total(X)"),
        (lambda X: X @ X, "raises", "ValueError"),
        (lambda X: print(X.shape), "none", "return"),
        (lambda X: X.sum(axis=1, keepdims=True), "shape.keepdims", "(4, 1)"),
        (lambda X: X.sum(), "shape.batch", "()"),
        (lambda X: X.sum(axis=1).squeeze() if len(X) == 1 else X.sum(1), "shape.batch", "(1,)"),
        (wide, "shape.broadcast", "(4, 4)"),
        (lambda X: X[:, :2].ravel(), "shape", "(8,)"),
        (lambda X: list(X.sum(axis=1)), "type.list", "list"),
        (lambda X: "twelve"[: 9 * len(X)], "type.str", "'twelve'"),
        (lambda X: (row.sum() for row in X), "type.generator", "generator"),
        (lambda X: X.sum(axis=1) + 1j, "type.ndarray", "real"),
        (lambda X: X.sum(axis=1) / 0.0, "inf", "infinite"),
        (lambda X: X.sum(axis=1) * np.nan, "nan", "not a number"),
        (lambda X: -X.sum(axis=1), "factor.sign", "wrong sign"),
        (lambda X: 2 * X.sum(axis=1), "factor.2", "2 times"),
        (lambda X: len(X) * X.sum(axis=1), "factor.n", "too large"),
        (lambda X: X.sum(axis=1) / len(X), "factor.1/n", "too small"),
        (lambda X: X.sum(axis=1) + 0.25, "value", "0 of 3"),
        (lambda X: 0 * X.sum(axis=1), "factor.0", "Every result is 0"),
        (lambda X: X.sum(axis=1).round(2), "rounded", "2 decimals"),
        (lambda X: X.sum(axis=1) // 1, "rounded.down", "cut off"),
        (lambda X: X.sum(axis=1) if len(X) > 1 else None, "none", "batch (1, 3)"),
        (lambda X: x @ np.ones(3) + 0, "unused", "It uses `x` in its place"),
    ],
)
def test_each_diagnosis_names_its_cause(fn, mistake, words):
    report = verdict(toy(total), fn)
    assert (report.mistake, report.passed, report.score) == (mistake, False, 0)
    assert words in report.message


def test_a_column_that_met_a_row_is_named():
    def column(X):
        return X.sum(axis=1, keepdims=True)

    assert verdict(toy(column), lambda X: X.sum(axis=1) + column(X)).mistake == "shape.broadcast"


def test_transposed_rows_and_columns_are_named():
    assert verdict(toy(centre), lambda X: centre(X).T).mistake == "shape.transposed"


def test_a_changed_input_is_named():
    def in_place(X):
        X -= X.mean(axis=1, keepdims=True)
        return X

    report = verdict(toy(centre), in_place)
    assert report.mistake == "in-place"
    assert "`X`" in report.message


def test_a_raising_function_is_shown_its_own_line():
    def broken(X):
        return np.zeros(3) + np.zeros(len(X) + 7)

    report = verdict(toy(total), broken)
    assert "return np.zeros(3) + np.zeros(len(X) + 7)" in report.message
    assert "Traceback" not in str(report)


def test_only_the_cases_of_one_focus_are_named():
    below = "for z < 0"
    cases = (
        Case("above", {"z": np.array([1.0, 2.0])}),
        Case("below", {"z": np.array([-1.0, -2.0])}, below),
    )

    def size(z):
        return np.abs(z)

    report = verdict(toy(size, cases), lambda z: np.where(z < 0, 7.0, z))
    assert report.mistake == "only"
    assert below in report.message
    assert (report.rows[0].input, report.rows[0].expected) == ("z[0] = −1", "1")


def refusing(x):
    if x < 0:
        raise ValueError("negative")
    return x**0.5


ROOTS = tuple(Case(f"x = {x}", {"x": x}) for x in (4.0, 9.0, 2.0, -1.0))


@pytest.mark.parametrize(
    ("fn", "mistake"),
    [
        (lambda x: abs(x) ** 0.5, "not-refused"),
        (lambda x: x**0.5 if x > 0 else {}["no"], "raises.other"),
    ],
)
def test_an_impossible_input_must_be_refused_with_the_right_error(fn, mistake):
    report = verdict(toy(refusing, ROOTS), fn)
    assert report.mistake == mistake
    assert "ValueError" in report.message


def test_any_subclass_of_the_expected_error_will_do():
    class TooSmall(ValueError):
        pass

    def root(x):
        if x < 0:
            raise TooSmall
        return x**0.5

    assert verdict(toy(refusing, ROOTS), root).passed


def helper(X):
    raise NotImplementedError


def stumbling_helper(X):
    return X @ np.ones(7)


def test_a_failure_in_a_function_that_theirs_calls_is_placed_there():
    report = verdict(toy(total), lambda X: stumbling_helper(X))
    assert "in `stumbling_helper`, in the line `return X @ np.ones(7)`" in report.message
    assert "`@` pairs up numbers, and here 3 of them meet 7" in report.message
    report = verdict(toy(total), lambda X: helper(X))
    assert (report.mistake, "`helper`" in report.message) == ("raises.unwritten", True)


def test_a_number_is_wanted_where_one_is_expected():
    def first(X):
        return X[0, 0]

    assert (
        verdict(toy(first), lambda W: 4.0).message == "Your function never looks at its input `W`."
    )
    report = verdict(toy(first), lambda X: X[0])
    assert (report.mistake, "3 numbers where one is expected" in report.message) == (
        "shape.number",
        True,
    )


def test_an_array_of_one_is_not_called_one_numbers():
    report = verdict(toy(lambda X: X[0, 0]), lambda X: X[0, :1])
    assert "shape (1,): an array where one number is expected" in report.message


def test_of_a_list_that_comes_alone_only_the_entry_is_shown():
    cases = (Case("a curve", {"z": np.linspace(0, 1, 101)}),)

    def twice(z):
        return 2 * z

    report = verdict(toy(twice, cases), lambda z: np.where(z == 0.5, 7, 2 * z))
    assert [(row.input, row.yours) for row in report.rows] == [("z[50] = 0.5", "7")]


def test_of_a_table_the_whole_row_is_shown():
    cases = (Case("a table", {"Z": np.array([[1.0, 2.0], [3.0, 4.0]])}),)

    def twice(Z):
        return 2 * Z

    row = verdict(toy(twice, cases), lambda Z: np.where(Z == 4, 5, 2 * Z)).rows[0]
    assert (row.input, row.yours, row.expected) == ("Z[1] = [3, 4]", "[6, 5]", "[6, 8]")


def test_a_focus_is_named_only_if_it_tells_the_failures_apart():
    cases = (
        Case("one", {"X": np.array([[1.5]])}),
        Case("two", {"X": np.array([[0.25, 1.0]])}, "with two columns"),
        Case("three", {"X": np.array([[0.3, 1.1]])}, "with two columns"),
    )
    one = toy(total, cases)
    off = verdict(one, lambda X: X.sum(axis=1) + (X.shape[1] == 2) * 0.1)
    assert (off.mistake, "with two columns" in off.message) == ("only", True)
    part = verdict(one, lambda X: X.sum(axis=1) + (X[:, 0] == 0.3) * 0.1)
    assert part.mistake == "value"


def parts_of(X):
    return X.sum(axis=1), X.max(axis=0)


PARTS = toy(
    parts_of,
    parts=("sums", "maxima"),
    mistakes=(
        Mistake("minima", lambda X: (X.sum(axis=1), X.min(axis=0)), "These are the minima."),
        Mistake("means", lambda X: (X.mean(axis=1), X.max(axis=0)), "These are the means."),
    ),
)


@pytest.mark.parametrize(
    ("fn", "mistake", "score", "words"),
    [
        (lambda X: (X.sum(1), X.max(0) + 1), "value", 2, "Part `maxima`"),
        (lambda X: (X.sum(1) - 1, X.max(0)), "value", 2, "Part `sums`"),
        (lambda X: (X.mean(1), X.max(0) + 1), "means", 0, "These are the means."),
        (lambda X: (X.sum(1), X.min(0)), "minima", 2, "These are the minima."),
        (lambda X: X.sum(1), "parts", 0, "`sums, maxima`"),
        (lambda X: (X.sum(1), X.max(0), 0), "parts", 0, "a tuple of 3"),
        (lambda X: (X.max(0), X.sum(1)), "parts.order", 0, "`sums, maxima`"),
        (lambda X: [X.sum(1), X.max(0)], "", 4, ""),
    ],
)
def test_the_parts_of_an_answer_are_judged_one_by_one(fn, mistake, score, words):
    report = verdict(PARTS, fn)
    assert (report.mistake, report.score) == (mistake, score)
    assert words in report.message


def test_many_right_answers_can_be_accepted():
    def root(x):
        return x**0.5

    squares = toy(
        root,
        ROOTS[:3],
        accepts=lambda seen: all(
            abs(outcome.value.array**2 - case.inputs["x"]) < 1e-9
            for outcome, case in zip(seen, ROOTS[:3], strict=True)
        ),
    )
    assert verdict(squares, lambda x: -(x**0.5)).passed
    assert verdict(squares, lambda x: x).mistake == "not-accepted"


def test_an_exercise_may_observe_in_its_own_way():
    def order(make):
        return ["zero", "step"]

    def called(fn, inputs):
        calls = []
        fn(lambda name: calls.append(name))
        return calls

    recorded = toy(order, (Case("calls", {"record": 0}),), observe=None)
    recorded = Exercise(
        **{
            **vars(recorded),
            "observe": lambda fn, inputs: called(fn, inputs) if fn is not order else order(None),
        }
    )
    assert verdict(recorded, lambda do: (do("zero"), do("step"))).passed
    assert not verdict(recorded, lambda do: (do("step"), do("zero"))).passed


@given(
    scale=st.sampled_from([1e-3, 1.0, 1e6]),
    error=st.sampled_from([-1.0, 1.0]),
)
@settings(deadline=None, max_examples=30)
def test_the_tolerance_forgives_rounding_and_nothing_more(scale, error):
    cases = (Case("scaled", {"X": np.arange(1.0, 7.0).reshape(2, 3) * scale}),)
    one = toy(total, cases)
    assert verdict(one, lambda X: X.sum(axis=1) * (1 + 1e-8 * error)).passed
    assert not verdict(one, lambda X: X.sum(axis=1) * (1 + 3e-6 * error)).passed


def test_single_precision_gets_a_wider_tolerance():
    assert verdict(toy(total), lambda X: X.astype(np.float32).sum(axis=1)).passed
    assert not verdict(toy(total), lambda X: X.astype(np.float16).sum(axis=1)).passed


def test_two_changed_inputs_are_two():
    def difference(X, Y):
        return X - Y

    def in_place(X, Y):
        X -= Y
        Y += 1
        return X + 0

    cases = (Case("a pair", {"X": np.ones(2), "Y": np.ones(2)}),)
    assert "changes `X` and `Y` themselves" in verdict(toy(difference, cases), in_place).message
