"""The table of activations says what the registry says, as Markdown and in plain words."""

from nnkit import figures, nn

TABLE = figures.activation_table(nn.ACTIVATIONS.values())
LINES = TABLE._repr_markdown_().splitlines()


def test_it_has_a_row_for_each_activation_of_the_registry() -> None:
    assert [line.split("**")[1] for line in LINES[2:]] == list(nn.ACTIVATIONS)
    syllabus = "step identity sigmoid tanh relu leaky_relu elu softmax"
    assert list(nn.ACTIVATIONS) == syllabus.split()


def test_every_row_has_a_cell_under_every_head() -> None:
    assert {line.count("|") for line in LINES} == {len(TABLE.heads) + 1}
    assert all(cell.strip() for row in TABLE.rows for cell in row)


def test_each_row_says_what_the_activation_says() -> None:
    for f, row in zip(nn.ACTIVATIONS.values(), TABLE.rows, strict=True):
        assert row[1:4] == (f"${f.formula}$", f.range, f"${f.derivative_formula}$")
        assert row[4:] == (f.saturates, f.use, f.trouble)


def test_where_no_formula_can_be_set_it_is_read_in_words() -> None:
    assert repr(TABLE).count("\n") == len(nn.ACTIVATIONS) - 1
    assert "sigmoid: range (0, 1); saturates on both sides;" in repr(TABLE)
