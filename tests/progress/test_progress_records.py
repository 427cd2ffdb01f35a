"""What is recorded can be read again, and meets what was there before by the rules."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import progress

quick = settings(deadline=None, max_examples=25)
ids = st.text(min_size=1, max_size=20)
answers = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(max_size=5))
scores = st.lists(st.integers(0, 10), min_size=1, max_size=5)


def test_nothing_was_recorded_yet(tmp_path: Path) -> None:
    assert progress.read(tmp_path) == progress.Progress({}, {}, "")


@given(ids, scores)
@quick
def test_the_best_score_stays(exercise: str, scores: list[int]) -> None:
    with TemporaryDirectory() as folder:
        notes = [progress.record_pass(exercise, score, 10, folder) for score in scores]
        assert progress.read(folder).passed == {exercise: {"score": max(scores), "max_score": 10}}
    assert not any(notes)


def test_the_best_score_is_the_best_share_of_the_points(tmp_path: Path) -> None:
    for score, max_score in ((0, 0), (1, 5), (2, 2), (3, 5), (0, 0)):
        progress.record_pass("a", score, max_score, tmp_path)
    assert progress.read(tmp_path).passed["a"] == {"score": 2, "max_score": 2}


def test_an_exercise_without_points_can_be_passed(tmp_path: Path) -> None:
    progress.record_pass("stretch", 0, 0, tmp_path)
    progress.record_pass("stretch", 0, 0, tmp_path)
    assert progress.read(tmp_path).passed == {"stretch": {"score": 0, "max_score": 0}}


@given(ids, st.lists(st.tuples(answers, st.none() | st.booleans()), min_size=1, max_size=4))
@quick
def test_the_latest_answer_stays_and_attempts_are_counted(
    question: str, given_answers: list[tuple[object, bool | None]]
) -> None:
    with TemporaryDirectory() as folder:
        for answer, correct in given_answers:
            assert progress.record_answer(question, answer, correct, folder) == ""
        answer, correct = given_answers[-1]
        entry = {"answer": answer, "correct": correct, "attempts": len(given_answers)}
        assert progress.read(folder).answers == {question: entry}


def test_passes_and_answers_share_the_file(tmp_path: Path) -> None:
    progress.record_pass("activations.sigmoid", 2, 2, tmp_path)
    progress.record_answer("activations.why", "b", True, tmp_path)
    found = progress.read(tmp_path)
    assert list(found.passed) == ["activations.sigmoid"]
    assert list(found.answers) == ["activations.why"]


def test_the_folder_is_the_current_one_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    progress.record_pass("a", 1, 1)
    assert (tmp_path / progress.FILE).exists()
    assert list(progress.read().passed) == ["a"]


def test_people_can_read_the_file(tmp_path: Path) -> None:
    for name in ("z", "a"):
        progress.record_pass(name, 1, 1, tmp_path)
    progress.record_answer("q", "σ′ ≤ ¼", folder=tmp_path)
    text = (tmp_path / progress.FILE).read_text(encoding="utf-8")
    assert "σ′ ≤ ¼" in text
    assert text.index('"a"') < text.index('"z"'), "sorted"
    assert text.count("\n") > 10, "indented"
    assert json.loads(text)["version"] == 1


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    progress.record_answer("q", "\ud83d", folder=tmp_path)
    assert progress.read(tmp_path).answers["q"]["answer"] == "\ud83d"


def test_what_it_does_not_know_is_kept(tmp_path: Path) -> None:
    file = tmp_path / progress.FILE
    entry = {"score": 1, "max_score": 2, "when": "Monday"}
    file.write_text(json.dumps({"version": 1, "passed": {"a": entry}, "theme": {"dark": True}}))
    progress.record_pass("a", 2, 2, tmp_path)
    progress.record_answer("q", 1, folder=tmp_path)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["theme"] == {"dark": True}
    assert document["passed"]["a"] == {"score": 2, "max_score": 2, "when": "Monday"}


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / progress.FILE).write_text('{"version": 1}')
    assert progress.read(tmp_path) == progress.Progress()
    assert os.listdir(tmp_path) == [progress.FILE]


def test_only_the_file_and_its_hidden_lock_are_left(tmp_path: Path) -> None:
    progress.record_pass("a", 1, 1, tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".progress.lock", progress.FILE]


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_is_a_finite_number(tmp_path: Path, score: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        progress.record_pass("a", score, 1, tmp_path)
    assert progress.read(tmp_path).passed == {}


@pytest.mark.parametrize("answer", [float("nan"), {1, 2}])
def test_an_answer_is_something_json_can_hold(tmp_path: Path, answer: object) -> None:
    progress.record_answer("q", "before", folder=tmp_path)
    with pytest.raises((ValueError, TypeError)):
        progress.record_answer("q", answer, folder=tmp_path)
    assert progress.read(tmp_path).answers["q"]["answer"] == "before"
    assert sorted(os.listdir(tmp_path)) == [".progress.lock", progress.FILE]
