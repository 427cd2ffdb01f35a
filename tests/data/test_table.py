"""CSV text and drawn points: read as meant, or refused with the line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from nnkit.data import BadData, from_points, read_csv
from tests.nn.strategies import quick

finite = st.floats(-1e6, 1e6)


def refusal(text: str, task: str) -> str:
    """The sentence about text that can't be read, in small letters; empty for text that can."""
    try:
        read_csv(text, task)
    except BadData as error:
        return str(error).lower()
    return ""


@given(
    st.lists(st.tuples(finite, finite, st.integers(0, 3)), min_size=2, max_size=20),
    st.sampled_from(",;\t"),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
@quick
def test_what_is_written_is_read(
    rows: list[tuple[float, float, int]], mark: str, headed: bool, end: str
) -> None:
    labels = {label for *_, label in rows}
    lines = [mark.join(map(str, row)) for row in rows]
    if headed:
        lines.insert(0, mark.join(["left", "right", "kind"]))
    text = end.join(lines)
    if len(labels) == 1:
        with pytest.raises(BadData, match="of one class"):
            read_csv(text)
        return
    data = read_csv(text)
    assert_array_equal(data.X, [row[:2] for row in rows])
    assert [int(data.classes[k]) for k in data.y] == [label for *_, label in rows]
    assert data.task == ("binary" if len(labels) == 2 else "classes")
    assert data.columns == (("left", "right") if headed else ("column 1", "column 2"))


@given(st.text(max_size=200))
@quick
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert refusal(text, "auto")[:3] in ("", "csv")


@given(st.lists(st.lists(st.text(alphabet='0123456789.,-e "\nax;', max_size=6), max_size=4)))
@quick
def test_any_table_is_read_or_refused_in_words(table: list[list[str]]) -> None:
    for task in ("auto", "binary", "classes", "regression"):
        assert refusal("\n".join(map(",".join, table)), task)[:3] in ("", "csv")


def test_the_task_is_found_or_told() -> None:
    whole = "\n".join(f"{i},{i % 3}" for i in range(9))
    assert read_csv(whole).classes == ("0", "1", "2")
    data = read_csv(whole, "regression")
    assert data.task == "regression"
    assert_array_equal(data.y, [0, 1, 2] * 3)
    assert read_csv("1,0.5\n2,0.7").task == "regression"
    assert read_csv("\n".join(f"{i},{i}" for i in range(11))).task == "regression"
    assert read_csv("1,cat\n2,dog").classes == ("cat", "dog")
    assert read_csv("1,2\n2,10\n3,2.0").classes == ("2", "10")
    assert read_csv("1,no\n2,yes", "classes").task == "classes"
    assert read_csv("\ufeffa,b\n1,x\n2,y").columns == ("a",)
    assert "a is 1 in every row" in read_csv("a,b\n1,x\n1,y").notes[0]


BAD = {
    "nothing": ("", "no text"),
    "blank lines": ("\n \n\n", "no text"),
    "header alone": ("a,b,c\n", "no sample"),
    "one column": ("1\n2", "line 1: only one column"),
    "ragged": ("a,b\n1,x\n\n1,2,y", "line 4: the number of cells is 3, but 2"),
    "text": ("a,b\n1,x\ntwo,y", "line 3, a: 'two' is no number"),
    "comma": ("a;b\n1,5;x\n2;y", "line 2, a: '1,5' is no number.*point"),
    "missing": ("a,b\n1,x\n,y", "line 3, a: a number is missing"),
    "NA": ("1,x\nNA,y", "line 2, column 1: a number is missing"),
    "infinite": ("1,x\ninf,y", "line 2, column 1: inf is too large"),
    "huge": ("1,x\n1e200,y", "line 2, column 1: 1e200 is too large"),
    "no target": ("a,b\n1,x\n2,", "line 3, b: the target is missing"),
    "quote": ('a,b\n1,x\n"2,y', "line 3: this can't be read"),
    "one class": ("1,x\n2,x", "of one class, x"),
    "twice the same name": ("a,a,b\n1,2,x\n2,3,y", "two columns are called 'a'"),
    "too many columns": (",".join("1" * 101), "101 columns are more than the 100"),
    "too many classes": ("\n".join(f"1,c{i}" for i in range(17)), "17 different values"),
    "a million rows": ("1,2\n" * 1_000_000, "more than the 20,000"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_bad_text_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(BadData, match=sentence):
        read_csv(text)


def test_a_target_that_is_text_is_no_regression() -> None:
    with pytest.raises(BadData, match="line 3, b: 'x' is no number"):
        read_csv("a,b\n1,2\n3,x", "regression")
    with pytest.raises(BadData, match="the task is auto"):
        read_csv("1,2\n3,4", "guess")


@given(st.lists(st.tuples(finite, finite, st.integers(0, 15)), min_size=2, max_size=20))
@quick
def test_points_keep_their_places_and_labels(points: list[tuple[float, float, int]]) -> None:
    if len({label for *_, label in points}) == 1:
        with pytest.raises(BadData, match="of one class"):
            from_points(points)
        return
    data = from_points(points)
    assert_array_equal(np.column_stack([data.X, data.y]), points)
    assert data.task == ("binary" if data.y.max() == 1 else "classes")


def test_points_with_values_are_a_regression() -> None:
    assert from_points([[0, 0, 0.5], [1, 1, 2]]).task == "regression"
    assert from_points([[0, 0, 0], [1, 1, 1]], "regression").classes == ()


BAD_POINTS = {
    "none": ([], "none yet"),
    "two numbers": ([[0, 0, 1], [1, 2]], "point 2 is no"),
    "text": ([["a", 0, 1]], "point 1 is no"),
    "no list": ([3], "point 1 is no"),
    "NaN": ([[float("nan"), 0, 1]], "point 1 is no"),
    "one class": ([[0, 0, 1], [1, 1, 1]], "of one class, 1"),
    "a million": ([[0, 0, 1]] * 1_000_000, "20,000"),
}


@pytest.mark.parametrize(("points", "sentence"), BAD_POINTS.values(), ids=BAD_POINTS)
def test_bad_points_are_refused_with_their_number(points: list[object], sentence: str) -> None:
    with pytest.raises(BadData, match=sentence):
        from_points(points)


def test_labels_must_suit_the_task() -> None:
    with pytest.raises(BadData, match="whole numbers from 0 to 15"):
        from_points([[0, 0, 0.5], [1, 1, 1]], "binary")
    with pytest.raises(BadData, match="exactly two"):
        from_points([[0, 0, 2], [1, 1, 1]], "binary")
