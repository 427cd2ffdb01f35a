"""The notebook's face: check, carry_on, hint, in all the ways in which a notebook is run."""

from __future__ import annotations

import html
import json
import re

import numpy as np
import pytest

from nnkit.check import NotYet, carry_on, check, hint, notebook, run_check
from nnkit.exercises import UnknownExercise, exercise

SUM = "neuron.weighted_sum"


def right(X, w, b):
    return X @ w + b


def no_bias(X, w, b):
    return X @ w


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    notebook._hints_given.clear()


def progress_file(tmp_path):
    return tmp_path / "progress.json"


def in_notebook(code: str, **names):
    """Run ``code`` where names are looked up as in a notebook, and return its ``out``."""
    space = {"check": check, "carry_on": carry_on, **names}
    exec(code, space)
    return space["out"]


def test_the_name_is_looked_up_where_the_check_is_called():
    assert in_notebook(f"out = check({SUM!r})", weighted_sum=right).passed
    assert in_notebook(f"out = check({SUM!r})", weighted_sum=no_bias).mistake == "no-bias"


def test_a_missing_name_means_not_written_yet():
    report = in_notebook(f"out = check({SUM!r})")
    assert report.mistake == "unwritten"
    assert in_notebook(f"out = carry_on({SUM!r})") is exercise(SUM).reference


def test_carry_on_keeps_yours_if_it_passes_and_says_which(capsys):
    assert carry_on(SUM, right) is right
    assert "your own weighted_sum" in capsys.readouterr().out
    assert carry_on(SUM, no_bias) is exercise(SUM).reference
    assert "the course's weighted_sum" in capsys.readouterr().out


def test_a_check_after_carry_on_says_whose_version_it_is():
    code = f"weighted_sum = carry_on({SUM!r}); out = check({SUM!r})"
    report = in_notebook(code, weighted_sum=no_bias)
    assert (report.passed, report.mistake) == (False, "carried-on")
    assert "the course's version" in report.verdict
    assert "run the cell in which you wrote it" in report.message


def test_a_wrong_answer_raises_nothing_and_an_unknown_id_does():
    assert not check(SUM, no_bias).passed
    with pytest.raises(UnknownExercise, match="Did you mean"):
        check("neuron.weihgted_sum", right)


def test_a_pass_is_kept_beside_the_notebook(tmp_path):
    check(SUM, no_bias)
    assert not progress_file(tmp_path).exists()
    check(SUM, right)
    assert SUM in json.loads(progress_file(tmp_path).read_text())["passed"]


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_nbgrader_never_writes_progress(tmp_path, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    check(SUM, right)
    assert not progress_file(tmp_path).exists()


def test_the_authors_folder_keeps_no_progress(tmp_path):
    (tmp_path / "lesson.md").touch()
    check(SUM, right)
    assert not progress_file(tmp_path).exists()


@pytest.mark.parametrize(("fn", "score"), [(right, "2"), (no_bias, "0")])
def test_under_autograde_the_plain_text_is_the_score(monkeypatch, fn, score):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shown = check(SUM, fn)._repr_mimebundle_()
    assert shown["text/plain"] == score
    assert check(SUM, fn).message.split("`")[0] in shown["text/html"]


def test_partial_credit_reaches_nbgrader(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    def bias_fixed(w, b, x, y, lr):
        return w + lr * (y - (x @ w + b >= 0)) * x, b

    assert check("neuron.perceptron_update", bias_fixed)._repr_mimebundle_()["text/plain"] == "1"


def test_validate_raises_the_sentence_in_80_columns_and_hides_our_frames(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotYet) as caught:
        check(SUM, no_bias)
    lines = caught.value._render_traceback_()
    assert "One term of the formula is missing." in " ".join(lines)
    assert max(map(len, lines)) <= 80
    assert check(SUM, right)._repr_mimebundle_()["text/plain"] == "2"


def test_the_html_says_what_the_text_says_and_escapes_it():
    def script(X, w, b):
        return "<script>alert(1)</script>"[: 99 * (X.size + w.size + int(b == b))]

    for fn in (no_bias, script, right):
        report = check(SUM, fn)
        page = report._repr_mimebundle_()["text/html"]
        assert "<script" not in page
        words = html.unescape(re.sub(r"<(?!script|/script)[^>]+>", "", page))
        assert report.verdict in words
        assert report.message.replace("`", "") in words


def test_a_failing_function_of_one_variable_is_drawn_with_its_text():
    def off(X, w, b, activation):
        return activation(X @ w + b) + 0.1

    page = check("neuron.neuron", off)._repr_mimebundle_()["text/html"]
    assert re.search(r"<img[^>]+alt=['\"][^'\"]{30,}", page)
    assert (
        "<img"
        not in check("neuron.neuron", lambda X, w, b, f: f(X @ w + b))._repr_mimebundle_()[
            "text/html"
        ]
    )


def test_nbgrader_gets_neither_the_drawing_nor_the_advice(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    page = check("neuron.neuron", lambda X, w, b, f: f(X @ w + b) + 0.1)
    shown = page._repr_mimebundle_()["text/html"]
    assert "<img" not in shown
    assert "Stuck?" not in shown


def test_a_stretch_exercise_does_not_fail_the_validation(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert not check("neuron.boundary_x2", lambda x1, w, b: 0.0).passed


def test_a_stub_with_code_above_its_last_line_says_what_is_left():
    def weighted_sum(X, w, b):
        z = X @ w + b
        raise NotImplementedError
        return z

    report = check(SUM, weighted_sum)
    assert (report.mistake, "still in it" in report.message) == ("unwritten", True)


def test_a_report_is_ready_for_json():
    facts = run_check(SUM, no_bias).to_dict()
    back = json.loads(json.dumps(facts))
    assert [back[key] for key in ("exercise", "passed", "mistake")] == [SUM, False, "no-bias"]
    assert back["rows"][0]["yours"] == "−0.4"
    assert (facts["score"], facts["max_score"]) == (0, 2)


def test_hints_come_one_by_one_and_the_last_stays():
    texts = [repr(hint(SUM)) for _ in range(4)]
    assert [text[:11] for text in texts] == [f"Hint {n} of 3" for n in (1, 2, 3, 3)]
    assert "carry_on" in texts[2]
    assert "<code>@</code>" in notebook.Hint("the `@`")._repr_html_()


def test_the_numbers_of_the_first_difference_are_shown():
    report = check(SUM, no_bias)
    assert "yours −0.4, expected −0.3" in " ".join(str(report).split())
    assert np.isclose(float(report.rows[0].difference.replace("−", "-")), -0.1)


def test_after_a_syntax_error_nothing_old_is_judged():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        shell.run_cell("def weighted_sum(X, w, b:\n    return 1")
        report = check(SUM, no_bias)
        assert (report.mistake, "was not checked" in report.verdict) == ("stale", True)
        shell.run_cell("1 + 1")
        assert check(SUM, no_bias).mistake == "no-bias"
    finally:
        InteractiveShell.clear_instance()
