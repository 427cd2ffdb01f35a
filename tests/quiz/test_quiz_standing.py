"""The progress bars: what is done of what there is, in words beside the bar."""

import pytest

from nnkit import progress
from nnkit.quiz import progress_bar, progress_bars


@pytest.fixture
def lesson(folder, monkeypatch):
    """The toy questions in a folder of the real first lesson, whose exercises count as well."""
    text = (folder / "questions.json").read_text().replace("toy", "neuron")
    place = folder.parent / "01_neuron"
    place.mkdir()
    (place / "questions.json").write_text(text)
    (place / "01_neuron.ipynb").write_text("{}")
    monkeypatch.chdir(place)
    return place


def test_it_counts_what_was_passed_and_answered(lesson):
    assert repr(progress_bar()) == "0 of 7 exercises, 0 of 5 questions answered"
    progress.record_pass("neuron.weighted_sum", 1, 1)
    progress.record_pass("other.exercise", 1, 1)
    progress.record_answer("neuron.half", 0.7)
    progress.record_answer("neuron.even", "nonsense")
    progress.record_answer("neuron.gone", 1)
    assert repr(progress_bar()) == "1 of 7 exercises, 1 of 5 questions answered"


def test_the_bar_has_a_name_and_words(lesson):
    progress.record_answer("neuron.half", 0.7)
    html = progress_bar()._repr_html_()
    assert "<progress aria-label='Progress in A neuron lesson' value='1' max='12'" in html
    assert "</progress> 0 of 7 exercises, 1 of 5 questions answered" in html


def test_every_lesson_beside_this_one_has_its_bar_and_link(lesson):
    other = lesson.parent / "02_other"
    other.mkdir()
    (other / "02_other.ipynb").write_text("{}")
    (lesson.parent / "03_empty").mkdir()
    assert repr(progress_bars()).splitlines()[0] == (
        "A neuron lesson: 0 of 7 exercises, 0 of 5 questions answered"
    )
    link = "<a href='../01_neuron/01_neuron.ipynb'>A neuron lesson</a>"
    assert link in progress_bars()._repr_html_()
    assert repr(progress_bars()).splitlines()[1:] == ["02_other: nothing asked"]


def test_without_lessons_it_says_what_will_be_there(folder):
    assert repr(progress_bars()) == "Your lessons and how far you are will be listed here."
    assert repr(progress_bars()) in progress_bars()._repr_html_()


def test_damage_is_told_and_stops_nothing(lesson):
    (lesson / "progress.json").write_text("{")
    assert "0 of 5 questions answered\nprogress.json was damaged" in repr(progress_bar())
    (lesson / "questions.json").write_text("{")
    assert repr(progress_bar()).startswith("0 of 7 exercises\nquestions.json is damaged")


def test_a_title_is_shown_as_text(lesson):
    text = (lesson / "questions.json").read_text()
    (lesson / "questions.json").write_text(text.replace("A neuron lesson", "<b>'\\\" onx='"))
    html = progress_bars()._repr_html_()
    assert "<b>" not in html
    assert "' onx=" not in html
