"""questions.json: what is asked, never the key of a graded question; damage is told."""

import json

import pytest

from nnkit.quiz import Bank, as_text
from nnkit.quiz.edition import NoEdition, read_edition


@pytest.fixture
def document(folder):
    return json.loads((folder / "questions.json").read_text(encoding="utf-8"))


def test_a_graded_question_has_no_key(document):
    graded = [each for each in document["questions"] if each["feedback"] == "after_grading"]
    facts = {"kind", "prompt", "feedback", "points", "checkpoint"}
    assert [set(each) - facts for each in graded] == [{"id", "choices"}, {"id"}]
    assert graded[0]["choices"] == [
        {"text": "Because of scattering."},
        {"text": "Because of the sea."},
    ]
    assert not any(word in json.dumps(graded) for word in ("Short waves", "mirrors", "42", "1979"))


def test_an_instant_question_is_whole(folder, bank: Bank):
    edition = read_edition(folder)
    assert (edition.lesson, edition.title) == ("toy", "A toy lesson")
    assert edition.questions[:3] == bank.questions[:3]
    assert [each.has_key for each in edition.questions] == [True, True, True, False, False]


def test_the_text_is_the_same_every_time(folder, bank: Bank):
    text = (folder / "questions.json").read_text(encoding="utf-8")
    assert as_text("toy", "A toy lesson", read_edition(folder).questions) == text
    assert as_text("toy", "A toy lesson", bank.questions) == text


def without(name):
    return lambda document: document["questions"][0].pop(name)


@pytest.mark.parametrize(
    "damage",
    [
        *(without(name) for name in ("id", "kind", "prompt", "feedback", "choices")),
        lambda document: document.pop("lesson"),
        lambda document: document.update(questions={}),
        lambda document: document["questions"].append(7),
        lambda document: document["questions"][0].update(kind="essay"),
        lambda document: document["questions"][0]["choices"].append("text"),
        lambda document: document["questions"][1].update(points="many"),
        lambda document: document["questions"][2].update(answer=None),
    ],
)
def test_a_damaged_edition_is_told(folder, document, damage):
    damage(document)
    (folder / "questions.json").write_text(json.dumps(document))
    with pytest.raises(NoEdition, match=r"questions\.json is damaged"):
        read_edition(folder)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_edition_is_told(folder, text):
    (folder / "questions.json").write_bytes(text)
    with pytest.raises(NoEdition, match="Delete it, and start `nnkit lab` again"):
        read_edition(folder)


def test_a_folder_without_questions_is_told(tmp_path):
    with pytest.raises(NoEdition, match=r"There is no questions\.json in this folder"):
        read_edition(tmp_path)
    (tmp_path / "questions.json").mkdir()
    with pytest.raises(NoEdition, match="can't be read here"):
        read_edition(tmp_path)
