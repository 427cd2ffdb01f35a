"""Numbers in words."""

import pytest

from nnkit.figures.wording import line_equation, listing, number, plus, vector


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-0.30000000000000004, "−0.3"),
        (0.27999999999999997, "0.28"),
        (-0.0, "0"),
        (1234.5, "1230"),
        (3, "3"),
        (1e-9, "1e−09"),
        (2e7, "2e+07"),
        (float("nan"), "NaN"),
        (float("-inf"), "−∞"),
    ],
)
def test_numbers_are_rounded_and_have_a_true_minus(value: float, said: str) -> None:
    assert number(value) == said


def test_a_vector_is_read_in_brackets() -> None:
    assert vector([1, -0.5]) == "(1, −0.5)"


def test_a_list_ends_with_and() -> None:
    assert listing("abc") == "a, b and c"
    assert (listing("a"), listing("")) == ("a", "none")


def test_a_negative_term_is_subtracted() -> None:
    assert plus(["1", "−0.6", "0.1"]) == "1 − 0.6 + 0.1"


def test_a_line_has_no_needless_ones_and_zeros() -> None:
    assert line_equation([-2, 1], -1, ("days", "smell")) == "−2·days + smell − 1 = 0"
    assert line_equation([0, -1], 0, ("x1", "x2")) == "−x2 = 0"
