"""The graded cell: a summary at home, and under nbgrader a score that nothing can spoil."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnkit import progress
from nnkit.check import NotYet
from nnkit.quiz import as_text, checkpoint, read_bank
from tests.quiz.conftest import BANK, words

RIGHT = {
    "toy.even": ["two", "four"],
    "toy.half": 0.5,
    "toy.why": "Because of scattering.",
    "toy.secret": 42,
}
WRONG = {
    "toy.even": ["two", "three"],
    "toy.half": 2,
    "toy.why": "Because of the sea.",
    "toy.secret": 41,
}


def record(answers):
    for name, answer in answers.items():
        progress.record_answer(name, answer)


def score(shown):
    return float(repr(shown))


@pytest.fixture
def autograde(course, monkeypatch):
    """The checkpoint as nbgrader runs it, with the answers already recorded."""

    def run(answers=None, lesson="toy"):
        record(answers or {})
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        return checkpoint(lesson)

    return run


def test_at_home_it_says_what_is_answered_and_what_is_open(folder):
    assert repr(checkpoint("toy")).splitlines()[:3] == [
        *("○ Checkpoint: 0 of 4 questions answered.", "Still open:", "- Which are even?")
    ]
    record({"toy.even": ["two"], "toy.half": 0.5, "toy.why": "Because of the sea."})
    assert repr(checkpoint("toy")) == (
        "○ Checkpoint: 3 of 4 questions answered.\n"
        "Still open:\n- How many?\n"
        "Not right yet, and you can try again:\n- Which are even?\n"
        "Points so far: 1.5 of 3.5.\n"
        "2 more can come from your teacher: those questions are judged and explained\n"
        "after you have handed in."
    )
    assert "<li>How many?</li>" in checkpoint("toy")._repr_html_()
    assert "Short waves" not in checkpoint("toy")._repr_html_()


def test_at_home_all_answered_is_said(folder):
    record(RIGHT | {"toy.why": "Because of the sea."})
    assert repr(checkpoint("toy")).startswith("✓ Checkpoint: 4 of 4 questions answered.\nPoints")


def test_at_home_a_damaged_progress_file_is_told(folder):
    (folder / "progress.json").write_text("{")
    assert "progress.json was damaged" in repr(checkpoint("toy"))


@pytest.mark.parametrize("lesson", ["other", "toy\n", ""])
def test_the_checkpoint_of_another_lesson_is_told(folder, lesson):
    assert 'are of "toy", not of' in repr(checkpoint(lesson))


def test_of_several_checkpoints_each_has_its_own_questions(folder, monkeypatch):
    text = BANK.replace("  checkpoint: true", "  checkpoint: first", 2)
    text = text.replace("  checkpoint: true", "  checkpoint: last")
    bank = read_bank(text, "toy")
    assert bank.checkpoints == {"toy.first": 3.5, "toy.last": 2}
    (folder / "questions.json").write_text(as_text("toy", "Toy", bank.questions), encoding="utf-8")
    record(RIGHT)
    assert repr(checkpoint("toy.first")).startswith("✓ Checkpoint: 2 of 2 questions answered.")
    assert "2 of 2" in repr(checkpoint("toy.last"))
    assert 'No checkpoint "toy" is here. Known: toy.first, toy.last.' in repr(checkpoint("toy"))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert score(checkpoint("toy.first")) == 3.5


def test_the_right_answers_score_all_points(autograde):
    assert score(autograde(RIGHT)) == 5.5


def test_wrong_answers_and_no_answers_score_nothing(autograde):
    assert score(autograde()) == 0
    assert score(autograde(WRONG)) == 0


def test_each_question_counts_all_or_nothing(autograde):
    assert score(autograde(WRONG | {"toy.half": 0.505})) == 1.5
    assert score(autograde(WRONG | {"toy.half": 0.505, "toy.secret": 42})) == 2.5


def test_the_feedback_explains_every_question(autograde):
    html = autograde(
        RIGHT | {"toy.even": ["three"], "toy.half": 2, "toy.why": "Because of the sea."}
    )
    said = words(html._repr_html_())
    assert said.startswith("Checkpoint: 1 of 5.5 points. 1. Which are even? x = 2 < 4")
    for sentence in (
        "✗ Not right: 0 of 2 points. ✓ right: “two” Twice one. ✗ wrong, your answer: “three” One",
        "Your answer: 2 This is two divided by one. The answer is 0.5. One divided by two.",
        "✗ wrong, your answer: “Because of the sea.” It is the sea that mirrors the sky.",
        "✓ right: “Because of scattering.” Short waves are scattered more than long ones.",
        "✓ Right: 1 of 1 points. Your answer: 42 The answer is 42. As everybody knows since 1979.",
    ):
        assert sentence in said


def test_a_verdict_in_the_file_is_not_believed(autograde):
    for name, answer in WRONG.items():
        progress.record_answer(name, answer, correct=True)
    assert score(autograde()) == 0


def test_grading_leaves_the_file_as_it_was_handed_in(autograde, folder):
    (folder / "progress.json").write_text("{")
    assert score(autograde()) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["progress.json", "questions.json"]
    assert (folder / "progress.json").read_text() == "{"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from([10**400, "two", "Because of scattering.", 42]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
ENTRIES = JSON | st.fixed_dictionaries({}, optional={"answer": JSON, "correct": JSON})
ANSWERS = JSON | st.dictionaries(st.sampled_from([*RIGHT, "toy.colour", "x"]), ENTRIES)
DOCUMENTS = JSON | st.fixed_dictionaries({}, optional={"version": JSON, "answers": ANSWERS})


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS)
def test_whatever_was_handed_in_there_is_a_score_and_a_page(course, folder, monkeypatch, document):
    (folder / "progress.json").write_text(json.dumps(document))
    for mode in ("autograde", ""):
        monkeypatch.setenv("NBGRADER_EXECUTION", mode)
        shown = checkpoint("toy")
        assert 0 <= shown.score <= shown.max_score == 5.5
        assert shown._repr_html_()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert 0 <= score(checkpoint("toy")) <= 5.5


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b"NaN"])
def test_a_file_that_is_no_json_scores_nothing(autograde, folder, content):
    (folder / "progress.json").write_bytes(content)
    assert score(autograde()) == 0


def test_what_is_no_file_scores_nothing(autograde, folder):
    (folder / "progress.json").mkdir()
    assert score(autograde()) == 0


def test_an_answer_beside_nonsense_still_counts(autograde, folder):
    answers = {"toy.half": {"answer": 0.5}, "toy.even": 7, "x": {"answer": [[]]}}
    (folder / "progress.json").write_text(json.dumps({"answers": answers}))
    assert score(autograde()) == 1.5


def test_without_the_course_only_instant_questions_are_judged(folder, monkeypatch):
    record(RIGHT)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shown = checkpoint("toy")
    assert score(shown) == 3.5
    assert shown.max_score == 5.5
    said = words(shown._repr_html_())
    assert "The answers to 2 of the questions were not found" in said
    assert "○ Not judged: 0 of 1 points. Your answer: 42" in said


@pytest.mark.parametrize("text", ["- broken: [", "", "\udcff"])
def test_a_bank_that_cannot_be_read_is_told(autograde, course, text):
    (course / "solutions" / "01_toy" / "quiz.yaml").write_text(text, errors="surrogateescape")
    shown = autograde(RIGHT)
    assert score(shown) == 3.5
    assert "were not found" in shown._repr_html_()


def test_the_points_are_those_the_cell_was_built_with(autograde, course):
    bank = course / "solutions" / "01_toy" / "quiz.yaml"
    bank.write_text(bank.read_text().replace("points: 1.5", "points: 100"))
    assert score(autograde(RIGHT)) == 5.5


@pytest.mark.parametrize("content", [None, "{"])
def test_without_questions_the_score_is_0_and_said_why(autograde, folder, content):
    (folder / "questions.json").unlink()
    if content:
        (folder / "questions.json").write_text(content)
    shown = autograde(RIGHT)
    assert repr(shown) == "0.0"
    assert "questions.json" in shown._repr_html_()


def test_validate_raises_what_is_open_or_wrong(course, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotYet) as raised:
        checkpoint("toy")
    assert raised.value._render_traceback_()[1:3] == ["Still open:", "- Which are even?"]
    monkeypatch.delenv("NBGRADER_EXECUTION")
    record(RIGHT | {"toy.half": 2})
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotYet, match=r"try again:\n- How much is \$.frac"):
        checkpoint("toy")


def test_validate_is_content_with_answers_that_only_the_teacher_can_judge(course, monkeypatch):
    record(RIGHT | {"toy.why": "Because of the sea.", "toy.secret": 1})
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(ValueError, match="could not convert"):
        score(checkpoint("toy"))  # no number, which nbgrader would take for a part of the points
