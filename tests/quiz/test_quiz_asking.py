"""``ask`` in a notebook: a form that remembers, a question that stands still, a clear sentence."""

import json
import re
import subprocess
import sys
from html import unescape

import pytest

from nnkit import progress
from nnkit.quiz import ask
from nnkit.quiz.widget import QuestionForm
from tests.quiz.conftest import words


def press(form, answer):
    """What the page sends when Check is pressed, and the reply as words."""
    replies = []
    form.send = replies.append
    form._handle_custom_msg({"sent": "1", "answer": answer}, [])
    assert replies[0]["reply"] == "1"
    return words(replies[0]["html"])


def bundle(shown):
    data, _ = shown._repr_mimebundle_()
    return data


def test_an_answer_is_judged_and_recorded(folder):
    form = ask("toy.colour")
    assert press(form, [1]).startswith("✗ Not yet.")
    assert press(form, [0]).startswith("✓ Right.")
    assert progress.read().answers == {
        "toy.colour": {"answer": "None, it is a number.", "correct": True, "attempts": 2}
    }


def test_an_answer_goes_beside_the_notebook_wherever_the_code_went(folder, monkeypatch):
    form = ask("toy.colour")
    monkeypatch.chdir(folder.parent)
    press(form, [0])
    assert "toy.colour" in progress.read(folder).answers
    assert not (folder.parent / "progress.json").exists()


def test_several_and_a_number_are_recorded_as_people_read_them(folder):
    press(ask("toy.even"), [2, 0])
    press(ask("toy.half"), "0,5")
    answers = progress.read().answers
    assert answers["toy.even"]["answer"] == ["two", "four"]
    assert answers["toy.half"]["answer"] == 0.5


def test_a_graded_answer_is_kept_without_a_verdict(folder):
    said = press(ask("toy.why"), [1])
    assert said.startswith("● Recorded. You'll see the explanation after grading.")
    assert progress.read().answers["toy.why"]["correct"] is None


@pytest.mark.parametrize("nonsense", [None, "x", [], [99], {"a": 1}])
def test_nothing_to_judge_is_told_and_not_recorded(folder, nonsense):
    assert (
        press(ask("toy.colour"), nonsense) == "Nothing is picked yet. Pick one answer, then check."
    )
    assert progress.read().answers == {}


def test_what_was_typed_is_shown_as_text(folder):
    form = ask("toy.half")
    assert "&lt;b&gt;" in form.check("<b>")
    assert "<b>" not in form.check("<b>")


def test_asked_again_it_shows_the_recorded_answer(folder):
    assert ask("toy.even").result == {"html": ""}
    press(ask("toy.even"), [0, 1])
    again = ask("toy.even").result
    assert again["picked"] == [0, 1]
    assert words(again["html"]).startswith("✗ Not yet. Of your 2 picks 1 is wrong.")
    press(ask("toy.half"), "2")
    assert ask("toy.half").result["text"] == "2"
    press(ask("toy.why"), [0])
    assert "Recorded." in ask("toy.why").result["html"]


def test_the_widget_keeps_what_it_shows_for_a_page_that_is_loaded_again(folder):
    form = ask("toy.even")
    press(form, [0, 2])
    state = form.get_state(["form", "result"])
    assert state["result"]["picked"] == [0, 2]
    assert "✓ Right." in state["result"]["html"]
    press(form, [])
    assert form.get_state(["result"])["result"] == state["result"]


@pytest.mark.parametrize("recorded", ["gone", ["two"], 7, None, {"a": 1}])
def test_an_answer_that_fits_no_more_counts_as_none(folder, recorded):
    progress.record_answer("toy.colour", recorded)
    assert ask("toy.colour").result == {"html": ""}


def test_a_damaged_progress_file_is_told_in_the_form(folder):
    (folder / "progress.json").write_text("{")
    assert "progress.json was damaged" in ask("toy.colour").result["html"]
    form = ask("toy.why")
    (folder / "progress.json").write_text("{")
    said = press(form, [0])
    assert said.startswith("● Recorded.")
    assert "progress.json was damaged" in said


def test_where_nothing_can_be_kept_it_does_not_look_as_if(folder, monkeypatch):
    (folder / "progress.json").write_text('{"version": 99}')
    said = press(ask("toy.why"), [0])
    assert said.startswith("✗ Not recorded.")
    assert "comes from a newer nnkit" in said
    assert "Recorded." not in said


READ_ONLY = """
import os
from nnkit.quiz import ask
forms = [ask("toy.colour"), ask("toy.why")]
[repr(form.check([])) for form in forms]
os.chmod(".", 0o555)
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write anywhere
print(*(form.check([0]) for form in forms))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no read-only folders")
def test_a_read_only_folder_is_told(folder):
    done = subprocess.run([sys.executable, "-c", READ_ONLY], capture_output=True, text=True)
    folder.chmod(0o755)
    assert "✓ Right." in done.stdout, done.stderr
    assert "✗ Not recorded." in done.stdout
    assert unescape(done.stdout).count("progress isn't kept here: Permission denied") == 2


def test_in_the_authors_folder_nothing_is_recorded(folder):
    (folder / "lesson.md").touch()
    said = press(ask("toy.colour"), [0])
    assert said.startswith("✓ Right.")
    assert said.endswith("This is the author's folder: answers aren't recorded here.")
    assert not (folder / "progress.json").exists()


def test_readers_without_a_kernel_get_the_question_as_it_stands(folder):
    data = bundle(ask("toy.even"))
    assert set(data) == {*("application/vnd.jupyter.widget-view+json", "text/html", "text/plain")}
    assert words(data["text/html"]) == (
        "Which are even? x = 2 < 4 two three four Run this cell to answer."
    )
    assert "<input" not in data["text/html"]
    assert data["text/plain"].splitlines()[-4:] == [
        *("  [ ] two", "  [ ] three", "  [ ] four", "Run this cell to answer.")
    ]
    assert repr(ask("toy.colour")) == (
        "Which colour does $z = w \\cdot x + b$ have?\n  ( ) None, it is a number.\n"
        "  ( ) Blue, as $b$.\nRun this cell to answer."
    )


def test_the_form_is_a_real_one(folder):
    single, several, number = (ask(f"toy.{name}").form for name in ("colour", "even", "half"))
    assert re.search(r"<fieldset><legend>Which colour does .*<math .*</legend>", single)
    assert single.count('<input type="radio" name="answer"') == 2
    assert several.count('<input type="checkbox"') == 3
    assert '<input type="text" inputmode="decimal"' in number
    for form in (single, several, number):
        assert form.count("<label") == form.count("<input")
        assert form.count("<fieldset>") == form.count('<button type="submit"') == 1
        assert '<div role="status"></div>' in form


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_under_nbgrader_there_is_no_widget(folder, monkeypatch, mode):
    press(ask("toy.half"), "0.5")
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    still = ask("toy.half")
    assert not isinstance(still, QuestionForm)
    assert words(still._repr_html_()) == "How much is 12? Your answer: 0.5"
    assert repr(ask("toy.colour")).endswith("No answer is recorded.")


def test_nbgrader_never_writes(folder, monkeypatch):
    form = ask("toy.half")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    form.check("0.5")
    assert not (folder / "progress.json").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("toy.color", 'There is no question "toy.color" here. Did you mean "toy.colour" or'),
        ("xyz", 'no question "xyz" here. Did you mean one of: toy.colour, toy.even, toy.half'),
        (7, 'There is no question "7" here'),
    ],
)
def test_an_unknown_question_is_told_with_the_nearest(folder, asked, said):
    assert said in repr(ask(asked))
    assert "role='status'" in ask(asked)._repr_html_()


def test_without_questions_a_sentence_is_said(folder):
    (folder / "questions.json").write_text("{")
    assert repr(ask("toy.colour")).startswith("questions.json is damaged")
    (folder / "questions.json").unlink()
    assert repr(ask("toy.colour")).startswith("There is no questions.json in this folder")


def test_nothing_heavy_is_loaded_before_a_question_is_asked():
    heavy = "{'anywidget', 'ipywidgets', 'matplotlib', 'markdown_it', 'latex2mathml'}"
    code = f"import nnkit.quiz, sys; sys.exit(repr({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "set()"


def test_two_forms_have_the_same_repr(folder):
    assert repr(ask("toy.even")) == repr(ask("toy.even"))
    assert "0x" not in json.dumps(bundle(ask("toy.even")), default=str)
